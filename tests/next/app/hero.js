import Link from "next/link";
import { TactfulSlot } from "tactful/react";

/** Rendered on the server; the slot is the only client component. */
export const Hero = () => (
  <TactfulSlot name="home-hero" className="hero">
    <picture>
      <source srcSet="/img/own-wide.svg" media="(min-width: 5000px)" />
      <img data-tactful="image" src="/img/own.svg" alt="A shop" width={600} height={300} />
    </picture>
    <div>
      <h1 data-tactful="headline">Made to move</h1>
      <p data-tactful="body">
        Shoes for <em>everybody</em>.
      </p>
    </div>
    <Link data-tactful="cta" href="/new" prefetch={false}>
      See what is new
    </Link>
  </TactfulSlot>
);
