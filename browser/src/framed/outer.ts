/**
 * The script of `frame.html`: makes a frame within, of what the page gives, and lets the two talk by a port. Its policy
 * keeps the frame within from being led elsewhere. Alone, or within anything but a sandbox, it does nothing.
 */

const { parent } = window;
let inner: HTMLIFrameElement | undefined;
let port: MessagePort | undefined;
/** To a page that speaks with the output itself, by messages of windows. */
let relay: MessagePort | undefined;

const listen = ({ data, ports, source }: MessageEvent): void => {
  if (source && source === inner?.contentWindow) {
    // It asks once, before anything of an output is in it.
    if (port) inner.contentWindow!.postMessage(0, "*", [port]);
    else relay?.postMessage(data, []);
    port = undefined;
    return;
  }
  const isPage = source === parent && Array.isArray(data);
  if (isPage) document.documentElement.style.colorScheme = data[0] ? "dark" : "light";
  if (inner) return;
  port = ports[0];
  // A first message from anyone but the page that made this frame disables it.
  if (!isPage || !port) return removeEventListener("message", listen);
  // The page learns that this is no error page or other document.
  ports[1]?.postMessage(0);
  relay = ports[2];
  if (relay) relay.onmessage = (event) => inner?.contentWindow?.postMessage(event.data, "*");
  // `frame.svg` is XML, whose elements have no namespace unless one is said.
  inner = document.createElementNS("http://www.w3.org/1999/xhtml", "iframe") as HTMLIFrameElement;
  inner.sandbox.value = "allow-scripts";
  inner.title = `${data[2]}`;
  inner.srcdoc = `${data[1]}`;
  document.body.append(inner);
};

if (origin === "null" && parent !== window) addEventListener("message", listen);
