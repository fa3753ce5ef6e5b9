/** Pictures in drawings, decoded once for all objects that show them. */

export interface Picture {
  readonly href: string;
  bitmap?: ImageBitmap;
  /** Settles when it is decoded, or cannot be. */
  loading?: Promise<void>;
}

const DATA = /^data:(image\/(?:png|jpeg|gif|webp|avif|bmp));base64,([A-Za-z0-9+/]+={0,2})$/;

export function pictureOf(name: string, value: unknown, pictures: Map<string, Picture>): Picture {
  const known = pictures.get(value as string);
  if (known) return known;
  if (typeof value !== "string" || !DATA.test(value))
    throw new Error(`${name} must be a data URI of a png, jpeg, gif, webp, avif or bmp`);
  const made = { href: value };
  pictures.set(value, made);
  return made;
}

/** Decodes from the bytes, which no policy of the page forbids. What cannot be decoded stays invisible. */
export function loadPicture(picture: Picture): Promise<void> {
  return (picture.loading ??= (async () => {
    try {
      const [, type, text] = DATA.exec(picture.href)!;
      const bytes = Uint8Array.from(atob(text!), (character) => character.charCodeAt(0));
      picture.bitmap = await createImageBitmap(new Blob([bytes], { type: type! }));
    } catch {
      // Nothing to show.
    }
  })());
}
