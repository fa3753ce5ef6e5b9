import { Cell } from "./cell";
import { html, items } from "./result";

export default function Page() {
  return (
    <main>
      <h1>Outputs in Next.js</h1>
      <Cell items={items} html={html} />
    </main>
  );
}
