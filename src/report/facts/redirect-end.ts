import type { Check } from '../../core/model/check.ts';
import type { EvidenceByStage } from '../../core/path/stage-evidence.ts';
import { isRecord } from '../model/is-record.ts';

type Evidence = EvidenceByStage['revocation'];

/** Where the redirects of a fetch ended. */
export interface RedirectEnd {
  /** The last host that was asked, with its port where that is not 80. */
  host: string;
  /** The way to it. */
  via: string;
  /** What was met there. */
  evidence: Evidence;
}

/** The end of the redirects that a fetch took; `null` where it took none. */
export function redirectEnd({ redirects, redirectVia, followed, ...own }: Evidence): RedirectEnd | null {
  if (!Array.isArray(redirects) || redirects.length === 0) return null;
  const via: unknown = Array.isArray(redirectVia) ? redirectVia.at(-1) : undefined;
  return {
    host: String(redirects.at(-1)),
    via: String(via ?? 'unknown'),
    evidence: isRecord(followed) ? followed : own,
  };
}

/** A fetch as if the end of its redirects had been asked in the first place: by its way, with what was met there. */
export function atItsEnd(check: Check<'revocation'>): Check<'revocation'> {
  const end = redirectEnd(check.evidence);
  if (end === null) return check;
  return { ...check, via: end.via, url: `http://${end.host}/`, evidence: end.evidence };
}

/** Addresses of what has to be let through: all along the redirects, without the last where that is only a page. */
export function urlsToAllow(check: Check<'revocation'>): (string | null)[] {
  const { redirects } = check.evidence;
  const end = redirectEnd(check.evidence);
  if (end === null || !Array.isArray(redirects)) return [check.url];
  const hops = end.evidence.reason === 'html' ? redirects.slice(0, -1) : redirects;
  return [check.url, ...hops.map((host) => `http://${host}/`)];
}
