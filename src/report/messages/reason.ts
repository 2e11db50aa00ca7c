import { withoutControls } from '../../core/model/neutralise.ts';
import { type AnyEvidence, fieldsOf } from '../../core/path/stage-evidence.ts';
import { minuteOf, seconds } from '../facts/evidence-facts.ts';
import type { Flaw } from '../facts/observed.ts';
import { redirectEnd } from '../facts/redirect-end.ts';
import { inParentheses } from './parts.ts';
import { type Text, text, textOfCode } from './text.ts';

/** Why a stage or a revocation fetch failed, in a few words. Codes without a text stay unchanged. */
export function reasonOf(evidence: AnyEvidence): Text {
  const end = redirectEnd(fieldsOf(evidence));
  if (end === null) return wherefrom(evidence);
  const { host, via } = end;
  const reason = wherefrom(end.evidence);
  return via === 'direct' || via === 'unknown'
    ? text('observed.after-redirect', { host, reason })
    : text('observed.after-redirect-through', { host, via, reason });
}

/** The same, with the name of the proxy that it came from. */
function wherefrom(evidence: AnyEvidence): Text {
  const { reason, squidError, cachedBy } = fieldsOf(evidence);
  const own = ownReason(evidence);
  if (typeof cachedBy === 'string')
    return text('observed.from-cache', { reason: own, proxy: withoutControls(cachedBy, 100) });
  const isReportedByCode = reason === 'http-status' && typeof squidError === 'string';
  return isReportedByCode ? [own, inParentheses(withoutControls(squidError, 100))] : own;
}

function ownReason(evidence: AnyEvidence): Text {
  const { reason, httpStatus, thisUpdate, nextUpdate, hresult, bytesReceived, afterMs } = fieldsOf(evidence);
  switch (reason) {
    case 'timeout':
      return typeof bytesReceived === 'number'
        ? text('observed.too-slow', { bytes: bytesReceived, seconds: seconds(afterMs) })
        : text('reason.timeout');
    case 'not-a-crl':
    case 'not-ocsp':
    case 'not-a-certificate':
      return withEncoding(text(`reason.${reason}`), evidence);
    case 'redirect':
      return redirect(evidence);
    case 'status':
    case 'http-status':
      return `HTTP ${httpStatus}`;
    case 'not-yet-valid':
      return thisUpdate == null
        ? text('reason.not-yet-valid')
        : text('observed.not-yet-valid-at', { time: minuteOf(thisUpdate) });
    case 'expired':
      return nextUpdate == null
        ? text('reason.expired')
        : text('observed.expired-at', { time: minuteOf(nextUpdate) });
  }
  const word = reason ?? hresult;
  return word == null ? text('observed.failed') : textOfCode('reason', word, String(word));
}

function redirect(evidence: AnyEvidence): Text {
  const { locationHost, toHttps, sameHost } = fieldsOf(evidence);
  if (sameHost === true) return text('observed.redirect-to-own-https');
  if (locationHost == null) return text(toHttps === true ? 'observed.redirect-https' : 'observed.redirect');
  const host = String(locationHost);
  return toHttps === true
    ? text('observed.redirect-to-https', { host })
    : text('observed.redirect-to', { host });
}

/** Windows neither requests nor decodes compression. */
function withEncoding(reason: Text, evidence: AnyEvidence): Text {
  const { contentEncoding } = fieldsOf(evidence);
  return typeof contentEncoding === 'string'
    ? text('observed.compressed', { reason, encoding: contentEncoding })
    : reason;
}

/** A problem of a certificate with its details. */
export function flawOf({ reason, detail }: Flaw): Text {
  return [textOfCode('reason', reason, reason), inParentheses(detail)];
}
