/** Features of JavaScript and of browsers that scripts use, by their paths in MDN's data. */

import { readFileSync } from "node:fs";
import ts from "typescript";
import { checkCss } from "./css.mjs";
import { compatOf, data, lacking } from "./support.mjs";

const IS_LIB = /[\\/]typescript[\\/]lib[\\/]lib\.[\w.]+\.d\.ts$/;

/** Whose members are called on what has no type, too: the names of these that only newer browsers have. */
const COMMON = ["api.Document", "api.Element", "api.HTMLElement", "api.Navigator", "api.Node", "api.Window"].concat(
    ["Array", "Iterator", "Map", "Promise", "Set", "String", "Uint8Array"].map((name) => `javascript.builtins.${name}`),
);
const newer = new Map();
for (const owner of COMMON) {
    const members = owner.split(".").reduce((node, key) => node[key], data);
    for (const [key, { __compat: compat }] of Object.entries(members))
        if (compat && !/_event$|^@@/.test(key) && lacking(compat).length)
            newer.set(key.replace(/_static$/, ""), `${owner}.${key}`);
}

const kebab = (name) =>
    name.replace(/^(webkit|moz)(?=[A-Z])/, "-$1").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The feature that a member of an interface is. */
function memberOf(owner, name) {
    const base = owner.replace(/Constructor$/, "");
    if (base === "CSSStyleDeclaration" || base === "CSSStyleProperties") {
        const property = `css.properties.${kebab(name)}`;
        if (compatOf(property)) return property;
    }
    const typed = /^(Big)?(Int|Uint|Float)\d+(Clamped)?Array$/.test(base) ? "TypedArray" : base;
    for (const path of [`api.${base}`, `javascript.builtins.${base}`, `javascript.builtins.${typed}`])
        for (const key of [`${name}_static`, name]) if (compatOf(`${path}.${key}`)) return `${path}.${key}`;
    return undefined;
}

function globalOf(name) {
    for (const feature of [`api.${name}`, `javascript.builtins.${name}`, `api.Window.${name}`, `api.Crypto.${name}`])
        if (compatOf(feature)) return feature;
    return undefined;
}

/** Tells `use(feature, file, line)` of each feature, those of style sheets in texts too. */
export function checkScripts(files, options, use) {
    const program = ts.createProgram(files, options);
    const checker = program.getTypeChecker();
    const isLib = (symbol) => symbol?.declarations?.some((one) => IS_LIB.test(one.getSourceFile().fileName));

    /** A type, and all that it inherits from, by name. */
    const owners = (type) => {
        const found = [];
        const visit = (one) => {
            if (one.isUnionOrIntersection()) {
                one.types.forEach(visit);
                return;
            }
            const apparent = checker.getApparentType(one);
            const name = (apparent.symbol ?? one.symbol)?.name;
            if (name) found.push(name);
            const declared = apparent.target ?? apparent;
            if (!declared.isClassOrInterface?.()) return;
            for (const base of checker.getBaseTypes(declared)) visit(base);
        };
        visit(type);
        return found;
    };

    for (const path of files) {
        const file = program.getSourceFile(path);
        if (!file || file.isDeclarationFile) continue;
        const lineOf = (node) => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
        const tell = (feature, node) => feature && use(feature, path, lineOf(node));

        const member = (receiver, name, node) => {
            const type = checker.getNonNullableType(checker.getTypeAtLocation(receiver));
            const symbol = checker.getPropertyOfType(checker.getApparentType(type), name);
            // What is known by another's types, or by ours, is not the browser's.
            if (symbol && !isLib(symbol)) return;
            // `URL.parse`: the type of the variable `URL` has no name of its own.
            const named =
                ts.isIdentifier(receiver) && isLib(checker.getSymbolAtLocation(receiver)) ? [receiver.text] : [];
            const feature = [...named, ...owners(type)].map((owner) => memberOf(owner, name)).find(Boolean);
            const isCalled =
                ts.isCallExpression(node.parent.parent ?? node) && node.parent.parent.expression === node.parent;
            tell(feature ?? (type.flags & ts.TypeFlags.Any && isCalled ? newer.get(name) : undefined), node);
        };

        const styles = (text, node) => {
            const isSheet = /@[a-z-]+[^{};]*\{|[\w\])*]\s*\{[^{}]*:[^{}]*\}/s.test(text);
            if (isSheet)
                checkCss(
                    text,
                    (feature, line) => use(feature, path, line),
                    () => {},
                    lineOf(node),
                );
            for (const [, name] of text.matchAll(/@([a-z-]+)/g))
                tell(compatOf(`css.at-rules.${name}`) && `css.at-rules.${name}`, node);
        };

        const visit = (node) => {
            if (ts.isPropertyAccessExpression(node)) member(node.expression, node.name.text, node.name);
            else if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
                member(node.expression, node.argumentExpression.text, node);
            else if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent) && !node.dotDotDotToken) {
                const key = node.propertyName ?? node.name;
                const source = node.parent.parent.initializer ?? node.parent;
                if (ts.isIdentifier(key)) member(source, key.text, node);
            } else if (ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node.parent)) {
                const symbol = checker.getSymbolAtLocation(node);
                if (!isTypeOnly(node) && (!symbol || isLib(symbol))) tell(globalOf(node.text), node);
            } else if (ts.isIdentifier(node) && node.parent.expression === node) {
                const symbol = checker.getSymbolAtLocation(node);
                if (isLib(symbol)) tell(globalOf(node.text), node);
            } else if (ts.isRegularExpressionLiteral(node)) {
                if (/\(\?[ims-]+:/.test(node.text)) tell("javascript.regular_expressions.modifier", node);
                const groups = [...node.text.matchAll(/\(\?<([A-Za-z_]\w*)>/g)].map(([, name]) => name);
                if (new Set(groups).size < groups.length)
                    tell("javascript.regular_expressions.named_capturing_group.duplicate_named_capturing_groups", node);
            } else if (ts.isVariableDeclarationList(node) && node.flags & ts.NodeFlags.Using) {
                tell("javascript.statements.using", node);
            } else if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) styles(node.text, node);
            else if (ts.isTemplateExpression(node))
                // What stands in a placeholder is a name, as far as the grammar goes.
                styles(node.head.text + node.templateSpans.map(({ literal }) => `x${literal.text}`).join(""), node);
            ts.forEachChild(node, visit);
        };
        visit(file);
    }
}

function isTypeOnly(node) {
    for (let one = node.parent; one; one = one.parent) {
        if (ts.isTypeNode(one) || ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one)) return true;
        if (ts.isExpression(one) || ts.isStatement(one))
            return ts.isExpressionWithTypeArguments(one) && ts.isInterfaceDeclaration(one.parent?.parent);
    }
    return false;
}

export function optionsOf(config) {
    const { config: read } = ts.readConfigFile(config, (path) => readFileSync(path, "utf-8"));
    const { options } = ts.convertCompilerOptionsFromJson(read.compilerOptions, ".");
    return {
        ...options,
        composite: false,
        noEmit: true,
        emitDeclarationOnly: false,
        declaration: false,
        skipLibCheck: true,
    };
}
