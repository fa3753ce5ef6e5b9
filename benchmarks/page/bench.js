// What every measured page has: clocks, and one set of data for all.
(() => {
  const pause = (ms = 0) => new Promise((done) => setTimeout(done, ms));
  const painted = () =>
    new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));
  const until = async (test, ms = 4) => {
    while (!test()) await pause(ms);
  };

  // The longest task: the browser's own count of those over 50 ms, and gaps between timers for shorter ones.
  const watch = () => {
    let longest = 0;
    let gap = 0;
    let last = performance.now();
    const started = last;
    const observer = new PerformanceObserver((list) => {
      for (const { duration, startTime } of list.getEntries()) if (startTime + 1 > started) longest = Math.max(longest, duration);
    });
    observer.observe({ type: "longtask" });
    const timer = setInterval(() => {
      const now = performance.now();
      gap = Math.max(gap, now - last);
      last = now;
    }, 1);
    return async () => {
      gap = Math.max(gap, performance.now() - last);
      clearInterval(timer);
      await pause(120); // Entries come late.
      observer.disconnect();
      return Math.round(longest || Math.min(gap, 50));
    };
  };

  // As pandas prints a data frame.
  const table = (index) => {
    const columns = Array.from({ length: 10 }, (_, i) => `      <th>column ${i}</th>`).join("\n");
    const cells = (row) => Array.from({ length: 10 }, (_, i) => `      <td>${index}.${row}${i}</td>`).join("\n");
    const rows = Array.from({ length: 20 }, (_, row) => `    <tr>\n      <th>${row}</th>\n${cells(row)}\n    </tr>\n`);
    return (
      '<table border="1" class="dataframe">\n  <thead>\n    <tr style="text-align: right;">\n      <th></th>\n' +
      `${columns}\n    </tr>\n  </thead>\n  <tbody>\n${rows.join("")}  </tbody>\n</table>`
    );
  };
  const color = (i) => 31 + (i % 6);

  const png = (index) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 32;
    const ink = canvas.getContext("2d");
    ink.fillStyle = `hsl(${index % 360} 80% ${30 + (index % 40)}%)`;
    ink.fillRect(index % 8, index % 5, 24, 24);
    ink.clearRect(index % 32, index >> 5, 1, 1); // No two are the same: browsers decode equal ones once.
    return canvas.toDataURL("image/png").split(",")[1];
  };

  window.bench = {
    pause,
    painted,
    until,
    watch,
    /** Milliseconds that the main thread has been busy. */
    busy: () => window.busy(),
    /** Adds a peer's scripts, one after the other. */
    async load(peer) {
      window.bench.began = performance.now();
      for (const source of window.scripts[peer])
        await new Promise((onload, onerror) =>
          document.head.append(Object.assign(document.createElement("script"), { src: source, onload, onerror })),
        );
    },
    out: () => document.querySelector("#out"),
    pngs: (count) => Array.from({ length: count }, (_, i) => png(i)),
    lines: (count) =>
      Array.from(
        { length: count },
        (_, i) => `\x1b[${color(i)}m[${i}]\x1b[0m worker \x1b[1m${i % 17}\x1b[22m finished step ${i * 7} of the job\n`,
      ).join(""),
    messages: (count) =>
      Array.from({ length: count }, (_, i) => `\x1b[${color(i)}mmessage ${i}\x1b[0m `.padEnd(79, "·") + "\n"),
    tables: (count) => Array.from({ length: count }, (_, i) => table(i)),
    /** The text at the beginning of an element, at least `length` of it. */
    head(element, length) {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      let text = "";
      while (text.length < length && walker.nextNode()) text += walker.currentNode.data;
      return text;
    },
    /** How many elements there are, those in shadow roots that `hosts` finds included. */
    count: (element, selector, hosts) =>
      [element, ...[...element.querySelectorAll(hosts)].map((host) => host.shadowRoot)].reduce(
        (sum, root) => sum + (root?.querySelectorAll(selector).length ?? 0),
        0,
      ),
    /** The text at the end of an element, however deep, empty leaves left out. */
    tail(element) {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      let node = element;
      while (node.lastChild) node = node.lastChild;
      walker.currentNode = node;
      while (node && !(node.nodeType === 3 && node.data.trim())) node = walker.previousNode();
      return node?.data ?? "";
    },
  };
})();
