import { Again } from "../../again";
import { Hero } from "../../hero";

export default function Page() {
  return (
    <main>
      <Hero />
      <Again />
    </main>
  );
}
