const NONE = 'none.invalid';

/** Node's function with the same steps: sets the host of a URL, which ignores an invalid host. */
export function domainToASCII(domain: string): string {
  const url = new URL(`ws://${NONE}`);
  url.hostname = domain;
  return url.hostname === NONE ? '' : url.hostname;
}

/** Files of the page are not in a file system. */
export const fileURLToPath = (url: URL | string): string => String(url);
