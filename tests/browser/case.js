// oxlint-disable no-unused-expressions -- tests evaluate the function in pages of any policy
// What a reader gets of an element: its text, and how many elements there are, without what is for hands.
(root, selectors) => {
    const OURS = ".backendai-controls, .backendai-bar, .backendai-tools, .backendai-status";
    const isBroken = (element) => element.localName === "img" && element.complete && !element.naturalWidth;
    const isSeen = (element) =>
        !element.matches(OURS) && !isBroken(element) && element.checkVisibility({ visibilityProperty: true });
    const children = (node) => {
        if (node.shadowRoot) return [...node.shadowRoot.childNodes];
        return node.localName === "slot" && node.assignedNodes().length ? node.assignedNodes() : [...node.childNodes];
    };
    const isBlock = (element) => !/^inline|^contents|^ruby|^none/.test(getComputedStyle(element).display);
    const text = (node) => {
        if (node.nodeType === 3) return node.data;
        if (node.nodeType !== 1 || /^(STYLE|SCRIPT|TEMPLATE)$/i.test(node.nodeName) || !isSeen(node)) return "";
        const inner = children(node).map(text).join("");
        return isBlock(node) ? ` ${inner} ` : inner;
    };
    const elements = (selector, node) => {
        if (node.nodeType !== 1 || !isSeen(node)) return [];
        const inner = children(node).flatMap((one) => elements(selector, one));
        return node.matches(selector) ? [node, ...inner] : inner;
    };
    const from = document.querySelector(root);
    return {
        text: text(from).replace(/\s+/g, " ").trim(),
        elements: Object.fromEntries(selectors.map((one) => [one, elements(one, from).length])),
    };
};
