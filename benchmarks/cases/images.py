"""A thousand small pictures in one call."""

from ..case import LONGEST, Case, Metric

CASE = Case(
    name="images",
    title="1,000 small PNGs in one call, until painted",
    metrics=(
        # Of the loop that keeps to the other bar, too: the one in a single task blocks the page.
        Metric("painted", "ms", lambda all_: 1.1 * all_["by_hand_sliced"]["painted"]),
        LONGEST,
    ),
    run="""async (peer, bench) => {
      const pngs = bench.pngs(1000), out = bench.out();
      await peer.ready("images");
      await bench.pause(100);
      const watched = bench.watch(), start = performance.now();
      await peer.images(pngs, out);
      const shown = (image) => image.complete && image.naturalWidth;
      await bench.until(() => out.querySelectorAll("img").length === 1000);
      await bench.until(() => [...out.querySelectorAll("img")].every(shown));
      await bench.painted();
      return { painted: performance.now() - start, longest: await watched() };
    }""",
)
