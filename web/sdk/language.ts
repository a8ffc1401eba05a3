// Texts by language, as campaigns state them, become texts in one.

/** Language tags, and not the keys of a picture. */
export const TAG = /^(?!src$|alt$)[a-z]{2,3}(-[a-z\d]+)*$/i;

/** Texts by language ({"en": …, "de": …}), at any depth, become the one for `lang`: the same tag, else its language, else the first. */
const inLanguage = (value: any, lang: string): any => {
  if (!value || typeof value != "object") return value;
  if (value.map) return value.map((each: unknown) => inLanguage(each, lang));
  const keys = Object.keys(value);
  if (!keys.every((key) => TAG.test(key))) return localised(value, lang);
  const like = (want: string) => keys.find((key) => key.toLowerCase().startsWith(want));
  return value[like(lang) || like(lang.slice(0, 2)) || keys[0]!];
};
/** A content, or a part of it, with its texts in one language. */
export const localised = (value: any, lang: string): any => Object.fromEntries(Object.keys(value).map((key) => [key, inLanguage(value[key], lang)]));
