"""An item's toolbar as a person uses it (Chromium)."""

from typing import Any

from .stage import Stage

NEAR = """selector => document.querySelector(selector)
  .dispatchEvent(new PointerEvent('pointerover', { bubbles: true }))"""
BAR = "selector => document.querySelector(`${selector} .backendai-bar`)?.children.length"
CLIPBOARD = """async form => {
  const [item] = await navigator.clipboard.read();
  if (!item.types.includes(form)) return '';
  const blob = await item.getType(form);
  return form.startsWith('text/') ? blob.text() : (await createImageBitmap(blob)).width;
}"""


def press(stage: Stage, item: str, label: str) -> None:
    """Come near the item that a selector finds, and press a button of its toolbar."""
    page: Any = stage.engine.page  # type: ignore[attr-defined]
    stage.js(NEAR, item)
    stage.wait(BAR, item)
    page.hover(item)
    page.click(f'{item} .backendai-bar button[aria-label="{label}"]')


def copied(stage: Stage, item: str, form: str = "text/plain") -> Any:
    """Copy an item and return what the clipboard has: text, or an image's width in pixels."""
    page: Any = stage.engine.page  # type: ignore[attr-defined]
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    press(stage, item, "Copy")
    page.wait_for_selector(f'{item} .backendai-bar [aria-label="Copied"]')
    return stage.js(CLIPBOARD, form)


def saved(stage: Stage, item: str) -> tuple[str, bytes]:
    """Save an item and return the file's name and content."""
    page: Any = stage.engine.page  # type: ignore[attr-defined]
    with page.expect_download() as download:
        press(stage, item, "Save")
    return download.value.suggested_filename, download.value.path().read_bytes()
