/** Variants as the site's own markup: `<template data-tactful-variant="ID">` in the slot, before the markup that stands there by default. */

/** Puts a clone of the variant's template in the place of all in the slot that is no template.
 *
 * The slot remembers the clone, for whoever paints it next: what a framework puts back beside it goes again, and what the parser still
 * brings goes at once. Nodes are cloned and moved, and no text is ever read as markup. The snippet leaves this out, and
 * `snippet-templates.js` has it (web/build.mjs). */
export const cast = (slot: any, variant: string): void => {
  // With something behind it, the parser is done with it.
  const template = [...slot.querySelectorAll("template")].find(
    (each) => each.dataset.tactfulVariant == variant && (each.nextSibling || document.readyState != "loading"),
  );
  if (!template) return;
  slot.tactfulMade ??= [...template.content.cloneNode(true).childNodes];
  for (const node of strangers(slot)) node.remove();
  if (slot.tactfulMade[0]?.parentNode != slot) slot.append(...slot.tactfulMade);
};

/** What stands in the slot beside templates and clone. */
export const strangers = (slot: any): ChildNode[] =>
  [...slot.childNodes].filter((node) => (node as Element).localName != "template" && !slot.tactfulMade?.includes(node));
