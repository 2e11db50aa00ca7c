const NONE = 'none.invalid';

/** Node's function by the same steps: the host of a URL is set, and what cannot be one leaves it as it was. */
export function domainToASCII(domain: string): string {
  const url = new URL(`ws://${NONE}`);
  url.hostname = domain;
  return url.hostname === NONE ? '' : url.hostname;
}

/** Files of the page have no place in a file system. */
export const fileURLToPath = (url: URL | string): string => String(url);
