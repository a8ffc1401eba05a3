// Parts of the SDK that load when a page needs them.

/** Uses a part. One that does not come is said and done without; on a page that is being left, where browsers stop what they load, nobody
 * hears of it. Resolves with what `use` gives, or nothing. */
export const part = <T, R>(problem: (id: unknown, detail?: unknown) => void, loading: Promise<T>, use: (module: T) => R): Promise<R | void> =>
  loading.then(use, (error) => void setTimeout(problem, 1000, "part-missing", error)).catch(problem);
