import { withoutControls } from '../../../core/model/neutralise.ts';
import { type AnyEvidence, fieldsOf } from '../../../core/path/stage-evidence.ts';
import type { Flaw } from '../../facts/observed.ts';
import { redirectEnd } from '../../facts/redirect-end.ts';

const TEXTS: Readonly<Record<string, string>> = {
  'not-found': 'name not found',
  'dns-unavailable': 'no name server answers',
  refused: 'connection refused',
  reset: 'connection reset',
  'reset-at-client-hello': 'connection reset at the first byte of TLS',
  unreachable: 'no route',
  'blocked-locally': 'blocked by this computer',
  'network-error': 'network error',
  'no-time-left': 'no answer in the time left of --deadline',
  'proxy-auth': '407, the proxy requires authentication',
  html: 'a web page instead (a block or login page)',
  empty: 'an empty answer',
  'cut-off': 'cut off on the route',
  'too-large': 'too large, not read completely',
  'redirect-loop': 'redirect loop',
  'too-many-redirects': 'more than ten redirects',
  'not-http': 'not HTTP',
  'tls-record': 'TLS instead of HTTP',
  'spoke-first': 'it sends its own bytes after its 200, before TLS starts',
  'head-too-large': 'an HTTP head of more than 16 KiB',
  'endless-interim': 'interim answers (1xx) without a final one',
  'client-certificate': 'it asks for a client certificate in TLS',
  'handshake-failure': 'it refuses TLS with an alert',
  alert: 'it ends TLS with an alert',
  'tls-error': 'TLS error',
  closed: 'the connection was closed before a complete answer',
  chunked: 'a chunked HTTP body',
  'not-a-crl': 'not a revocation list',
  'not-ocsp': 'not an OCSP answer',
  'not-a-certificate': 'not a certificate',
  'not-a-cabinet': 'not a cabinet file',
  expired: 'expired',
  revoked: 'the certificate is revoked',
  'not-yet-valid': 'not yet valid',
  'wrong-issuer': 'from another issuer',
  'bad-signature': 'its signature is wrong',
  'other-key': "signed with another key than the issuer's",
  'wrong-scope': 'a list for other certificates',
  'delta-crl': 'a delta list without its base',
  'not-a-delta': 'not a delta list',
  'wrong-base': 'a delta of another base list',
  'unsupported-extension': 'it has a critical extension that p2s-fix does not support',
  'unsupported-signature': 'p2s-fix does not support its signature algorithm',
  'indirect-crl': 'an indirect list, which covers other issuers or is signed by another issuer',
  'some-reasons': 'a list for only some revocation reasons',
  'removed-from-crl': 'a full list that marks the certificate removeFromCRL, which only a delta list may do',
  'no-crl-sign': 'signed by the issuer, whose certificate does not allow that (no cRLSign)',
  'other-key-id': "it names a different key than the issuer's, which signed it",
  'wrong-certificate': 'an answer about another certificate',
  'wrong-signer': 'signed by a certificate that is not authorized to answer',
  'ocsp-unknown': 'the responder does not know the certificate',
  'ocsp-unauthorized': 'the responder does not answer for the certificate (unauthorized)',
  'ocsp-try-later': 'the responder says "try later"',
  'ocsp-internal-error': 'internal error of the responder',
  'ocsp-malformed-request': 'the responder rejects the request (malformedRequest)',
  'ocsp-sig-required': 'the responder requires signed requests',
  'ocsp-error': 'the responder answers with an error',
  'ocsp-other-hash': 'the answer uses a different hash than the request',
  pem: 'PEM instead of DER',
  'no-next-update': 'an OCSP answer without an end of validity (no nextUpdate)',
  'not-tls': 'not TLS',
  'not-a-packet': 'no SSTP packet after its 200',
  'malformed-ack': 'a malformed Call Connect Ack',
  'unexpected-message': 'another SSTP message instead of the Ack',
  'too-many-packets': 'many packets, but no Ack',
  'name-mismatch': 'issued for other names',
  'no-alternative-name': 'it has no alternative name, which an address needs',
  'wrong-root': 'under a different root than its VPN profile expects',
  'untrusted-root': 'under a root that is not trusted on this computer',
  'wrong-purpose': 'not issued for servers (no serverAuth)',
  'chain-invalid': 'its chain is not valid',
  'issuer-wrong-purpose': 'a CA in its chain may not issue for servers (no serverAuth)',
  'name-constraints': 'a CA in its chain may not issue for this name (name constraints)',
  'weak-signature': 'signed with SHA-1 or MD5, which Windows may refuse',
  'weak-key': 'a key of less than 2048 bits, which Windows may refuse',
  'certificate-unreadable': 'it cannot be read',
  'evidence-ends': 'the recording ends here',
  'winhttp-client-failed': "not reached by Windows' own client",
  'issuer-unknown': 'cannot be checked without the issuer',
  ldap: 'LDAP, not queried by p2s-fix',
  scheme: 'neither http nor LDAP, not queried',
};

/** Why a stage or a revocation fetch failed, in a few words. Codes without a text stay unchanged. */
export function reasonText(evidence: AnyEvidence): string {
  const end = redirectEnd(fieldsOf(evidence));
  if (end === null) return wherefrom(evidence);
  const through = end.via === 'direct' || end.via === 'unknown' ? '' : ` (through ${end.via})`;
  return `redirected to ${end.host}, then${through}: ${wherefrom(end.evidence)}`;
}

/** The same, with the name of the proxy that it came from. */
function wherefrom(evidence: AnyEvidence): string {
  const { reason, squidError, cachedBy } = fieldsOf(evidence);
  const own = ownReason(evidence);
  if (typeof cachedBy === 'string') return `${own}, from the cache of ${withoutControls(cachedBy, 100)}`;
  const isReportedByCode = reason === 'http-status' && typeof squidError === 'string';
  return isReportedByCode ? `${own} (${withoutControls(squidError, 100)})` : own;
}

function ownReason(evidence: AnyEvidence): string {
  const { reason, httpStatus, locationHost, thisUpdate, nextUpdate, hresult } = fieldsOf(evidence);
  const { toHttps, sameHost, bytesReceived, afterMs } = fieldsOf(evidence);
  switch (reason) {
    case 'timeout':
      return typeof bytesReceived === 'number'
        ? `too slow: ${bytesReceived} bytes in ${seconds(afterMs)} s, not complete`
        : 'no answer in time';
    case 'not-a-crl':
    case 'not-ocsp':
    case 'not-a-certificate':
      return `${TEXTS[reason]}${encoded(evidence)}`;
    case 'redirect':
      if (sameHost === true) return 'redirected to https: the server forces it, but the check uses http only';
      return `redirected${locationHost == null ? '' : ` to ${locationHost}`} (a login or block page${
        toHttps === true ? ', or a server that forces https' : ''
      })`;
    case 'status':
    case 'http-status':
      return `HTTP ${httpStatus}`;
    case 'not-yet-valid':
      return thisUpdate == null ? 'not yet valid' : `not yet valid (${minuteOf(thisUpdate)})`;
    case 'expired':
      return nextUpdate == null ? 'expired' : `expired (${minuteOf(nextUpdate)})`;
  }
  const word = String(reason ?? hresult ?? 'failed');
  return TEXTS[word] ?? word;
}

/** Windows neither requests nor decodes compression. */
function encoded(evidence: AnyEvidence): string {
  const { contentEncoding } = fieldsOf(evidence);
  return typeof contentEncoding === 'string' ? ` (compressed, Content-Encoding: ${contentEncoding})` : '';
}

/** Of an ISO 8601 date, in UTC: a list can become valid later on the same day. */
export function minuteOf(time: unknown): string {
  return `${String(time).slice(0, 16).replace('T', ' ')} UTC`;
}

/** From milliseconds, rounded to a tenth. */
export function seconds(ms: unknown): number {
  return Math.round(Number(ms) / 100) / 10;
}

/** A problem of a certificate with its details. */
export function flawText({ reason, detail }: Flaw): string {
  const text = TEXTS[reason] ?? reason;
  return detail === null ? text : `${text} (${detail})`;
}
