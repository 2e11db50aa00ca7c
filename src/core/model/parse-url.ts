/**
 * The URL of an untrusted text, else `null`. `URL.canParse` is not reliable: on Node 20 it accepts some texts for
 * which the constructor throws (`https://*b\u00ce\u009f`).
 */
export function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** The decoded text; unchanged if it cannot be decoded, such as an incomplete character in the registry. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
