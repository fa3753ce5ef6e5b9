"""A hundred thousand coloured lines in one item."""

from ..case import LONGEST, Case, Metric

CASE = Case(
    name="text",
    title="100,000 lines of ANSI text in one item",
    metrics=(
        Metric("first", "ms", lambda _: 100),
        Metric("total", "ms"),
        Metric("heap", "MB", lambda _: 60),
        Metric("lines", "lines found in the document"),
        LONGEST,
    ),
    run="""async (peer, bench) => {
      const text = bench.lines(100_000), out = bench.out();
      await peer.ready("text");
      await bench.pause(100);
      const watched = bench.watch(), start = performance.now();
      const called = peer.text(text, out);
      await bench.until(() => bench.head(out, 4000).includes("worker 0 finished"), 1);
      await bench.painted();
      const first = performance.now() - start;
      await called;
      const last = () => bench.tail(out).includes("of the job");
      const all = () => out.textContent.includes("[99999]");
      while (!(last() && all()) && performance.now() - start < 20_000) await bench.pause(50);
      await bench.painted();
      const total = performance.now() - start;
      const longest = await watched();
      const lines = out.textContent.match(/finished step/g)?.length ?? 0;
      return { first, longest, lines, ...(lines === 100_000 && { total }) };
    }""",
)
