import { ofStage, type Stage, type StageResult } from '../model/check.ts';
import type { EvidenceByStage } from './stage-evidence.ts';

/**
 * The stage at which a page shows itself that wants a sign-in, or blocks, in place of the gateway; `null` where none
 * does. Told by a redirect, by 511, or by what an ordinary GET meets there:
 * - CONNECT is answered with a redirect or 511, or with a page behind its 200, before any TLS
 * - after CONNECT, or on the direct way, there is no TLS but a page: of the proxy itself, or one that leads elsewhere
 * - TLS has a certificate for another name, and inside it there is a page that leads elsewhere; a password is no sign
 *   there, since a wrong name leads to many a device whose page asks for one
 *
 * A web server that leads nowhere is `not-sstp`, and its own certificate `certificate-invalid`.
 */
export function portalStage(results: readonly StageResult[]): Stage | null {
  const failed = results.find(({ status }) => status === 'fail');
  if (failed === undefined) return null;
  const { stage, evidence } = failed;
  const answered = failed.stage === 'connect' || failed.stage === 'http' ? failed.evidence : null;
  if (evidence.reason === 'redirect' || answered?.httpStatus === 511) return stage;
  if (failed.stage === 'connect')
    return evidence.reason === 'spoke-first' && isMarkup(failed.evidence) ? stage : null;
  const page = pageIn(results);
  if (stage === 'tls') {
    return page?.signIn === true || isOfProxy(page, results) ? stage : null;
  }
  if (failed.stage !== 'certificate' || !isForAnotherName(failed.evidence)) return null;
  return page?.elsewhere === true ? stage : null;
}

/** What an ordinary GET met, at whichever stage it was asked. */
export function pageIn(results: readonly StageResult[]): Record<string, unknown> | null {
  const asked = [...ofStage(results, 'tls'), ...ofStage(results, 'http'), ...ofStage(results, 'sstp')];
  const page = asked.map(({ evidence }) => evidence.page).find((one) => one !== undefined);
  return typeof page === 'object' && page !== null ? (page as Record<string, unknown>) : null;
}

/** Markup, after white space and a byte order mark, as `neutralise` writes them. */
const MARKUP = /^(?:\\x(?:0[9ad]|ef|bb|bf)| )*</;

/**
 * A server behind the proxy answers a GET with HTTP. A page that comes without that is the proxy's own, and so is what
 * an accepted CONNECT calls HTML.
 */
function isOfProxy(page: Record<string, unknown> | null, results: readonly StageResult[]): boolean {
  const accepted = ofStage(results, 'connect').find(({ status }) => status === 'pass');
  if (accepted === undefined || page === null || typeof page.httpStatus === 'number') return false;
  return isMarkup({ contentType: accepted.evidence.contentType, began: page.began });
}

function isMarkup({ contentType, began }: { contentType?: unknown; began?: unknown }): boolean {
  const isHtml = typeof contentType === 'string' && /^text\/html\b/i.test(contentType);
  return isHtml || (typeof began === 'string' && MARKUP.test(began));
}

function isForAnotherName({ reasons }: EvidenceByStage['certificate']): boolean {
  return Array.isArray(reasons) && reasons.includes('name-mismatch');
}
