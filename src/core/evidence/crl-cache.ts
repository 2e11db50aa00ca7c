import { createHash } from 'node:crypto';
import type { CrlCache } from './local-evidence.ts';

/** What one account has kept, as a whole. */
export interface CacheAge {
  account: string;
  state: CrlCache['state'];
  files: number;
  /** There are more than were counted. */
  omitted: boolean;
  /** ISO 8601; `null` when nothing was seen. */
  oldest: string | null;
  newest: string | null;
}

/** A kept answer of one address. */
export interface CachedCopy {
  url: string;
  account: string;
  /** When it was fetched or refreshed, ISO 8601. */
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
 * Which addresses an account has an answer of. CryptoAPI names the file by the MD5 of the address in UTF-16LE, upper-case,
 * with an underscore and another digest behind it where it asked in more than one way. (Seen with known addresses, such
 * as 77EC63BDA74BD0D0E0426DC8F8008506 of authrootstl.cab; not documented.)
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

/** A name, no protection; a Node that is held to FIPS has no MD5, and then nothing is found. */
function digest(url: string): string | null {
  try {
    return createHash('md5').update(url, 'utf16le').digest('hex').toUpperCase();
  } catch {
    return null;
  }
}
