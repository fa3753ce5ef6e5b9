/** Where the release is: this script may have the address of its file, or that of the package, with its version or without. */

const { src } = document.currentScript as HTMLScriptElement;
const [address = ""] = src.split(/[?#]/);
const root = address.endsWith(".js")
  ? new URL("..", address).href
  : `${address.replace(/(?<=[^/])@[^/]*$/, "")}@${__VERSION__}`;
((window as { BackendAI?: { assetRoot?: string } }).BackendAI ??= {}).assetRoot ??= root;
