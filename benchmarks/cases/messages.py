"""Ten thousand messages, as a kernel sends them: each in a task of its own."""

from ..case import LONGEST, Case, Metric

CASE = Case(
    name="messages",
    title="10,000 appended coloured messages of 80 B, one per task",
    metrics=(Metric("wall", "ms", lambda _: 1500), LONGEST),
    run="""async (peer, bench) => {
      const messages = bench.messages(10_000), out = bench.out();
      await peer.ready("text");
      await bench.pause(100);
      const watched = bench.watch(), start = performance.now();
      const append = peer.stream(out), { port1, port2 } = new MessageChannel();
      await new Promise((done) => {
        let next = 0;
        port1.onmessage = () => {
          append(messages[next++]);
          if (next < messages.length) port2.postMessage(0);
          else done();
        };
        port2.postMessage(0);
      });
      const last = () => bench.tail(out).includes("·") && out.textContent.includes("message 9999");
      await bench.until(last, 20);
      await bench.painted();
      return { wall: performance.now() - start, longest: await watched() };
    }""",
    notes={"vscode": "shows 30 lines of them"},
)
