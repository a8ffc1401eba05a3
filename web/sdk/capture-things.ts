/** Things of schema.org besides products, as GA4's items: an offer, recipe, event, course, job, lodging, article, list, or the way to a
 * category. Of several kinds on a page the first of these is what it is about. */
import { categorize, crumbName, isHere, itemOf, list, nameOf, pathOf, priceOf, wayOf, type Item } from "./capture.ts";

/** Most items of a list: its evidence is divided among them, and a page shows no more at a time. */
const CARDS = 50;
const TAGS = 10;

export interface Found {
  items: Item[];
  /** A view of a list, however short. */
  list?: boolean;
  article?: boolean;
}

/** Kinds of things: type, where category, brand and place are stated. A kind without a category of its own is filed under the name of its
 * type, where that says more than the kind ("MusicEvent", "Hostel"). */
const KINDS: [type: RegExp, category: string, brand: string, place: string][] = [
  [/\bRecipe$/, "recipeCategory recipeCuisine", "", ""],
  [/(Event|Festival|Hackathon|ExhibitionEvent)$/, "", "organizer", "location"],
  [/\bCourse(Instance)?$/, "about educationalLevel", "provider", ""],
  [/\bJobPosting$/, "occupationalCategory industry", "hiringOrganization", "jobLocation"],
  [/\b(LodgingBusiness|Hotel|Hostel|Motel|Resort|SkiResort|BedAndBreakfast|Campground|VacationRental)$/, "", "brand", ""],
  [/(Article|BlogPosting)$/, "articleSection", "", ""],
];

/** Keywords, as a text with commas or as a list. */
const tagsOf = (value: any): string[] | undefined => {
  const tags = list(value).flatMap((each) => (typeof each == "string" ? each.split(",") : [nameOf(each)]));
  const named = tags.map((tag) => typeof tag == "string" && tag.trim()).filter((tag) => tag) as string[];
  return named[0] ? named.slice(0, TAGS) : undefined;
};
/** A place's town, else its name. */
const placeOf = (place: any): any => {
  const [where] = list(place);
  const [address] = list(where?.address);
  return nameOf(address?.addressLocality) ?? nameOf(where);
};
const values = (thing: Item, names: string) => names.split(" ").flatMap((name) => list(thing[name]));
const idOf = (thing: Item) => nameOf(thing["identifier"]?.value ?? thing["identifier"] ?? thing["courseCode"]) ?? thing["@id"] ?? thing["url"];

/** A thing of a kind, as an item; `way` as of itemOf. */
const thingItem = (thing: Item, [type, category, brand, place]: (typeof KINDS)[number], way: any[]): Item => {
  const sort = list(thing["@type"]).find((name) => type.test(name)).replace(/.*\//, "");
  const stated = values(thing, category).filter((each) => nameOf(each));
  const last = way.length - 1;
  const named = nameOf(thing["headline"] ?? thing["name"] ?? thing["title"]);
  const crumbs = way.filter(({ item, name }, i) => i < last || !(!item || isHere(item) || name == named)).map(crumbName);
  const item: Item = {
    item_id: idOf(thing),
    item_name: named,
    item_brand: brand ? nameOf(thing[brand]) : undefined,
    price: priceOf(thing["offers"]),
    item_location: placeOf(place ? thing[place] : thing),
    item_tag: tagsOf(thing["keywords"]),
  };
  if (!place && !thing["address"]) delete item["item_location"];
  // "Event" says nothing more than that it is one; "Article" and its kind are of the page's making, not of the reader's interest.
  const own = /^(Event|LodgingBusiness|.*Article|BlogPosting|Recipe|Course|CourseInstance|JobPosting)$/.test(sort) ? [] : [sort];
  return categorize(item, stated[0] ? stated : crumbs[0] ? crumbs : own);
};

/** An entry of an ItemList: the thing itself, or a ListItem around it. */
const cardOf = (entry: any, ofKind: (thing: Item) => Item | undefined): Item => {
  const [thing] = list(entry?.item ?? entry);
  if (Object(thing) !== thing) return { item_id: thing };
  return ofKind(thing) ?? itemOf({ name: entry?.name, url: entry?.url, ...thing }, []);
};

/** What `ofType` (thingsOf) holds, products apart. */
export const readThings = (ofType: (type: RegExp) => any[]): Found => {
  const way = wayOf(ofType);
  const offers = ofType(/\b(Aggregate)?Offer$/).filter((offer) => offer.itemOffered);
  if (offers[0]) return { items: offers.slice(0, CARDS).map((offer) => itemOf({ ...list(offer.itemOffered)[0], offers: offer }, way)) };
  const kindOf = (thing: Item) => KINDS.find(([type]) => list(thing["@type"]).some((name) => type.test(name)));
  for (const kind of KINDS) {
    const things = ofType(kind[0]);
    const own = things.filter((thing) => isHere(thing.url) || isHere(thing) || isHere(thing.mainEntityOfPage));
    // One that lives at the homepage is the site's own card, which stands on all its pages.
    const stated = own[0] ? own : things.filter((thing) => pathOf(thing.url ?? thing["@id"] ?? "-"));
    if (stated[0])
      return {
        items: stated.slice(0, CARDS).map((thing) => thingItem(thing, kind, stated[1] ? [] : way)),
        list: stated.length > 1,
        article: !stated[1] && /Article/.test("" + kind[0]),
      };
  }
  const [cards] = ofType(/\bItemList$/);
  const items = list(cards?.itemListElement)
    .slice(0, CARDS)
    .map((entry) => cardOf(entry, (thing) => kindOf(thing) && thingItem(thing, kindOf(thing)!, [])));
  // What the cards do not say, the way says of them all.
  const names = way.map(crumbName);
  for (const item of items) if (!item["item_category"]) categorize(item, names);
  return { items: items[0] ? items : names[0] ? [categorize({}, names)] : [], list: true };
};
