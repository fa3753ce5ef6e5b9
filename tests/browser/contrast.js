// oxlint-disable no-unused-expressions -- tests evaluate the function in pages of any policy
// oxlint-disable max-lines-per-function -- one function is what tests can send to a page
// Texts of an element, shadow roots included, whose contrast with what is painted behind them is below WCAG 2's 4.5.
// What is hidden, drawn with characters (lines, blocks, Braille, Powerline), or of its ground's own colour is left out.
(root, least = 4.5) => {
    const pixel = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    // Red, green and blue from 0 to 255, and alpha from 0 to 1.
    const channels = (color) => {
        const given = color.match(/^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/);
        if (given) return [given[1], given[2], given[3], given[4] ?? 1].map(Number);
        pixel.clearRect(0, 0, 1, 1);
        pixel.fillStyle = color;
        pixel.fillRect(0, 0, 1, 1);
        const [red, green, blue, alpha] = pixel.getImageData(0, 0, 1, 1).data;
        return [red, green, blue, alpha / 255];
    };
    const over = (top, below, alpha = top[3]) => [...[0, 1, 2].map((i) => top[i] * alpha + below[i] * (1 - alpha)), 1];
    const luminance = (color) => {
        const [red, green, blue] = color
            .map((value) => value / 255)
            .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
    };
    const ratio = (a, b) => {
        const [one, other] = [luminance(a), luminance(b)];
        return Math.max(one, other) / Math.min(one, other);
    };
    const parent = (element) => element.assignedSlot ?? element.parentElement ?? element.getRootNode().host;
    // A gradient's colours, else the background's.
    const painted = (style) => {
        const stops = style.backgroundImage.includes("gradient(")
            ? (style.backgroundImage.match(/(?:rgba?|oklch|color|oklab|lab|lch)\([^()]*\)/g) ?? [])
            : [];
        return [style.backgroundColor, ...stops].map(channels).filter(([, , , alpha]) => alpha);
    };
    // All colours that may be behind an element's text.
    const grounds = (element) => {
        if (!element) return [[255, 255, 255, 1]];
        const own = painted(getComputedStyle(element));
        if (own.length === 1 && own[0][3] === 1) return own;
        const below = grounds(parent(element));
        return own.length ? own.flatMap((top) => below.map((one) => over(top, one))) : below;
    };
    const opacity = (element) => (element ? getComputedStyle(element).opacity * opacity(parent(element)) : 1);
    const PICTURES = /^[\s\u2500-\u259f\u2800-\u28ff\ue0a0-\ue0d7\u{1fb00}-\u{1fbff}]*$/u;
    const low = [];
    const visit = (node) => {
        if (node.nodeType === 3 && !PICTURES.test(node.data)) {
            const element = node.parentElement ?? node.getRootNode().host;
            const style = getComputedStyle(element);
            const color = channels(style.webkitTextFillColor || style.color);
            const share = color[3] * opacity(element);
            if (!share || !element.checkVisibility({ visibilityProperty: true })) return;
            for (const ground of grounds(element)) {
                const seen = over(color, ground, share);
                const found = ratio(seen, ground);
                if (found >= least || (color[3] === 1 && `${color.slice(0, 3)}` === `${ground.slice(0, 3)}`)) continue;
                low.push({
                    text: node.data.trim().slice(0, 40),
                    ratio: Math.round(found * 100) / 100,
                    color: style.color,
                    ground: `rgb(${ground.slice(0, 3).map(Math.round)})`,
                });
                break;
            }
        }
        if (node.nodeType !== 1 && node.nodeType !== 11) return;
        if (/^(style|script|template|title)$/i.test(node.nodeName)) return;
        if (node.shadowRoot) visit(node.shadowRoot);
        node.childNodes.forEach(visit);
    };
    visit(typeof root === "string" ? document.querySelector(root) : root);
    return low;
};
