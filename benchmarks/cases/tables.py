"""Two hundred tables as a data frame prints them, from strangers."""

from ..case import LONGEST, Case, Metric

CASE = Case(
    name="tables",
    title="200 sanitised HTML tables of 20 × 10, until painted",
    metrics=(Metric("painted", "ms", lambda _: 500), LONGEST),
    run="""async (peer, bench) => {
      const tables = bench.tables(200), out = bench.out();
      await peer.ready("tables");
      await bench.pause(100);
      const watched = bench.watch(), start = performance.now();
      const called = peer.tables(tables, out);
      await called;
      await bench.until(() => bench.count(out, "table", "div") === 200, 20);
      await bench.painted();
      return { painted: performance.now() - start, longest: await watched() };
    }""",
    notes={"vscode": "not sanitised", "by_hand": "not sanitised"},
)
