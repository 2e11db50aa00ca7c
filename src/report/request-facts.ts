import type { Check, Verdict, VerdictCode } from '../core/check.ts';
import { neutralise } from '../core/neutralise.ts';
import { parseUrl } from '../core/parse-url.ts';
import { checksOf, targetOf } from './path-checks.ts';
import { evidenceLines } from './request-evidence.ts';

export type RequestTo = 'proxy-team' | 'network-team' | 'vpn-team';

/** What a request is made from. */
export interface RequestFacts {
  to: RequestTo;
  verdict: VerdictCode;
  gateway: string;
  /** `HOST:PORT` of the gateway. */
  target: string;
  /** `HOST:PORT` of the proxy that is asked about, or `null` on the direct way. */
  proxy: string | null;
  /** `HOST:PORT` of the CRL and OCSP servers that are to be reached by HTTP. */
  revocation: readonly string[];
  evidence: readonly string[];
  /** When it was seen: `2026-11-25 10:00:00`, UTC. */
  at: string;
  /** It was seen from another desk than that of the machine. */
  fromDesk: boolean;
}

const FROM_PROXY: readonly VerdictCode[] = [
  'proxy-unreachable',
  'proxy-auth-required',
  'proxy-blocks-sstp',
  'proxy-refused',
  'tls-inspection',
];
const NETWORK: readonly VerdictCode[] = ['gateway-unreachable', 'timeout'];
const VPN: readonly VerdictCode[] = [
  'tls-failed',
  'tls-offload',
  'untrusted-root',
  'wrong-root',
  'certificate-invalid',
  'no-sstp-port-free',
  'not-sstp',
  'revoked',
];
/** Reasons that lie in what a revocation server says, and not on the way to it. */
const ANSWERS = [
  'expired',
  'not-yet-valid',
  'wrong-issuer',
  'bad-signature',
  'wrong-scope',
  'wrong-certificate',
  'delta-crl',
  'unsupported-extension',
  'unsupported-signature',
  'ocsp-unknown',
];

/** The facts for a request about one path; `null` where nobody else has to do anything. */
export function requestFacts(
  verdict: Verdict,
  checks: readonly Check[],
  startedAt: string,
): RequestFacts | null {
  const mine = checksOf(checks, verdict.gateway, verdict.stores);
  const tunnel = mine.filter(({ stage }) => stage !== 'revocation');
  const via = (tunnel.find(({ stage }) => stage !== 'dns') ?? tunnel[0])?.via ?? 'direct';
  const proxy = via === 'direct' || via === 'unknown' ? null : neutralise(via);
  const failed = mine.filter(({ status, stage }) => status === 'fail' && stage === verdict.stage);
  const common = {
    verdict: verdict.verdict,
    gateway: neutralise(verdict.gateway, 260),
    target: neutralise(targetOf(verdict.gateway), 260),
    proxy,
    revocation: [],
    evidence: evidenceLines(failed),
    at: startedAt.slice(0, 19).replace('T', ' '),
    fromDesk: mine.some(({ from }) => from === 'this-desk'),
  };
  const code = verdict.verdict;
  if (code === 'revocation-unreachable') return revocationFacts(failed, common);
  if (code === 'tls-inspection') {
    const seen = mine.filter(
      ({ stage, status }) => stage === 'certificate' || (stage === 'http' && status === 'fail'),
    );
    return { ...common, to: 'proxy-team', evidence: evidenceLines(seen) };
  }
  // On the direct way the user signs in to the network.
  if (code === 'captive-portal') return proxy === null ? null : { ...common, to: 'proxy-team' };
  if (FROM_PROXY.includes(code)) return { ...common, to: 'proxy-team' };
  if (NETWORK.includes(code)) return { ...common, to: proxy === null ? 'network-team' : 'proxy-team' };
  return VPN.includes(code) ? { ...common, to: 'vpn-team' } : null;
}

/**
 * Servers that are not reached are a matter of the way: of the proxy that the check goes through, or, where it goes
 * direct, of the one that the tunnel has. Answers that do not hold are a matter of who publishes them.
 */
function revocationFacts(failed: readonly Check[], common: Omit<RequestFacts, 'to'>): RequestFacts {
  // Windows' chain engine names no address, so it tells nobody where to look.
  const blocked = failed.filter(({ url, evidence }) => url !== null && !isAnswer(evidence));
  if (failed.length > 0 && blocked.length === 0) return { ...common, to: 'vpn-team' };
  const vias = blocked.map(({ via }) => via).filter((via) => via !== 'direct' && via !== 'unknown');
  const proxy = vias[0] === undefined ? common.proxy : neutralise(vias[0]);
  return {
    ...common,
    to: proxy === null ? 'network-team' : 'proxy-team',
    proxy,
    revocation: serversOf(blocked),
    evidence: evidenceLines(blocked),
  };
}

function isAnswer({ reason, httpStatus }: Record<string, unknown>): boolean {
  return ANSWERS.includes(String(reason)) || httpStatus === 404 || httpStatus === 410;
}

function serversOf(checks: readonly Check[]): string[] {
  const servers = new Set<string>();
  for (const { url } of checks) {
    const parsed = url === null ? null : parseUrl(url);
    if (parsed === null) continue;
    const { host, port } = parsed;
    servers.add(neutralise(port === '' ? `${host}:80` : host, 260));
  }
  return [...servers].sort();
}
