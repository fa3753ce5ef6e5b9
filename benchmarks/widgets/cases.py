"""What is measured."""

from __future__ import annotations

from ..case import LONGEST, Case, Metric
from .states import CONTROLS

# One set of states for all.
BEGIN = """
  const load = async name => (await fetch(`${name}.json`)).json();
  const [few, set] = [await load("few"), await load(NAME)];
  await peer.ready(few);
  await bench.pause(500);
"""

CONTROLS_CASE = Case(
    name="controls",
    title="100 sliders and 100 labels",
    metrics=(
        Metric("shown", "ms", lambda found: found["jupyter"]["shown"] / 10),
        LONGEST,
        Metric("heap", "MB kept", digits=1),
    ),
    run=f"""async (peer, bench) => {{ const NAME = "controls"; {BEGIN}
      const watched = bench.watch();
      const start = performance.now();
      await peer.show(set);
      await bench.until(() => peer.count() === set.count);
      await bench.painted();
      return {{ shown: performance.now() - start, longest: await watched() }};
    }}""",
    times=3,
)

PROGRESS = Case(
    name="progress",
    title="10,000 updates of a progress bar in 2 s",
    metrics=(
        Metric("busy", "ms of main thread", lambda _: 200),
        Metric("gap", "ms between two frames, at most", digits=0),
        Metric("late", "ms until the last value shows"),
    ),
    run=f"""async (peer, bench) => {{ const NAME = "progress"; {BEGIN}
      await peer.show(set);
      await bench.until(() => peer.count() === set.count);
      await bench.painted();
      const update = await peer.updater(set.first);
      await bench.pause(500);
      let [gap, before, isDone] = [0, 0, false];
      const frame = (now) => {{
        if (before) gap = Math.max(gap, now - before);
        before = now;
        if (!isDone) requestAnimationFrame(frame);
      }};
      requestAnimationFrame(frame);
      const busy = await bench.busy();
      const start = performance.now();
      for (let sent = 0; sent < 10_000; await bench.pause(4)) {{
        const due = Math.min(10_000, 5 * (performance.now() - start));
        while (sent < due) update(++sent);
      }}
      const end = performance.now();
      await bench.until(() => peer.value() === 10_000);
      const late = performance.now() - end;
      await bench.painted();
      isDone = true;
      return {{ busy: (await bench.busy()) - busy, gap, late }};
    }}""",
)

MANY = Case(
    name="many",
    title=f"10,000 models, {CONTROLS:,} controls",
    metrics=(
        Metric("first", "ms until the first 100 show"),
        Metric("shown", "ms until all do"),
        LONGEST,
        Metric("heap", "MB kept"),
    ),
    run=f"""async (peer, bench) => {{ const NAME = "many"; {BEGIN}
      const watched = bench.watch();
      const start = performance.now();
      const shown = peer.show(set);
      await bench.until(() => peer.count() >= 100);
      await bench.painted();
      const first = performance.now() - start;
      await shown;
      await bench.until(() => peer.count() === set.count, 50);
      await bench.painted();
      return {{ first, shown: performance.now() - start, longest: await watched() }};
    }}""",
)

CASES = (CONTROLS_CASE, PROGRESS, MANY)
