"""A thousand small pictures in one call."""

from ..case import LONGEST, Case, Metric

CASE = Case(
    name="images",
    title="1,000 small PNGs in one call, until painted",
    metrics=(
        Metric("painted", "ms", lambda all_: 1.1 * all_["by_hand"]["painted"]),
        LONGEST,
    ),
    run="""async (peer, bench) => {
      const pngs = bench.pngs(1000), out = bench.out();
      await peer.ready("images");
      await bench.pause(100);
      const watched = bench.watch(), start = performance.now();
      await peer.images(pngs, out);
      const isShown = (image) => image.complete && image.naturalWidth;
      const isBelow = (image) => image.getBoundingClientRect().top > innerHeight;
      await bench.until(() => out.querySelectorAll("img").length === 1000);
      const all = () => [...out.querySelectorAll("img")];
      await bench.until(() => all().every((image) => isBelow(image) || isShown(image)));
      await bench.painted();
      return { painted: performance.now() - start, longest: await watched() };
    }""",
)
