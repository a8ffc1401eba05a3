import { Again } from "../../again";

/** The careless way, without the slot component: so that the test is known to see what goes wrong. */
export default function Page() {
  return (
    <main>
      <section data-tactful-slot="home-hero">
        <h1 data-tactful="headline">Made to move</h1>
      </section>
      <Again />
    </main>
  );
}
