/** Features that a style sheet uses, by their paths in MDN's data. */

import { lexer, parse, walk } from "css-tree";
import { compatOf, data } from "./support.mjs";

const DYNAMIC = /^[dsl]v(w|h|i|b|min|max)$/;
const KIND = { d: "dynamic", s: "small", l: "large" };

/** Functions and their like, by name: `color-mix` is `css.types.color.color-mix`. */
const types = new Map();
const note = (node, path) => {
    for (const [key, inner] of Object.entries(node)) {
        if (key === "__compat" || typeof inner !== "object") continue;
        if (inner.__compat && !types.has(key)) types.set(key, `${path}.${key}`);
        note(inner, `${path}.${key}`);
    }
};
note(data.css.types, "css.types");

/**
 * Tells `use(feature, line)` of each that MDN knows, and `odd(what, line)` of properties that it does not. `first` is the
 * line in its file at which the text begins.
 */
export function checkCss(text, use, odd, first = 1) {
    const tree = parse(text, {
        positions: true,
        parseCustomProperty: true,
        onParseError: (error) => odd(error.message, error.line + first - 1),
    });
    let inRules = 0;
    let property = "";
    const at = (node) => node.loc.start.line + first - 1;
    const tell = (feature, node) => {
        if (compatOf(feature)) use(feature, at(node));
    };
    walk(tree, {
        enter(node) {
            switch (node.type) {
                case "Atrule":
                    tell(`css.at-rules.${node.name}`, node);
                    if (
                        node.name === "container" &&
                        /\b(style|scroll-state)\s*\(/.test(text.slice(...range(node.prelude)))
                    )
                        tell("css.at-rules.container.style_queries_for_custom_properties", node);
                    break;
                case "Feature":
                    tell(`css.at-rules.media.${node.name.replace(/^(min|max)-(?!device)/, "")}`, node);
                    break;
                case "FeatureRange":
                    tell("css.at-rules.media.range_syntax", node);
                    break;
                case "Rule":
                    if (inRules++) tell("css.selectors.nesting", node);
                    break;
                case "PseudoClassSelector":
                case "PseudoElementSelector":
                    tell(`css.selectors.${node.name}`, node);
                    break;
                case "Declaration": {
                    property = node.property;
                    if (property.startsWith("--") || inDescriptors(this)) break;
                    const name = property.replace(/^-(webkit|moz)-/, "");
                    const known = [property, name].find((one) => compatOf(`css.properties.${one}`));
                    if (known) tell(`css.properties.${known}`, node);
                    else odd(`unknown property ${property}`, at(node));
                    break;
                }
                case "Identifier":
                    if (this.declaration) tell(`css.properties.${property}.${node.name}`, node);
                    break;
                case "Function": {
                    if (!this.declaration) break;
                    const own = `css.properties.${property}.${node.name}`;
                    const feature = compatOf(own) ? own : types.get(node.name);
                    if (feature) tell(feature, node);
                    if (node.children.first?.name === "from")
                        tell(`css.types.color.${node.name}.relative_syntax`, node);
                    break;
                }
                case "Dimension": {
                    const unit = node.unit.toLowerCase();
                    const kind = DYNAMIC.test(unit) && `viewport_percentage_units_${KIND[unit[0]]}`;
                    tell(`css.types.length.${kind || unit}`, node);
                }
            }
        },
        leave(node) {
            if (node.type === "Rule") inRules--;
        },
    });
}

const range = (node) => (node ? [node.loc.start.offset, node.loc.end.offset] : [0, 0]);
/** `@font-face` and `@property` have descriptors, which are named like properties. */
const inDescriptors = ({ atrule, rule }) => !rule && !!atrule && lexer.getAtrule(atrule.name)?.descriptors != null;
