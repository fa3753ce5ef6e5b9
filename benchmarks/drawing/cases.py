"""What is measured. `painted` reads a pixel back, so that nothing is put off."""

from __future__ import annotations

from ..case import LONGEST, Case, Metric
from .scenes import COUNTS, STEPS

PAINTED = """const painted = async (job) => {
  const start = performance.now();
  await job();
  peer.canvas().getContext("2d").getImageData(400, 300, 1, 1);
  return performance.now() - start;
};
"""
BARS = {1_000: 20, 100_000: 500}


def draw(count: int) -> Case:
    bar = BARS.get(count)
    return Case(
        name=f"draw-{count}",
        title=f"{count:,} objects, not animated, until painted",
        metrics=(Metric("painted", "ms", (lambda _: bar) if bar else None, 1), LONGEST),
        run=f"""async (peer, bench) => {{ {PAINTED}
          await peer.ready({count});
          let [best, longest] = [Infinity, 0];
          for (let i = 0; i < {5 if count <= 10_000 else 3}; i++) {{
            await peer.clear();
            await bench.pause(300);
            const watched = bench.watch();
            best = Math.min(best, await painted(peer.draw));
            longest = Math.max(longest, await watched());
          }}
          return {{ painted: best, longest }};
        }}""",
    )


ADD = Case(
    name="add",
    title="One more command on 100,000 objects, until painted",
    metrics=(Metric("painted", "ms", lambda _: 8, 1),),
    run=f"""async (peer, bench) => {{ {PAINTED}
      await peer.ready(100000);
      await painted(peer.draw);
      let best = Infinity;
      for (let i = 0; i < 7; i++) {{
        await bench.pause(100);
        best = Math.min(best, await painted(peer.add));
      }}
      return {{ painted: best }};
    }}""",
)

FRAMES = """const frames = async (ms) => {
  const seen = [];
  for (let now = 0; !(seen.length > 3 && now > seen[0] + ms); seen.push(now))
    now = await new Promise(requestAnimationFrame);
  return [(1000 * (seen.length - 1)) / (seen.at(-1) - seen[0]), seen.length];
};
"""

MOVE = Case(
    name="move",
    title="One object moves over 100,000 finished ones",
    metrics=(
        Metric("frame", "ms of main thread per frame", lambda _: 8, 1),
        Metric("rate", "frames/s"),
    ),
    run=f"""async (peer, bench) => {{ {PAINTED} {FRAMES}
      if (!peer.move) throw "has no scene";
      await peer.ready(100000);
      await painted(peer.draw);
      await peer.move();
      await bench.pause(300);
      const busy = await bench.busy();
      const [rate, count] = await frames(3000);
      return {{ rate, frame: ((await bench.busy()) - busy) / count }};
    }}""",
)

TURTLE = Case(
    name="turtle",
    title=f"A turtle program of {STEPS:,} steps",
    metrics=(
        Metric("rate", "frames/s"),
        Metric("frame", "ms of main thread per frame", lambda _: 8, 1),
        Metric("scrub", "ms to any step, slowest of 20", lambda _: 100, 1),
    ),
    run=f"""async (peer, bench) => {{ {PAINTED} {FRAMES}
      if (!peer.play) throw "plays no programs";
      await peer.ready(100);
      await peer.play();
      await bench.pause(1500);
      const busy = await bench.busy();
      const [rate, count] = await frames(3000);
      const frame = ((await bench.busy()) - busy) / count;
      let scrub = 0;
      for (let i = 1; i <= 20; i++) {{
        await bench.pause(50);
        const step = i % 4 ? (i * 7919) % {STEPS} : {STEPS} * (i % 8 ? 1 : 0);
        scrub = Math.max(scrub, await painted(() => peer.seek(step)));
      }}
      return {{ rate, frame, scrub }};
    }}""",
)

CASES = (*map(draw, COUNTS), ADD, MOVE, TURTLE)
