import { parseUrl } from '../model/parse-url.ts';

/** Hosts of URLs, each once and sorted; with the port, unless it is the scheme's default. */
export function hostsOfUrls(urls: readonly (string | null)[]): string[] {
  return [...new Set(urls.flatMap((url) => (url === null ? [] : (parseUrl(url)?.host ?? []))))].sort();
}
