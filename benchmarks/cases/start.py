"""From an empty page to the first output, with all that has to be loaded for it."""

from ..case import Case, Metric

CASE = Case(
    name="start",
    title="Cold start to first output, main-thread time",
    metrics=(Metric("main", "ms", lambda _: 40), Metric("wall", "ms")),
    whole=True,
    times=5,
    run="""async (_, bench) => {
      await window.loaded;
      await window.peer.first("\\x1b[32mhello\\x1b[0m world\\n", bench.out());
      await bench.until(() => bench.out().textContent.includes("world"), 1);
      await bench.painted();
      return { wall: performance.now() - bench.began };
    }""",
)
