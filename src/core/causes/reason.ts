import { inARow, inParentheses, type Phrase, say } from '../model/say.ts';
import type { AnyFields, EvidenceByStage } from '../path/stage-evidence.ts';
import { redirectEnd } from './redirect-end.ts';

/** Why a check did not pass, in a few words, by the code of its evidence. */
export const REASONS = {
  'not-found': say('name not found'),
  'dns-unavailable': say('no name server resolves it'),
  refused: say('connection refused'),
  reset: say('connection reset'),
  'reset-at-client-hello': say('connection reset at the first byte of TLS'),
  unreachable: say('no route, or a firewall on the route refuses it'),
  'blocked-locally': say('blocked by this computer'),
  'network-error': say('network error'),
  timeout: say('no answer in time'),
  'no-time-left': say('no answer in the time left of --deadline'),
  'proxy-auth': say('407, the proxy requires authentication'),
  html: say('a web page instead (a block or login page)'),
  empty: say('an empty answer'),
  'cut-off': say('cut off on the route'),
  'too-large': say('too large, not read completely'),
  'redirect-loop': say('redirect loop'),
  'too-many-redirects': say('more than ten redirects'),
  'not-http': say('not HTTP'),
  'tls-record': say('TLS instead of HTTP'),
  'spoke-first': say('it sends its own bytes after its 200, before TLS starts'),
  'head-too-large': say('an HTTP head of more than 16 KiB'),
  'endless-interim': say('interim answers (1xx) without a final one'),
  'client-certificate': say('it asks for a client certificate in TLS'),
  'handshake-failure': say('it refuses TLS with an alert'),
  alert: say('it ends TLS with an alert'),
  'tls-error': say('TLS error'),
  closed: say('the connection was closed before a complete answer'),
  chunked: say('a chunked HTTP body'),
  'not-a-crl': say('not a revocation list'),
  'not-ocsp': say('not an OCSP answer'),
  'not-a-certificate': say('not a certificate'),
  'not-a-cabinet': say('not a cabinet file'),
  expired: say('expired'),
  revoked: say('the certificate is revoked'),
  'not-yet-valid': say('not yet valid'),
  'wrong-issuer': say('from another issuer'),
  'bad-signature': say('its signature is wrong'),
  'other-key': say("signed with another key than the issuer's"),
  'wrong-scope': say('a list for other certificates'),
  'delta-crl': say('a delta list without its base'),
  'not-a-delta': say('not a delta list'),
  'wrong-base': say('a delta of another base list'),
  'unsupported-extension': say('it has a critical extension that p2s-fix does not support'),
  'unsupported-signature': say('p2s-fix does not support its signature algorithm'),
  'indirect-crl': say('an indirect list, which covers other issuers or is signed by another issuer'),
  'some-reasons': say('a list for only some revocation reasons'),
  'removed-from-crl': say(
    'a full list that marks the certificate removeFromCRL, which only a delta list may do',
  ),
  'no-crl-sign': say('signed by the issuer, whose certificate does not allow that (no cRLSign)'),
  'other-key-id': say("it names a different key than the issuer's, which signed it"),
  'wrong-certificate': say('an answer about another certificate'),
  'wrong-signer': say('signed by a certificate that is not authorized to answer'),
  'signer-out-of-date': say('signed by a responder whose own certificate is out of date'),
  'ocsp-unknown': say('the responder does not know the certificate'),
  'ocsp-unauthorized': say('the responder does not answer for the certificate (unauthorized)'),
  'ocsp-try-later': say('the responder says "try later"'),
  'ocsp-internal-error': say('internal error of the responder'),
  'ocsp-malformed-request': say('the responder rejects the request (malformedRequest)'),
  'ocsp-sig-required': say('the responder requires signed requests'),
  'ocsp-error': say('the responder answers with an error'),
  'ocsp-other-hash': say('the answer uses a different hash than the request'),
  pem: say('PEM instead of DER'),
  'no-next-update': say('an OCSP answer without an end of validity (no nextUpdate)'),
  'not-tls': say('not TLS'),
  'not-a-packet': say('no SSTP packet after its 200'),
  'malformed-ack': say('a malformed Call Connect Ack'),
  'other-version': say('another version of SSTP than 1.0'),
  'unexpected-message': say('another SSTP message instead of the Ack'),
  'too-many-packets': say('many packets, but no Ack'),
  'name-mismatch': say('issued for other names'),
  'no-alternative-name': say('it has no alternative name, which an address needs'),
  'wrong-root': say('under a different root than its VPN profile expects'),
  'untrusted-root': say('under a root that is not trusted on this computer'),
  'wrong-purpose': say('not issued for servers (no serverAuth)'),
  'chain-invalid': say('its chain is not valid'),
  'issuer-wrong-purpose': say('a CA in its chain may not issue for servers (no serverAuth)'),
  'name-constraints': say('a CA in its chain may not issue for this name (name constraints)'),
  'critical-extension': say('a critical extension that p2s-fix does not know, so Windows may refuse it'),
  'weak-signature': say('signed with SHA-1 or MD5, which Windows may refuse'),
  'weak-key': say('a key of less than 2048 bits, which Windows may refuse'),
  'certificate-unreadable': say('it cannot be read'),
  'not-asked': say('not in the recording'),
  'evidence-ends': say('the recording ends here'),
  'winhttp-client-failed': say("not reached by Windows' own client"),
  'issuer-unknown': say('cannot be checked without the issuer'),
  ldap: say('LDAP, not queried by p2s-fix'),
  scheme: say('neither http nor LDAP, not queried'),
} as const;

/** Why a stage or a revocation fetch failed, in a few words. Codes without a text stay unchanged. */
export function reasonText(evidence: AnyFields): Phrase {
  const end = redirectEnd(evidence);
  if (end === null) return wherefrom(evidence);
  const { host, via } = end;
  const reason = wherefrom(end.evidence);
  return via === 'direct' || via === 'unknown'
    ? say('redirected to {host}, then: {reason}', { host, reason })
    : say('redirected to {host}, then (through {via}): {reason}', { host, via, reason });
}

/** The words of a code, which may come from a result file and be anything. */
export function wordsOfReason(code: string): Phrase {
  return Object.hasOwn(REASONS, code) ? REASONS[code as keyof typeof REASONS] : code;
}

/** The same, with the name of the proxy that it came from. */
function wherefrom(evidence: AnyFields): Phrase {
  const { reason, squidError, cachedBy } = evidence;
  const own = ownReason(evidence);
  if (cachedBy !== undefined)
    return say('{reason}, from the cache of {proxy}', { reason: own, proxy: cachedBy });
  const isReportedByCode = reason === 'http-status' && squidError !== undefined;
  return isReportedByCode ? inARow(own, inParentheses(squidError)) : own;
}

function ownReason(evidence: AnyFields): Phrase {
  const { reason, httpStatus, thisUpdate, nextUpdate, hresult, bytesReceived, afterMs = 0 } = evidence;
  const stall = stallIn(evidence);
  switch (reason) {
    case 'timeout':
      if (stall !== null) return say('it stops after {bytes} bytes: nothing more for {quiet} s', stall);
      return bytesReceived !== undefined
        ? say('too slow: {bytes} bytes in {seconds} s, not complete', {
            bytes: bytesReceived,
            seconds: seconds(afterMs),
          })
        : REASONS.timeout;
    case 'not-a-crl':
    case 'not-ocsp':
    case 'not-a-certificate':
      return withEncoding(REASONS[reason], evidence);
    case 'redirect':
      return redirect(evidence);
    case 'unreachable':
      return inARow(REASONS.unreachable, inParentheses(evidence.errno ?? null));
    case 'malformed-ack':
    case 'unexpected-message':
    case 'other-version':
      return sstpMisfit(evidence) ?? REASONS[reason];
    case 'winhttp-client-failed':
      return hresult ?? (httpStatus == null ? REASONS[reason] : `HTTP ${httpStatus}`);
    case 'status':
    case 'http-status':
      return `HTTP ${httpStatus}`;
    case 'not-yet-valid':
      return thisUpdate == null
        ? REASONS[reason]
        : say('not yet valid ({time})', { time: minuteOf(thisUpdate) });
    case 'expired':
      return nextUpdate == null ? REASONS[reason] : say('expired ({time})', { time: minuteOf(nextUpdate) });
  }
  const word = reason ?? hresult;
  return word == null ? say('failed') : wordsOfReason(word);
}

function redirect({ locationHost: host, toHttps, sameHost }: AnyFields): Phrase {
  if (sameHost === true)
    return say('redirected to https: the server forces it, but the check uses http only');
  if (host == null)
    return toHttps === true
      ? say('redirected (a login or block page, or a server that forces https)')
      : say('redirected (a login or block page)');
  return toHttps === true
    ? say('redirected to {host} (a login or block page, or a server that forces https)', { host })
    : say('redirected to {host} (a login or block page)', { host });
}

/** Windows neither requests nor decodes compression. */
function withEncoding(reason: Phrase, { contentEncoding: encoding }: AnyFields): Phrase {
  return encoding === undefined
    ? reason
    : say('{reason} (compressed, Content-Encoding: {encoding})', { reason, encoding });
}

/** Of an ISO 8601 date, in UTC: a list can become valid later on the same day. */
export function minuteOf(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}

/** A handful of packets of 1460 bytes, as they fit into an Ethernet frame. */
const FEW_BYTES = 4 * 1460;
/** The shortest time without a byte that is no pause: TCP sends a lost packet again before (RFC 6298 2.4). */
const STALL_MS = 1_000;

type Stall = { bytes: number; quiet: number } | null;

/** A few packets came, and then nothing for at least half of the time: large packets may be lost (RFC 2923 2.1). */
export function stallIn({ bytesReceived: bytes = 0, afterMs = 0, quietMs = 0 }: AnyFields): Stall {
  const isStall = bytes > 0 && bytes <= FEW_BYTES && quietMs >= STALL_MS && quietMs * 2 >= afterMs;
  return isStall ? { bytes, quiet: seconds(quietMs) } : null;
}

/** From milliseconds, rounded to a tenth. */
export function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}

type SstpEvidence = EvidenceByStage['sstp'];

const FLAWS: Readonly<Record<Exclude<SstpEvidence['flaw'], 'hash' | undefined>, Phrase>> = {
  'attribute-count': say('its Call Connect Ack does not have exactly one attribute'),
  attribute: say('its Call Connect Ack has another attribute than the Crypto Binding Request'),
  'attribute-length': say('the attribute of its Call Connect Ack has a wrong length'),
  length: say('its Call Connect Ack does not have 48 bytes'),
};

/** Message types by their names in MS-SSTP 2.2.2, without those that end a call. */
const MESSAGES: Readonly<Record<number, string>> = {
  1: 'Call Connect Request',
  4: 'Call Connected',
  7: 'Call Disconnect Ack',
  9: 'Echo Response',
};

/** What an SSTP server sent in place of a Call Connect Ack as MS-SSTP 2.2 defines it; `null` if it is not known. */
function sstpMisfit({ flaw, hashBits = 0, version, messageType }: SstpEvidence): Phrase | null {
  if (messageType !== undefined) {
    const message = MESSAGES[messageType] ?? `type ${messageType}`;
    return say('another message instead of the Call Connect Ack ({message})', { message });
  }
  if (version !== undefined) return say('SSTP version {version} instead of 1.0', { version });
  if (flaw === 'hash')
    return say('its Call Connect Ack offers neither SHA-1 nor SHA-256 (hash bits {bits})', {
      bits: hashBits,
    });
  return flaw === undefined ? null : FLAWS[flaw];
}
