import { isReachable, verdictRow } from '../../causes/verdicts.ts';
import type { PathSettings } from '../../decide/routes.ts';
import {
  type Gateway,
  gatewayName,
  type StageResult,
  type Verdict,
  type VerdictCode,
} from '../../model/check.ts';
import type { Finding, FindingCode, Severity } from '../../model/finding.ts';
import { isExpected, type WindowsChain } from '../../path/chain-checks.ts';
import {
  type ChainCheck,
  chainHresult,
  chainStatusNames,
  isRevocationOffline,
  REVOCATION_FLAGS,
  REVOKED,
} from '../../path/chain-status.ts';
import { deadRoutes, skipped } from '../../path/deciding-route.ts';
import { proxyForUrl } from '../../proxy/proxy-for-url.ts';

/**
 * Differences between Windows' own chain check and the fetches along the revocation route. If a fetch fails but
 * the check succeeds, Windows used its cache or another route. If the check fails but the fetch succeeds, Windows
 * uses something that p2s-fix does not; a missing delta list is reported separately (see deltaFindings). Neither
 * changes a verdict: this account is not the account of the VPN service.
 */
export function chainFindings(
  seen: WindowsChain,
  revocation: VerdictCode,
  { deltaMissing = false }: { deltaMissing?: boolean } = {},
): Finding[] {
  const { gateway, account, decidedBy, offline, online, certificate } = seen;
  if (online === null || online.hresult !== null) return [];
  const findings: Finding[] = [];
  const add = (code: FindingCode, severity: Severity, flags: number) => {
    const reported = { hresult: chainHresult(flags), statuses: chainStatusNames(flags) };
    const trustedBy = certificate?.evidence.trustedBy ?? null;
    const evidence = { gateway, account, decidedBy, ...reported, trustedBy };
    findings.push({ code, severity, store: null, evidence });
  };
  const refused = refusal(online.flags, revocation);
  if (refused !== 0 && certificate?.status !== 'fail')
    add('windows-chain-refused', isExpected(seen) ? 'warning' : 'error', refused);
  const about = online.flags & REVOCATION_FLAGS;
  if (about === 0 && verdictRow(revocation).revocation === 'lacking') {
    if (isGood(offline)) add('revocation-from-cache', 'warning', 0);
    else add('revocation-by-another-way', 'info', 0);
  }
  if (isRevocationOffline(about) && isReachable({ verdict: revocation }) && !deltaMissing)
    add('windows-revocation-offline', 'warning', about);
  return findings;
}

function isGood(check: ChainCheck | null): boolean {
  return check !== null && check.hresult === null && (check.flags & REVOCATION_FLAGS) === 0;
}

/** Errors of the chain engine other than a revocation check that could not be done. */
function refusal(flags: number, revocation: VerdictCode): number {
  const revoked = verdictRow(revocation).revocation === 'found' ? 0 : flags & REVOKED;
  return (flags & ~REVOCATION_FLAGS) | revoked;
}

/**
 * Certificates whose base list is valid and names a delta list that is missing or invalid. Windows requests it;
 * Microsoft says that validation may then fail. So it is a warning; an error if Windows' own check on this
 * computer reports that revocation is offline; a remark if OCSP answers for the certificate or the delta cannot be
 * requested from here.
 */
export function deltaFindings(
  gateway: string,
  revocation: readonly StageResult<'revocation'>[],
  seen: WindowsChain | undefined,
): Finding[] {
  const deltas = revocation.filter(({ evidence }) => evidence.kind === 'delta');
  const positions = new Set(deltas.map(({ evidence }) => evidence.position));
  return [...positions].flatMap((position): Finding[] => {
    const own = deltas.filter(({ evidence }) => evidence.position === position);
    if (own.some(isAnswer)) return [];
    const byOcsp = revocation.some(
      ({ status, evidence }) =>
        status === 'pass' && evidence.kind === 'ocsp' && evidence.position === position,
    );
    const offline = offlineBy(seen);
    const addresses = own.map((one) => {
      return { url: one.url, via: one.via, ...fetchAnswer(one), nextUpdate: one.evidence.nextUpdate ?? null };
    });
    const isUntested = byOcsp || own.every(({ status }) => status === 'skip');
    const severity: Severity = offline !== null ? 'error' : isUntested ? 'info' : 'warning';
    const subject = own[0]?.evidence.subject;
    const evidence = {
      gateway,
      subject,
      addresses,
      byOcsp,
      ...(offline ?? { hresult: null, account: null }),
    };
    return [{ code: 'delta-crl-unavailable', severity, store: null, evidence }];
  });
}

/** A revocation in the delta list is an answer, too. */
function isAnswer({ status, evidence }: StageResult): boolean {
  return status === 'pass' || evidence.reason === 'revoked';
}

/** The result of Windows' own live check if it reports that revocation is offline. */
function offlineBy(
  seen: WindowsChain | undefined,
): { hresult: string | null; account: string | null } | null {
  const online = seen?.online;
  if (seen === undefined || online == null || online.hresult !== null) return null;
  const flags = online.flags & REVOCATION_FLAGS;
  return isRevocationOffline(flags) ? { hresult: chainHresult(flags), account: seen.account } : null;
}

/**
 * The finding on a gateway that does not send all its certificates: Windows must download the missing ones.
 * `issuers` are these downloads; `certificate` is checked with their results.
 */
export function issuerFindings(
  gateway: string,
  issuers: readonly StageResult<'revocation'>[],
  certificate: StageResult<'certificate'> | undefined,
): Finding[] {
  if (issuers.length === 0) return [];
  const fetched = issuers.filter(({ status }) => status === 'pass');
  if (certificate?.evidence.reason === 'chain-incomplete') {
    const { sent } = certificate.evidence;
    const urls = fetched.map(({ url }) => url);
    return [finding('chain-incomplete', { gateway, sent, fetched: urls })];
  }
  const last = Math.max(...issuers.map(positionOf));
  const asked = issuers.filter((result) => positionOf(result) === last);
  if (asked.some(({ status }) => status === 'pass')) return [];
  const addresses = asked.map((one) => ({ url: one.url, via: one.via, ...fetchAnswer(one) }));
  return [finding('issuer-not-fetched', { gateway, subject: asked[0]?.evidence.subject, addresses })];
}

function positionOf({ evidence }: StageResult<'revocation'>): number {
  return evidence.position ?? 0;
}

function finding(code: Finding['code'], evidence: Finding['evidence']): Finding {
  return { code, severity: 'warning', store: null, evidence };
}

/** The result of a download, for a finding: the reason and its details, including the end of its redirects. */
export function fetchAnswer({ evidence }: Pick<StageResult<'revocation'>, 'evidence'>): Finding['evidence'] {
  const { reason, httpStatus, locationHost, redirects, redirectVia, followed } = evidence;
  return {
    reason,
    httpStatus: httpStatus ?? null,
    locationHost: locationHost ?? null,
    ...(redirects === undefined ? {} : { redirects, redirectVia }),
    ...(followed === undefined ? {} : { followed }),
  };
}

/**
 * Gateways whose name does not resolve on the direct route of WinINET, while WinHTTP has a proxy: with a proxy,
 * the proxy resolves names, so the name may be correct but not known to this DNS server.
 */
export function nameFindings(
  gateways: readonly Gateway[],
  verdicts: readonly Verdict[],
  { winInet, winHttp }: PathSettings,
): Finding[] {
  const { settings } = winHttp;
  if (settings === null) return [];
  return gateways.flatMap(({ host, port }): Finding[] => {
    const gateway = gatewayName({ host, port });
    const isIt = (one: Verdict) => one.gateway === gateway && one.stores === 'current';
    if (verdicts.find(isIt)?.verdict !== 'dns-failed') return [];
    const other = proxyForUrl(settings, { scheme: 'https', host, port }, 'winhttp');
    if (other.kind !== 'proxy') return [];
    const evidence = { gateway, proxyStore: winHttp.id, proxy: `${other.host}:${other.port}` };
    return [{ code: 'name-needs-proxy', severity: 'warning', store: winInet.id, evidence }];
  });
}

/**
 * Routes of a list that failed to connect while a later one succeeded. The path works if the client falls back as
 * WinINET does; `store` is the setting with the list.
 */
export function skippedFindings(gateway: Gateway, results: readonly StageResult[], store: string): Finding[] {
  const dead = skipped(results);
  const taken = results.find(({ stage, status }) => stage === 'tcp' && status === 'pass')?.via;
  if (dead.length === 0 || taken === undefined || deadRoutes(results).length > 0) return [];
  const routes = dead.map(({ via, stage, evidence: { reason } }) => ({ via, stage, reason }));
  const evidence = { gateway: gatewayName(gateway), ways: routes, via: taken };
  return [{ code: 'proxy-passed-over', severity: 'warning', store, evidence }];
}
