// Texts by language, as campaigns state them, become texts in one.

/** Language tags, and not the keys of a picture. */
export const TAG = /^(?!src$|alt$)[a-z]{2,3}(-[a-z\d]+)*$/i;

const subtags = (tag: string) => tag.toLowerCase().split(/[-_]/);

/** How near a tag is to the page's: by the subtags that both begin with. A tag with more than these is further off; one with another language
 * is none. */
const near = (tag: string, page: string[]): number => {
  const own = subtags(tag);
  const same = own.findIndex((each, i) => each != page[i]);
  return same < 0 ? own.length : same && same - own.length / 99;
};

/** Texts by language ({"en": …, "de": …}), at any depth, become the one for `lang`: the same tag, else the nearest of its language, else the
 * first. */
const inLanguage = (value: any, lang: string): any => {
  if (!value || typeof value != "object") return value;
  if (value.map) return value.map((each: unknown) => inLanguage(each, lang));
  const keys = Object.keys(value);
  if (!keys.every((key) => TAG.test(key))) return localised(value, lang);
  const page = subtags(lang);
  return value[keys.sort((a, b) => near(b, page) - near(a, page))[0]!];
};
/** A content, or a part of it, with its texts in one language. */
export const localised = (value: any, lang: string): any => Object.fromEntries(Object.keys(value).map((key) => [key, inLanguage(value[key], lang)]));
