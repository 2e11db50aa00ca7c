/**
 * The URL that a text from outside is, else `null`. `URL.canParse` does not tell: on Node 20 it takes some texts for which
 * the constructor throws then (`https://*b\u00ce\u009f`).
 */
export function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** A percent-encoded text; as it is where it does not decode, such as half a character, which the registry takes. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
