"""What is measured."""

from __future__ import annotations

from ..case import LONGEST, Case, Metric

ROWS = 1_000_000
#: Rows of the table by hand, for which a million elements are too many.
FEWER = 50_000

#: Objects in 50 MB of JSON; a peer that does not come to an end gets a hundredth.
OBJECTS = 210_000
SLOW = {"json_viewer": f"0.5 MB, {OBJECTS // 100:,} objects"}

# The same data for all: values of JSON, and rows of a table.
DATA = """window.value = (length) => ({ rows: Array.from({ length }, (_, id) => ({
  id, name: `person ${id}`, mail: `p${id}@example.com`, score: id * 1.37, on: id % 3 === 0,
  tags: ['a', 'b', `${id % 97}`], place: { city: `City ${id % 100}`, at: [id / 7, id / 11] } })) });
window.rows = (count) => Array.from({ length: count }, (_, id) => ({
  id, x: id / 7, name: `person ${id % 9973}`, letter: 'abc'[id % 3], on: id % 2 === 0,
  y: (id * 7919) % 1000 }));
"""

JSON = Case(
    name="json",
    title="50 MB of JSON, parsed beforehand, until shown",
    metrics=(
        Metric("shown", "ms", lambda _: 1500),
        LONGEST,
        Metric("heap", "MB kept"),
    ),
    run=f"""async (peer, bench) => {{ {DATA}
      if (!peer.json) throw "shows no JSON";
      await peer.ready("json");
      const value = window.value(peer.isSlow ? {OBJECTS // 100} : {OBJECTS});
      await bench.pause(1000);
      const watched = bench.watch();
      const start = performance.now();
      await peer.json(value);
      await bench.until(() => peer.shown("rows"));
      await bench.painted();
      return {{ shown: performance.now() - start, longest: await watched() }};
    }}""",
    notes=SLOW,
)

TEXT = Case(
    name="text",
    title="50 MB of JSON as text, until shown, and until fully read",
    metrics=(
        Metric("shown", "ms", lambda _: 1500),
        Metric("whole", "ms"),
        LONGEST,
        Metric("heap", "MB kept"),
    ),
    run=f"""async (peer, bench) => {{ {DATA}
      if (!peer.json) throw "shows no JSON";
      await peer.ready("json");
      const text = JSON.stringify(window.value(peer.isSlow ? {OBJECTS // 100} : {OBJECTS}));
      await bench.pause(1000);
      const watched = bench.watch();
      const start = performance.now();
      // Ours reads text itself.
      await peer.json(window.BackendAI ? text : JSON.parse(text));
      await bench.until(() => peer.shown("rows"));
      await bench.painted();
      const shown = performance.now() - start;
      if (window.BackendAI) await bench.until(() => peer.shown("210,000"));
      await bench.painted();
      return {{ shown, whole: performance.now() - start, longest: await watched() }};
    }}""",
    notes=SLOW,
)

TABLE = Case(
    name="table",
    title=f"A table of {ROWS:,} rows",
    metrics=(
        Metric("shown", "ms"),
        LONGEST,
        Metric("rate", "frames/s while scrolling"),
        Metric("frame", "ms of main thread per frame", lambda _: 16, 1),
        Metric("nodes", "elements"),
        Metric("heap", "MB kept"),
    ),
    run=f"""async (peer, bench) => {{ {DATA}
      if (!peer.table) throw "shows no tables";
      await peer.ready("table");
      await bench.pause(1000);
      const watched = bench.watch();
      let start = performance.now();
      await peer.table(peer.isSlow ? {FEWER} : {ROWS});
      await bench.until(() => peer.shown("person 1"));
      await bench.painted();
      const shown = performance.now() - start;
      const longest = await watched();
      const list = peer.scroller();
      const busy = await bench.busy();
      let frames = 0;
      for (start = performance.now(); performance.now() < start + 3000; frames++) {{
        list.scrollTop = (performance.now() - start) * 20;
        await new Promise(requestAnimationFrame);
      }}
      const seen = {{ shown, longest, nodes: bench.out().querySelectorAll("*").length }};
      // What stood still has no rate.
      if (list.scrollTop < 30_000) return seen;
      const rate = (1000 * frames) / (performance.now() - start);
      const frame = ((await bench.busy()) - busy) / frames;
      return {{ ...seen, rate, frame }};
    }}""",
    notes={"by_hand": f"{FEWER:,} rows"},
)

CASES = (JSON, TEXT, TABLE)
