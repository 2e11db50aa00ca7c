import { createHash } from 'node:crypto';
import type { EvidenceView } from './evidence-view.ts';
import type { CrlCache } from './local-evidence.ts';

export type CacheAge = EvidenceView['crlCaches'][number];

/** A cached answer of one URL. */
export interface CachedCopy {
  url: string;
  account: string;
  /** When it was downloaded or refreshed, ISO 8601. */
  at: string;
}

export function cacheAges(caches: readonly CrlCache[]): CacheAge[] {
  return caches.map(({ account, state, files, omitted }) => {
    const times = files.map(({ at }) => at).toSorted((a, b) => Date.parse(a) - Date.parse(b));
    const [oldest = null] = times;
    return { account, state, files: files.length, omitted, oldest, newest: times.at(-1) ?? null };
  });
}

/**
 * The URLs whose answer an account has cached. CryptoAPI names the file by the MD5 of the URL in UTF-16LE,
 * upper-case, followed by an underscore and another digest if it used more than one kind of request.
 * (Undocumented; seen with known URLs, e.g. 77EC63BDA74BD0D0E0426DC8F8008506 of authrootstl.cab.)
 */
export function cachedCopies(caches: readonly CrlCache[], urls: readonly string[]): CachedCopy[] {
  const names = new Map(urls.map((url) => [digest(url), url]));
  return caches.flatMap(({ account, files }) =>
    files.flatMap(({ name, at }) => {
      const url = names.get(name.split('_', 1)[0]?.toUpperCase() ?? '');
      return url === undefined ? [] : [{ url, account, at }];
    }),
  );
}

/** Used as a name, not for security. Node in FIPS mode has no MD5; then no copy is found. */
function digest(url: string): string | null {
  try {
    return createHash('md5').update(url, 'utf16le').digest('hex').toUpperCase();
  } catch {
    return null;
  }
}
