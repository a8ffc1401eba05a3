import { Suspense } from "react";
import { Again } from "../../again";
import { Hero } from "../../hero";

/** Comes a moment after the rest of the page. */
async function Late() {
  await new Promise((done) => setTimeout(done, 300));
  return <Hero />;
}

export default function Page() {
  return (
    <main>
      <Suspense fallback={<p>Soon</p>}>
        <Late />
      </Suspense>
      <Again />
    </main>
  );
}
