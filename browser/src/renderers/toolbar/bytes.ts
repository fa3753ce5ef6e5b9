/** An image's bytes, of a data URI without asking the network, which a policy may forbid. */
export async function bytesOf(address: string): Promise<BlobPart> {
  if (!address.startsWith("data:")) return (await fetch(address)).blob();
  const [head, body = ""] = [address.slice(0, address.indexOf(",")), address.slice(address.indexOf(",") + 1)];
  if (!head.endsWith(";base64")) return decodeURIComponent(body);
  return Uint8Array.from(atob(decodeURIComponent(body)), (character) => character.charCodeAt(0));
}
