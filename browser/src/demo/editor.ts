/** The one editor. */

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightSpecialChars, keymap, placeholder } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

const KEPT = "backendai-demo-code";

export interface Editor {
  code: string;
  focus(): void;
}

/** Puts the editor into `parent`. `nonce` lets its styles through the page's policy. */
export function createEditor(parent: HTMLElement, nonce: string, run: () => void): Editor {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: sessionStorage.getItem(KEPT) ?? "",
      extensions: [
        EditorView.cspNonce.of(nonce),
        keymap.of([
          { key: "Mod-Enter", run: () => (run(), true) },
          { key: "Shift-Enter", run: () => (run(), true) },
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...historyKeymap,
          indentWithTab,
        ]),
        python(),
        indentUnit.of("    "),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        highlightSpecialChars(),
        syntaxHighlighting(classHighlighter),
        placeholder("Write Python here"),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": "Python code", "aria-describedby": "keys", id: "code" }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) keep(state.doc.toString());
        }),
      ],
    }),
  });
  return {
    get code() {
      return view.state.doc.toString();
    },
    set code(text) {
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        scrollIntoView: true,
        selection: { anchor: 0 },
      });
    },
    focus: () => view.focus(),
  };
}

/** What was typed survives a reload, in this tab. */
function keep(code: string): void {
  try {
    sessionStorage.setItem(KEPT, code);
  } catch {
    // Storage is full or forbidden: then it does not survive.
  }
}
