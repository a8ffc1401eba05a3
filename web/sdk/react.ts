// `tactful/react`: a slot in React 18 or 19, rendered on the server or not.
//
// The snippet paints the slot before React is there. So React is given, while it hydrates, what stands in the document: it finds
// nothing to correct. A slot that React makes later, in another view, is the running SDK's to fill (live.ts).
import { Children, cloneElement, createElement, isValidElement, useEffect, useState } from "react";
import type { ElementType, HTMLAttributes, ReactElement, ReactNode } from "react";

type Props = Record<string, any>;

/** What one field shows, as React's props. */
interface Shown {
  props: Props;
  /** Of the <picture> around it. */
  sources?: Props[];
}

interface ShownSlot {
  props: Props;
  fields: Record<string, Shown>;
}

/** Attributes that painting sets, and React's names for them. */
const NAMES = { href: "href", src: "src", srcset: "srcSet", sizes: "sizes", alt: "alt", width: "width", height: "height", media: "media", type: "type" };

/** The element's attributes of these names; undefined, not left out, where it has none: React is to have none either. */
const attributes = (element: Element, ...names: (keyof typeof NAMES)[]): Props =>
  Object.fromEntries(names.map((name) => [NAMES[name], element.getAttribute(name) ?? undefined]));

const readField = (field: HTMLElement): Shown => {
  const props: Props = { hidden: field.hidden };
  if (field.matches("img")) {
    const sources = [...(field.closest("picture")?.querySelectorAll("source") ?? [])];
    Object.assign(props, attributes(field, "src", "srcset", "sizes", "alt", "width", "height"));
    return { props, sources: sources.map((source) => attributes(source, "srcset", "sizes", "media", "type", "width", "height")) };
  }
  if (field.matches("a")) Object.assign(props, attributes(field, "href"));
  // Painting leaves one text. What has more in it is the page's own. Beside a site's HTML React takes no children, and throws.
  if (field.childNodes.length === 1 && field.firstChild instanceof Text) Object.assign(props, { children: field.textContent, dangerouslySetInnerHTML: undefined });
  return { props };
};

const readSlot = (name: string): ShownSlot | undefined => {
  const slot = document.querySelector<HTMLElement>(`[data-tactful-slot="${CSS.escape(name)}"]`);
  const variant = slot?.dataset["tactfulVariant"];
  if (!slot || variant === undefined) return undefined;
  const fields: Record<string, Shown> = {};
  for (const field of slot.querySelectorAll<HTMLElement>("[data-tactful]")) fields[field.dataset["tactful"]!] ??= readField(field);
  const said = (key: string) => (slot.hasAttribute(key) ? { [key]: slot.getAttribute(key) } : {});
  return { props: { "data-tactful-variant": variant, ...said("lang"), ...said("dir") }, fields };
};

/** The view that the document came with, while it lasts, and its slots as they were met: made anew in it, a slot shows the same. The same
 * path later on is another view: by then the visitor may have been forgotten. */
let firstPath: string | undefined;
let over = false;
const met = new Map<string, ShownSlot | undefined>();

/** The SDK sees every new view (live.ts); before it is there a slot that goes may be the one who knows. */
const isOver = (): boolean => (over ||= firstPath !== location.pathname || !!(document.documentElement as any).tactfulMoved);

const shownAtFirst = (name: string): ShownSlot | undefined => {
  if (typeof document === "undefined") return undefined;
  firstPath ??= location.pathname;
  if (isOver()) return undefined;
  const shown = met.get(name) ?? readSlot(name);
  met.set(name, shown);
  return shown;
};

const useShown = (name: string): ShownSlot | undefined => {
  const [shown] = useState(() => shownAtFirst(name));
  useEffect(() => () => void isOver(), []);
  return shown;
};

/** The SDK may have left its notes on the slot before React comes: of them React need not speak. */
const slotProps = (name: string, shown: ShownSlot | undefined): Props => ({ "data-tactful-slot": name, ...shown?.props, suppressHydrationWarning: true });

export interface SlotHook {
  /** For the slot's own element: its name, what it shows, language and direction. */
  props: Props;
  /** Props of a field: yours, or what was painted in their place. */
  field<P extends Props>(key: string, own?: P): P & { "data-tactful": string };
}

/**
 * For components that write the slot's markup themselves: `<section {...slot.props}><h1 {...slot.field("headline",
 * { children: "Made to move" })} /></section>`. For a <picture> with sources take `TactfulSlot`.
 */
export const useTactfulSlot = (name: string): SlotHook => {
  const shown = useShown(name);
  return {
    props: slotProps(name, shown),
    field: (key, own) => ({ ...own, ...shown?.fields[key]?.props, "data-tactful": key }) as any,
  };
};

export interface TactfulSlotProps extends HTMLAttributes<HTMLElement> {
  /** The slot's name in the campaign files. */
  name: string;
  /** The slot's element; "section" when left out. */
  as?: ElementType;
  /** The site's own hero: fields are elements with `data-tactful="KEY"`, at any depth of elements written here. */
  children?: ReactNode;
}

/** A slot: the markup of a page without React, and what was painted stays. */
export function TactfulSlot({ name, as = "section", children, ...rest }: TactfulSlotProps): ReactElement {
  const shown = useShown(name);
  return createElement(as, { ...rest, ...slotProps(name, shown) } as any, shown ? fill(children, shown.fields) : children);
}

const keyOf = (node: ReactNode): string | undefined => (isValidElement<Props>(node) ? node.props["data-tactful"] : undefined);

/** The markup with what was painted in its fields. Its shape stays, for `useId` counts by it. */
const fill = (node: ReactNode, fields: ShownSlot["fields"]): ReactNode => {
  if (Array.isArray(node)) return keyed(node.map((each) => fill(each, fields)), node);
  // Children of a server component may come as a promise of themselves.
  if ((node as any)?.$$typeof === Symbol.for("react.lazy")) return fill(Children.toArray(node)[0], fields);
  if (!isValidElement<Props>(node)) return node;
  const shown = fields[keyOf(node) ?? ""];
  if (shown) return cloneElement(node, shown.props);
  const { children } = node.props;
  const filled = fill(node.type === "picture" ? dress(children, fields) : children, fields);
  return filled === children ? node : cloneElement(node, { children: filled });
};

/** Copies of elements need keys where their originals, written in place, did not. Unchanged: the list itself. */
const keyed = (list: ReactNode[], from: ReactNode[]): ReactNode[] =>
  list.every((node, i) => node === from[i])
    ? from
    : list.map((node, i) => (node !== from[i] && isValidElement(node) && node.key === null ? cloneElement(node, { key: i }) : node));

/** A picture's children with the painted sources in the place of its own. */
const dress = (nodes: ReactNode, fields: ShownSlot["fields"]): ReactNode => {
  const list = Children.toArray(nodes);
  const sources = list.map((node) => fields[keyOf(node) ?? ""]?.sources).find(Boolean);
  if (!sources) return nodes;
  return [
    ...sources.map((source, i) => createElement("source", { ...source, key: `source ${i}` })),
    ...list.filter((node) => !(isValidElement(node) && node.type === "source")),
  ];
};
