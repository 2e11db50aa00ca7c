import { withoutControls } from '../../../core/model/neutralise.ts';
import { type AnyEvidence, fieldsOf } from '../../../core/path/stage-evidence.ts';
import type { Flaw } from '../../facts/observed.ts';
import { redirectEnd } from '../../facts/redirect-end.ts';

const TEXTS: Readonly<Record<string, string>> = {
  'not-found': 'name not known',
  'dns-unavailable': 'no name server answers',
  refused: 'connection refused',
  reset: 'connection reset',
  unreachable: 'no route',
  'blocked-locally': 'blocked by this computer',
  'network-error': 'the network gives an error',
  'no-time-left': 'no answer in the moment that was left of --deadline',
  'proxy-auth': '407, the proxy wants authentication',
  html: 'a web page in its place (a block or login page)',
  empty: 'an empty answer',
  'cut-off': 'cut off on the way',
  'too-large': 'too large, not read to its end',
  'redirect-loop': 'it leads back to where it came from, and goes round',
  'too-many-redirects': 'it leads on, more than ten times',
  'not-http': 'no HTTP',
  'tls-record': 'TLS in place of HTTP',
  'spoke-first': 'behind its 200 it sends bytes of its own, before any TLS',
  'head-too-large': 'an HTTP head of more than 16 KiB',
  'endless-interim': 'interim answers (1xx), and no final one',
  'client-certificate': 'it asks for a client certificate in TLS',
  'handshake-failure': 'it refuses TLS with an alert',
  alert: 'it ends TLS with an alert',
  'tls-error': 'an error of TLS',
  closed: 'the connection was closed before a complete answer',
  chunked: 'an HTTP body in chunks',
  'not-a-crl': 'no revocation list',
  'not-ocsp': 'no OCSP answer',
  'not-a-certificate': 'no certificate',
  'not-a-cabinet': 'no cabinet file',
  expired: 'expired',
  'not-yet-valid': 'not yet valid',
  'wrong-issuer': 'from another issuer',
  'bad-signature': 'its signature is wrong',
  'other-key': "signed with another key than the issuer's",
  'wrong-scope': 'a list for other certificates',
  'delta-crl': 'a delta list without its base',
  'not-a-delta': 'no delta list',
  'wrong-base': 'a delta of another base list',
  'unsupported-extension': 'it holds what nobody here understands',
  'unsupported-signature': 'its signature is of a kind that is not known here',
  'indirect-crl': 'an indirect list, which covers other issuers or is signed by another one',
  'some-reasons': 'a list of some reasons for revocation alone',
  'removed-from-crl': 'a full list that says removeFromCRL of the certificate, as only a delta list may',
  'no-crl-sign': 'signed by the issuer, whose certificate does not allow that (no cRLSign)',
  'other-key-id': "it names another key than the issuer's, which signed it",
  'wrong-certificate': 'an answer about another certificate',
  'wrong-signer': 'signed by somebody who may not answer',
  'ocsp-unknown': 'the responder does not know the certificate',
  'ocsp-unauthorized': 'the responder does not answer for the certificate (unauthorized)',
  'ocsp-try-later': 'the responder says "try later"',
  'ocsp-internal-error': 'the responder has an error of its own',
  'ocsp-malformed-request': 'the responder does not take the question (malformedRequest)',
  'ocsp-sig-required': 'the responder wants signed questions',
  'ocsp-error': 'the responder answers with an error',
  'ocsp-other-hash': 'the certificate is named by another hash than in the question',
  pem: 'PEM, where DER is due',
  'no-next-update': 'an OCSP answer that does not say until when it holds (no nextUpdate)',
  'not-tls': 'no TLS',
  'not-a-packet': 'no SSTP packet behind its 200',
  'malformed-ack': 'a Call Connect Ack of a wrong form',
  'unexpected-message': 'another SSTP message in place of the Ack',
  'too-many-packets': 'packet after packet, and no Ack',
  'name-mismatch': 'made for other names',
  'no-alternative-name': 'it has no alternative name, which an address needs',
  'wrong-root': 'under another root than the one that its VPN profile expects',
  'untrusted-root': 'under a root that is not trusted here',
  'wrong-purpose': 'not made for servers (no serverAuth)',
  'chain-invalid': 'its chain does not hold',
  'issuer-wrong-purpose': 'an authority of its chain may not issue for servers (no serverAuth)',
  'name-constraints': 'an authority of its chain may not issue for such a name (name constraints)',
  'weak-signature': 'signed with SHA-1 or MD5, which Windows may refuse',
  'weak-key': 'a key of less than 2048 bits, which Windows may refuse',
  'certificate-unreadable': 'it cannot be read',
  'evidence-ends': 'what was recorded ends here',
  'winhttp-client-failed': "not reached by Windows' own client",
  'issuer-unknown': 'cannot be checked without the issuer',
  ldap: 'LDAP, not asked from here',
  scheme: 'neither http nor LDAP, not asked',
};

/** Why a stage or a fetch along the revocation path failed, in a few words. Codes without words are told as they are. */
export function reasonText(evidence: AnyEvidence): string {
  const end = redirectEnd(fieldsOf(evidence));
  if (end === null) return wherefrom(evidence);
  const through = end.via === 'direct' || end.via === 'unknown' ? '' : ` (through ${end.via})`;
  return `redirected to ${end.host}, and there${through}: ${wherefrom(end.evidence)}`;
}

/** The same with the word of the proxy in whose name it came. */
function wherefrom(evidence: AnyEvidence): string {
  const { reason, squidError, cachedBy } = fieldsOf(evidence);
  const own = ownReason(evidence);
  if (typeof cachedBy === 'string') return `${own}, out of the cache of ${withoutControls(cachedBy, 100)}`;
  const isReportedByCode = reason === 'http-status' && typeof squidError === 'string';
  return isReportedByCode ? `${own} (${withoutControls(squidError, 100)})` : own;
}

function ownReason(evidence: AnyEvidence): string {
  const { reason, httpStatus, locationHost, nextUpdate, hresult, toHttps, sameHost, bytesReceived, afterMs } =
    fieldsOf(evidence);
  switch (reason) {
    case 'timeout':
      return typeof bytesReceived === 'number'
        ? `too slow: ${bytesReceived} bytes in ${seconds(afterMs)} s, and not complete`
        : 'no answer in time';
    case 'not-a-crl':
    case 'not-ocsp':
    case 'not-a-certificate':
      return `${TEXTS[reason]}${encoded(evidence)}`;
    case 'redirect':
      if (sameHost === true)
        return 'redirected to https: the server forces it, and the check asks by http alone';
      return `redirected${locationHost == null ? '' : ` to ${locationHost}`} (a login or block page${
        toHttps === true ? ', or a server that forces https' : ''
      })`;
    case 'status':
    case 'http-status':
      return `HTTP ${httpStatus}`;
    case 'expired':
      return nextUpdate == null ? 'expired' : `expired (${String(nextUpdate).slice(0, 10)})`;
  }
  const word = String(reason ?? hresult ?? 'failed');
  return TEXTS[word] ?? word;
}

/** Windows asks for no compression, and does not undo it. */
function encoded(evidence: AnyEvidence): string {
  const { contentEncoding } = fieldsOf(evidence);
  return typeof contentEncoding === 'string' ? ` (compressed, Content-Encoding: ${contentEncoding})` : '';
}

/** Of milliseconds, to a tenth. */
export function seconds(ms: unknown): number {
  return Math.round(Number(ms) / 100) / 10;
}

/** What is wrong with a certificate, and what shows it. */
export function flawText({ reason, detail }: Flaw): string {
  const said = TEXTS[reason] ?? reason;
  return detail === null ? said : `${said} (${detail})`;
}
