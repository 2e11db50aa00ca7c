import type { StageResult } from '../model/check.ts';
import type { EvidenceByStage } from '../path/stage-evidence.ts';

type Evidence = EvidenceByStage['revocation'];

/** The end of a fetch's redirects. */
export interface RedirectEnd {
  /** The last host, with its port unless it is 80. */
  host: string;
  /** The route to it. */
  via: string;
  /** The evidence there. */
  evidence: Evidence;
}

/** The end of a fetch's redirects; `null` when there were none. */
export function redirectEnd({ redirects, redirectVia, followed, ...own }: Evidence): RedirectEnd | null {
  const host = redirects?.at(-1);
  if (host === undefined) return null;
  return { host: String(host), via: redirectVia?.at(-1) ?? 'unknown', evidence: followed ?? own };
}

/** A fetch as if it had requested the end of its redirects, with that route and evidence. */
export function atItsEnd<T extends StageResult<'revocation'>>(check: T): T {
  const end = redirectEnd(check.evidence);
  if (end === null) return check;
  return { ...check, via: end.via, url: `http://${end.host}/`, evidence: end.evidence };
}

/** The URLs to allow: all redirects, without the last one if that is only a page. */
export function urlsToAllow(check: StageResult<'revocation'>): (string | null)[] {
  const { redirects = [] } = check.evidence;
  const end = redirectEnd(check.evidence);
  if (end === null) return [check.url];
  const hops = end.evidence.reason === 'html' ? redirects.slice(0, -1) : redirects;
  return [check.url, ...hops.map((host) => `http://${host}/`)];
}
