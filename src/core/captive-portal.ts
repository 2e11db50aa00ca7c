import type { Stage, StageResult } from './check.ts';

type Evidence = StageResult['evidence'];

/**
 * The stage at which a page shows itself that wants a sign-in, or blocks, in place of the gateway; `null` where none
 * does. Told by a redirect, by 511, or by what an ordinary GET meets there:
 * - CONNECT is answered with a redirect or 511
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
  if (evidence.reason === 'redirect' || evidence.httpStatus === 511) return stage;
  const page = pageIn(results);
  if (stage === 'tls') {
    return page?.signIn === true || isOfProxy(page, results) ? stage : null;
  }
  if (stage !== 'certificate' || !isForAnotherName(evidence)) return null;
  return page?.elsewhere === true ? stage : null;
}

/** What an ordinary GET met, at whichever stage it was asked. */
export function pageIn(results: readonly StageResult[]): Evidence | null {
  const page = results.map(({ evidence }) => evidence.page).find((one) => one !== undefined);
  return typeof page === 'object' && page !== null ? (page as Evidence) : null;
}

/** Markup, after white space and a byte order mark, as `neutralise` writes them. */
const MARKUP = /^(?:\\x(?:0[9ad]|ef|bb|bf)| )*</;

/**
 * A server behind the proxy answers a GET with HTTP. A page that comes without that is the proxy's own, and so is what
 * an accepted CONNECT calls HTML.
 */
function isOfProxy(page: Evidence | null, results: readonly StageResult[]): boolean {
  const accepted = results.find(({ stage, status }) => stage === 'connect' && status === 'pass');
  if (accepted === undefined || page === null || typeof page.httpStatus === 'number') return false;
  const { contentType } = accepted.evidence;
  const isHtml = typeof contentType === 'string' && /^text\/html\b/i.test(contentType);
  return isHtml || (typeof page.began === 'string' && MARKUP.test(page.began));
}

function isForAnotherName({ reasons }: Evidence): boolean {
  return Array.isArray(reasons) && reasons.includes('name-mismatch');
}
