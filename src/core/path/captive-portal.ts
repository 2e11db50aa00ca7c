import { ofStage, type Stage, type StageResult } from '../model/check.ts';
import type { HttpAnswer, Page } from './stage-evidence.ts';

/**
 * The stage at which a sign-in or block page answers instead of the gateway; `null` if none does. The signs are a
 * redirect, status 511, or the reply to an ordinary GET:
 * - CONNECT is answered with a redirect or 511, or its 200 is followed by a page before any TLS
 * - instead of TLS, a page from the proxy itself, or one that asks for a password or leads to another host
 * - in TLS for another name, a page that leads to another host; not a password page, which many devices have
 *
 * A web server without such a page is `not-sstp`, and its own certificate is `certificate-invalid`.
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
  const isForAnotherName =
    failed.stage === 'certificate' && failed.evidence.reasons?.includes('name-mismatch') === true;
  return isForAnotherName && page?.elsewhere === true ? stage : null;
}

/** The page that an ordinary GET received, at any stage. */
export function pageIn(results: readonly StageResult[]): Page | null {
  const asked = [...ofStage(results, 'tls'), ...ofStage(results, 'http'), ...ofStage(results, 'sstp')];
  return asked.map(({ evidence }) => evidence.page).find((one) => one !== undefined) ?? null;
}

/** Markup, after white space and a byte order mark, as `neutralise` writes them. */
const MARKUP = /^(?:\\x(?:0[9ad]|ef|bb|bf)| )*</;

/**
 * A server behind the proxy answers a GET with HTTP. A page without HTTP comes from the proxy itself, and so does
 * HTML in an accepted CONNECT.
 */
function isOfProxy(page: Page | null, results: readonly StageResult[]): boolean {
  const accepted = ofStage(results, 'connect').find(({ status }) => status === 'pass');
  if (accepted === undefined || page === null || page.httpStatus !== undefined) return false;
  return isMarkup({ ...accepted.evidence, began: page.began });
}

function isMarkup({ contentType = '', began = '' }: HttpAnswer): boolean {
  return /^text\/html\b/i.test(contentType) || MARKUP.test(began);
}
