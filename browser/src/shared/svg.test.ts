import { equal } from "node:assert/strict";
import { test } from "node:test";
import { pruneComments, textOfAddress, withNamespace } from "./svg.ts";

const ROOT = '<svg xmlns="http://www.w3.org/2000/svg"><!-- a --><text>–</text></svg>';

test("of very many comments and instructions none is left", () => {
  for (const one of ["<!--a-->", "<?a b?>", "<!-- <svg> -->\n"]) {
    const text = one.repeat(1001);
    equal(pruneComments(text + ROOT + text).replace(/\s/g, ""), ROOT.replace(/<!.*?>|\s/g, ""));
  }
  const few = "<!--a-->".repeat(900) + ROOT;
  equal(pruneComments(few), few);
  equal(pruneComments(`${ROOT}${"<!--".repeat(2000)}`), ROOT.replace(/<!.*?>/, ""));
});

test("the text in an address", () => {
  const bytes = btoa(String.fromCharCode(...new TextEncoder().encode(ROOT)));
  for (const address of [
    `data:image/svg+xml,${encodeURIComponent(ROOT)}`,
    `data:image/svg+xml;charset=utf-8,${encodeURIComponent(ROOT)}`,
    ` DATA:image/svg+xml;base64,${bytes}`,
    `data:image/svg+xml;charset=utf-8;base64,${encodeURIComponent(bytes)}`,
  ])
    equal(textOfAddress(address), ROOT);
  equal(
    textOfAddress("data:image/svg+xml,<svg width='100%' fill='#fa0'>%C3%A9%FF</svg>"),
    "<svg width='100%' fill='#fa0'>é\ufffd</svg>",
  );
  for (const other of [ROOT, "data:image/png,a", "data:image/svg+xml;base64,?", "data:image/svg"])
    equal(textOfAddress(other), other);
});

test("a root without a prefix has a namespace", () => {
  const named = '<svg xmlns="http://www.w3.org/2000/svg"';
  equal(withNamespace("<svg><a xmlns='b'/></svg>"), `${named}><a xmlns='b'/></svg>`);
  equal(withNamespace("<?xml?><svg\nid='a>b'/>"), `<?xml?>${named}\nid='a>b'/>`);
  for (const svg of [ROOT, `<svg id=">" xmlns="a"/>`, "<svg:svg xmlns:svg='a'/>", "<svgs/>"])
    equal(withNamespace(svg), svg);
});
