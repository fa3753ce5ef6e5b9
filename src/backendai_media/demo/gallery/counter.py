# order: 49
# title: Counter
# about: An anywidget: its script runs in a frame
# needs: anywidget traitlets
# active: sandbox
import anywidget
import traitlets


class Counter(anywidget.AnyWidget):
    _esm = """
    export default {
      render({ model, el }) {
        const button = document.createElement("button");
        const show = () => (button.textContent = `clicked ${model.get("count")} times`);
        button.onclick = () => {
          model.set("count", model.get("count") + 1);
          model.save_changes();
        };
        model.on("change:count", show);
        show();
        el.append(button);
      },
    };
    """
    count = traitlets.Int(0).tag(sync=True)


counter = Counter()
counter.observe(lambda change: print("the kernel knows:", change.new), "count")
counter
