/**
 * Rows of tables whose cells are text and nothing else: most of what data frames print. There is nothing in them to
 * decide, so their cells do not go through the sanitiser, which takes microseconds for any node.
 */

/** What a row is written as whose cells have neither attributes nor elements nor comments. */
const PLAIN = /^(?:<(t[dh])>[^<]*<\/\1>)+$/;

/** Takes the cells of such rows out; the function returned puts them back. */
export function setCellsAside(root: ParentNode): () => void {
  const aside: [Element, Node][] = [];
  // One for all: a document keeps its ranges up to date whatever is done in it.
  const range = new Range();
  for (const row of root.querySelectorAll("tr")) {
    // Asked first: rows in rows, each would be written as often as it is deep.
    if (!row.querySelector(":not(td,th),td>*,th>*") && PLAIN.test(row.innerHTML)) {
      range.selectNodeContents(row);
      aside.push([row, range.extractContents()]);
    }
  }
  return () => aside.forEach(([row, cells]) => row.append(cells));
}
