import { ofStage, type Stage, type StageResult, type VerdictCode } from '../model/check.ts';
import { pageIn, portalStage } from './captive-portal.ts';
import { ofDecidingRoute } from './deciding-route.ts';
import { hasSigns, MADE_UP } from './inspection.ts';
import type { EvidenceByStage } from './stage-evidence.ts';

/** The verdict on one gateway's stages; `stage` is the one that decided, `null` for `reachable`. */
export interface StageVerdict {
  verdict: VerdictCode;
  stage: Stage | null;
}

const REACHABLE: StageVerdict = { verdict: 'reachable', stage: null };
/** Server headers of SSTP servers; only their 503 means "no free port". */
const SSTP_SERVER = /^(?:Microsoft-HTTPAPI|MikroTik-SSTP|SSTP-Server)\b/i;

/** The verdict on the tunnel (its earliest failing stage), then that on the revocation check. */
export function gatewayVerdict(
  tunnel: readonly StageResult[],
  revocation: readonly StageResult<'revocation'>[],
): StageVerdict {
  const verdict = tunnelVerdict(tunnel);
  return verdict.verdict === 'reachable' ? revocationVerdict(revocation) : verdict;
}

/** The verdict on the stages up to the Call Connect Ack. Only reason codes, statuses and errnos decide. */
export function tunnelVerdict(checked: readonly StageResult[]): StageVerdict {
  const results = ofDecidingRoute(checked);
  if (results.some(({ evidence }) => evidence.reason === 'route-unsupported')) {
    return { verdict: 'not-tested', stage: results[0]?.stage ?? null };
  }
  const failed = results.find(({ status }) => status === 'fail');
  if (failed === undefined) {
    // Without an Ack nothing is proved, even if no stage failed.
    if (!isAcknowledged(results)) return { verdict: 'not-tested', stage: results.at(-1)?.stage ?? null };
    const certificate = ofStage(results, 'certificate')[0]?.evidence;
    return certificate !== undefined && isForeign(certificate)
      ? { verdict: endedBy(certificate), stage: 'certificate' }
      : REACHABLE;
  }
  const portal = portalStage(results);
  if (portal !== null) return { verdict: 'captive-portal', stage: portal };
  const verdict = failed.evidence.reason === 'timeout' ? 'timeout' : failureVerdict(failed, results);
  return { verdict, stage: failed.stage };
}

function failureVerdict(failed: StageResult, results: readonly StageResult[]): VerdictCode {
  switch (failed.stage) {
    case 'dns':
      return failed.evidence.of === 'proxy' ? 'proxy-unreachable' : 'dns-failed';
    case 'tcp':
      return failed.evidence.of === 'proxy' ? 'proxy-unreachable' : 'gateway-unreachable';
    case 'connect':
      return connectVerdict(failed.evidence);
    case 'tls':
      if (failed.evidence.reason === 'sstp-header-refused') return 'proxy-blocks-sstp';
      if (failed.evidence.reason === 'chain-slow') return 'untrusted-root';
      // Plain HTTP on the port is a web server, not a device that ends TLS.
      return typeof pageIn(results)?.httpStatus === 'number' ? 'not-sstp' : 'tls-failed';
    case 'certificate':
      return certificateVerdict(failed.evidence, results);
    case 'http':
      return httpVerdict(failed.evidence, results);
    case 'sstp':
      return 'not-sstp';
    case 'revocation':
      return 'revocation-unreachable';
  }
}

/** 407 is final: SSTP cannot sign in to a proxy. With 502, 503 and 504, the proxy reports on the gateway. */
function connectVerdict(evidence: EvidenceByStage['connect']): VerdictCode {
  if (evidence.reason === 'proxy-auth') return 'proxy-auth-required';
  if (evidence.reason === 'sstp-header-refused') return 'proxy-blocks-sstp';
  const { httpStatus: status } = evidence;
  if (gotNowhere(evidence) || status === 502 || status === 503 || status === 504)
    return 'gateway-unreachable';
  return 'proxy-refused';
}

/**
 * `tls-inspection` needs independent signs, because a private root alone is normal for a customer's own server:
 * the route uses a proxy or the root is not the profile's, no public list has the root, another certificate signed
 * the leaf, and it names neither a CRL nor an issuer URL, which authorities include and inspecting proxies omit.
 * A gateway with a changed root has a public one: `wrong-root`. Another certificate than on the direct route is
 * proof by itself. A certificate that cannot be the gateway's comes from the proxy, self-signed or not; without a
 * proxy, and if SSTP answers, a device in front of the gateway ends TLS: `tls-offload`. Only the gateway's own
 * authority issues under the root that the profile names. Otherwise the most severe flaw decides.
 */
function certificateVerdict(
  evidence: EvidenceByStage['certificate'],
  results: readonly StageResult[],
): VerdictCode {
  const { reason, reasons } = evidence;
  if (reason === 'another-certificate') return 'tls-inspection';
  const throughProxy = hasSigns(evidence, ['through-proxy']);
  if (isForeign(evidence) && (throughProxy || isAcknowledged(results))) return endedBy(evidence);
  const all: readonly unknown[] = Array.isArray(reasons) ? reasons : [reason];
  if (!all.includes('untrusted-root') && !all.includes('wrong-root')) return 'certificate-invalid';
  const own = reason === 'untrusted-root' || reason === 'wrong-root' ? reason : 'certificate-invalid';
  if (evidence.asProfileExpects === true) return own;
  const between = throughProxy || hasSigns(evidence, ['not-profile-root']);
  return between && hasSigns(evidence, MADE_UP) ? 'tls-inspection' : own;
}

/**
 * Whether a certificate is not the gateway's, even if it is trusted here: no public list has its root, it names no
 * URL, and it is not issued under the root of the profile, or it has the name of an Azure gateway, whose
 * certificates are public.
 */
function isForeign(evidence: EvidenceByStage['certificate']): boolean {
  if (!hasSigns(evidence, ['root-not-public', 'no-cdp-and-no-aia'])) return false;
  if (evidence.asProfileExpects === true) return false;
  return (
    evidence.azureName === true || evidence.notOfProfile === true || hasSigns(evidence, ['not-profile-root'])
  );
}

/** Who ends TLS, if a certificate cannot be the gateway's. */
function endedBy(evidence: EvidenceByStage['certificate']): VerdictCode {
  return hasSigns(evidence, ['through-proxy']) ? 'tls-inspection' : 'tls-offload';
}

function isAcknowledged(results: readonly StageResult[]): boolean {
  return results.some(({ stage, status }) => stage === 'sstp' && status === 'pass');
}

/**
 * If the company trusts the inspecting proxy's root, the certificate passes. The same signs prove inspection,
 * together with a proxy's reply inside TLS: its own headers, or 411, which proxies send for SSTP's Content-Length.
 */
function httpVerdict(evidence: EvidenceByStage['http'], results: readonly StageResult[]): VerdictCode {
  const certificate = ofStage(results, 'certificate')[0]?.evidence ?? {};
  const byProxy = Array.isArray(evidence.proxyHeaders) || evidence.httpStatus === 411;
  if (byProxy && hasSigns(certificate, ['through-proxy', ...MADE_UP])) return 'tls-inspection';
  if (isEndOfTls(evidence)) return 'tls-failed';
  const isSstpServer = typeof evidence.server === 'string' && SSTP_SERVER.test(evidence.server);
  return evidence.httpStatus === 503 && isSstpServer ? 'no-sstp-port-free' : 'not-sstp';
}

/** With TLS 1.3, the server may refuse after the handshake: an alert, e.g. if it requires a client certificate. */
export function isEndOfTls({ errno }: EvidenceByStage['http']): boolean {
  return typeof errno === 'string' && errno.startsWith('ERR_SSL_');
}

/**
 * Revocation passes if each certificate below the root has one valid CRL or OCSP answer. A certificate without
 * revocation URLs does not fail (Windows reports CRYPT_E_NO_REVOCATION_CHECK; servers with short-lived
 * certificates have such); its result has a `warn`. `not-tested` if all missing answers could not be requested
 * from here, or were of a kind that is not assessed. A delta list can revoke a certificate, or end the hold of the
 * one base list it belongs to; every other "revoked" stays. A missing delta list is a finding (see deltaFindings).
 */
export function revocationVerdict(results: readonly StageResult<'revocation'>[]): StageVerdict {
  if (revokedIn(results).length > 0) return { verdict: 'revoked', stage: 'revocation' };
  const open = unsettled(results);
  if (open.length === 0) return REACHABLE;
  const untested = open.every(({ status }) => status === 'skip');
  return { verdict: untested ? 'not-tested' : 'revocation-unreachable', stage: 'revocation' };
}

/** The results that revoke a certificate: without a hold that a delta list has ended. */
export function revokedIn<T extends StageResult<'revocation'>>(results: readonly T[]): T[] {
  const released = results.filter(isRelease);
  return results.filter(
    (result) =>
      result.status === 'fail' &&
      result.evidence.reason === 'revoked' &&
      !released.some((delta) => isReleasedBy(delta, result)),
  );
}

/**
 * The results of certificates without an answer from any of their URLs. The issuer of a certificate is another
 * question than its revocation: it is settled if one URL returned the issuer, or if the answer did not need it. If
 * the issuer came only as PEM, it is unknown whether Windows builds the chain.
 */
export function unsettled<T extends StageResult<'revocation'>>(results: readonly T[]): T[] {
  const settled = positionsOf(results, settles);
  const issued = positionsOf(results, (result) => isOfIssuer(result) && result.status === 'pass');
  return results.filter((result) => {
    const { position } = result.evidence;
    if (isOfIssuer(result) && result.evidence.reason === 'pem') return !issued.has(position);
    return !settled.has(position) && !(isOfIssuer(result) && issued.has(position));
  });
}

function positionsOf(
  results: readonly StageResult<'revocation'>[],
  is: (result: StageResult<'revocation'>) => boolean,
): Set<unknown> {
  return new Set(results.filter(is).map(({ evidence }) => evidence.position));
}

/** Neither a delta without its base nor an issuer is an answer. */
function settles(result: StageResult<'revocation'>): boolean {
  const { status, evidence } = result;
  if (isOfIssuer(result)) return false;
  if (evidence.kind === 'delta') return isRelease(result);
  return status === 'pass' || evidence.reason === 'no-revocation-url';
}

function isOfIssuer({ evidence }: StageResult<'revocation'>): boolean {
  return evidence.kind === 'issuer';
}

/** A delta list has ended the hold in its base list. */
function isRelease({ status, evidence }: StageResult<'revocation'>): boolean {
  return status === 'pass' && evidence.kind === 'delta' && evidence.released === true;
}

/** By the digest of the base list of the delta; mirrors of one list have the same. */
function isReleasedBy(
  { evidence: delta }: StageResult<'revocation'>,
  { evidence }: StageResult<'revocation'>,
): boolean {
  const { kind, position, sha256 } = evidence;
  return (
    kind === 'crl' && position === delta.position && typeof sha256 === 'string' && sha256 === delta.baseSha256
  );
}

/** A proxy's own reply to CONNECT or to a list download. */
type ProxyWord = Pick<EvidenceByStage['connect' | 'revocation'], 'httpStatus' | 'squidError' | 'server'>;

/**
 * Squid's own codes (X-Squid-Error) for a server that it could not reach, also with status 500: the
 * name, TCP, or no route at all.
 */
const SQUID_GOT_NOWHERE = /^ERR_(?:DNS_FAIL|CONNECT_FAIL|CANNOT_FORWARD)\b/;
/** tinyproxy has no other status for an unreachable server; a blocked one is a 403. */
const TINYPROXY = /^tinyproxy\b/i;

/** Whether the proxy's own code, whatever the status, shows that it could not reach the server. */
export function gotNowhere({ httpStatus, squidError, server }: ProxyWord): boolean {
  return SQUID_GOT_NOWHERE.test(String(squidError)) || (httpStatus === 500 && TINYPROXY.test(String(server)));
}
