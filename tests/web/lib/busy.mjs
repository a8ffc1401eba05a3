/** A stopwatch of the processor's time, in ms: what else a machine does is no fault of what is timed. */
export function stopwatch() {
  const begin = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(begin);
    return (user + system) / 1000;
  };
}
