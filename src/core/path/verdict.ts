import { ofStage, type Stage, type StageResult, type VerdictCode } from '../model/check.ts';
import { pageIn, portalStage } from './captive-portal.ts';
import { ofDecidingRoute } from './deciding-route.ts';
import { hasSigns, MADE_UP } from './inspection.ts';
import { gotNowhere } from './proxy-word.ts';
import type { EvidenceByStage } from './stage-evidence.ts';

/** What one gateway's stages come to; `stage` is the one that decided, `null` for `reachable`. */
export interface StageVerdict {
  verdict: VerdictCode;
  stage: Stage | null;
}

const REACHABLE: StageVerdict = { verdict: 'reachable', stage: null };
/** What SSTP servers call themselves; only theirs is a 503 that means "no free port". */
const SSTP_SERVER = /^(?:Microsoft-HTTPAPI|MikroTik-SSTP|SSTP-Server)\b/i;

/** The tunnel's verdict first (the earliest failing stage), then that of the revocation check. */
export function gatewayVerdict(
  tunnel: readonly StageResult[],
  revocation: readonly StageResult<'revocation'>[],
): StageVerdict {
  const verdict = tunnelVerdict(tunnel);
  return verdict.verdict === 'reachable' ? revocationVerdict(revocation) : verdict;
}

/** The verdict on the stages up to the Call Connect Ack. Decided by reason codes, statuses and errnos alone. */
export function tunnelVerdict(checked: readonly StageResult[]): StageVerdict {
  const results = ofDecidingRoute(checked);
  if (results.some(({ evidence }) => evidence.reason === 'route-unsupported')) {
    return { verdict: 'not-tested', stage: results[0]?.stage ?? null };
  }
  const failed = results.find(({ status }) => status === 'fail');
  if (failed === undefined) {
    // Without an Ack nothing is proved, whatever did not fail.
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
      // Plain HTTP on the port is a web server, and nothing that ends TLS.
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

/** 407 is final: SSTP cannot sign in to a proxy. 502, 503 and 504 are the proxy's word on the gateway. */
function connectVerdict(evidence: EvidenceByStage['connect']): VerdictCode {
  if (evidence.reason === 'proxy-auth') return 'proxy-auth-required';
  if (evidence.reason === 'sstp-header-refused') return 'proxy-blocks-sstp';
  const { httpStatus: status } = evidence;
  if (gotNowhere(evidence) || status === 502 || status === 503 || status === 504)
    return 'gateway-unreachable';
  return 'proxy-refused';
}

/**
 * `tls-inspection` needs independent signs, because a private root alone is normal for a server of one's own: the way
 * leads through a proxy or the root is not the one that the profile expects, no public list knows the root, the leaf
 * was signed by somebody else, and it names neither a CRL nor an issuer address, which inspecting proxies leave out and
 * certificate authorities put in. A gateway whose own root was changed has a public one: `wrong-root`. Another
 * certificate than on the direct way is proof by itself. A certificate that cannot be the gateway's was shown by the
 * proxy, self-signed or not; where none stands between, and SSTP answers all the same, something in front of the
 * gateway ends TLS: `tls-offload`. Nobody
 * but the gateway's own authority issues under the root that the profile names. Where none of that holds, the most
 * severe flaw tells.
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
 * Whether a certificate is not the gateway's, trusted here or not: no public list knows its root, it names no address,
 * and it is not issued under the root of the profile, or bears the name of a gateway of Azure, whose certificates are
 * public.
 */
function isForeign(evidence: EvidenceByStage['certificate']): boolean {
  if (!hasSigns(evidence, ['root-not-public', 'no-cdp-and-no-aia'])) return false;
  if (evidence.asProfileExpects === true) return false;
  return (
    evidence.azureName === true || evidence.notOfProfile === true || hasSigns(evidence, ['not-profile-root'])
  );
}

/** Who ends TLS, where a certificate cannot be the gateway's. */
function endedBy(evidence: EvidenceByStage['certificate']): VerdictCode {
  return hasSigns(evidence, ['through-proxy']) ? 'tls-inspection' : 'tls-offload';
}

function isAcknowledged(results: readonly StageResult[]): boolean {
  return results.some(({ stage, status }) => stage === 'sstp' && status === 'pass');
}

/**
 * Where the company trusts the inspecting proxy's root, the certificate passes. The same signs tell, together with an
 * answer that a proxy gave inside TLS: its own headers, or 411, with which proxies meet SSTP's Content-Length.
 */
function httpVerdict(evidence: EvidenceByStage['http'], results: readonly StageResult[]): VerdictCode {
  const certificate = ofStage(results, 'certificate')[0]?.evidence ?? {};
  const byProxy = Array.isArray(evidence.proxyHeaders) || evidence.httpStatus === 411;
  if (byProxy && hasSigns(certificate, ['through-proxy', ...MADE_UP])) return 'tls-inspection';
  if (isEndOfTls(evidence)) return 'tls-failed';
  const isSstpServer = typeof evidence.server === 'string' && SSTP_SERVER.test(evidence.server);
  return evidence.httpStatus === 503 && isSstpServer ? 'no-sstp-port-free' : 'not-sstp';
}

/** TLS 1.3 lets the server refuse behind the handshake: an alert, as for a client certificate that it wants. */
export function isEndOfTls({ errno }: EvidenceByStage['http']): boolean {
  return typeof errno === 'string' && errno.startsWith('ERR_SSL_');
}

/**
 * Revocation passes if each certificate below the root has one valid CRL or OCSP answer. A certificate that names no
 * address at all does not fail it (Windows says CRYPT_E_NO_REVOCATION_CHECK, and servers with short-lived certificates
 * are met so); its result carries a `warn`. `not-tested` when all that is missing could not be asked from here, or came
 * and is of a kind that is not judged. A delta list can revoke a certificate, or end the hold of the one list that it
 * was judged over: whatever else says revoked stands. That it is not had is a finding (see deltaFindings).
 */
export function revocationVerdict(results: readonly StageResult<'revocation'>[]): StageVerdict {
  const released = results.filter(isRelease);
  const revokes = (result: StageResult<'revocation'>) =>
    result.status === 'fail' &&
    result.evidence.reason === 'revoked' &&
    !released.some((delta) => isReleasedBy(delta, result));
  if (results.some(revokes)) return { verdict: 'revoked', stage: 'revocation' };
  const open = unsettled(results);
  if (open.length === 0) return REACHABLE;
  const untested = open.every(({ status }) => status === 'skip');
  return { verdict: untested ? 'not-tested' : 'revocation-unreachable', stage: 'revocation' };
}

/**
 * The results of the certificates that none of their addresses answers for. Who issued a certificate is another
 * question than whether it is revoked: that is settled where the issuer was had from one address, or was not needed to
 * answer. One that came in PEM alone leaves it open whether Windows has a chain at all.
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

/** A delta without its base is no answer, and neither is an issuer. */
function settles(result: StageResult<'revocation'>): boolean {
  const { status, evidence } = result;
  if (isOfIssuer(result)) return false;
  if (evidence.kind === 'delta') return isRelease(result);
  return status === 'pass' || evidence.reason === 'no-revocation-url';
}

function isOfIssuer({ evidence }: StageResult<'revocation'>): boolean {
  return evidence.kind === 'issuer';
}

/** A delta list has ended the hold that its base tells of. */
function isRelease({ status, evidence }: StageResult<'revocation'>): boolean {
  return status === 'pass' && evidence.kind === 'delta' && evidence.released === true;
}

/** By the digest of the base list that the delta stands on; mirrors of one list have one. */
function isReleasedBy(
  { evidence: delta }: StageResult<'revocation'>,
  { evidence }: StageResult<'revocation'>,
): boolean {
  const { kind, position, sha256 } = evidence;
  return (
    kind === 'crl' && position === delta.position && typeof sha256 === 'string' && sha256 === delta.baseSha256
  );
}
