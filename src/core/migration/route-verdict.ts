import type { Check, StageResult } from '../model/check.ts';
import type { EvidenceByStage } from '../path/stage-evidence.ts';
import type { MigrationRoute, RouteVerdict } from './model.ts';
import { isRefusal } from './refusal.ts';

/** What an IKE_SA_INIT over UDP came to. */
export function ikeVerdict(
  result: 'answered' | 'refused' | 'not-ike' | 'silent' | 'unreachable' | 'dns-failed',
  answers: readonly { kind: string }[],
): RouteVerdict {
  if (result !== 'answered') return result;
  const kind = answers.at(-1)?.kind;
  if (kind === 'ikev1') return 'ikev1';
  return kind === 'no-proposal' || kind === 'notify' ? 'turned-down' : 'reachable';
}

/** What was seen of an OpenVPN server on one way; `answer` as the probe tells it, `null` where nothing was sent. */
export interface OpenVpnSeen {
  stages: readonly StageResult[];
  answer: 'reset' | 'bad-hmac' | 'not-openvpn' | 'closed' | 'silent' | null;
  throughProxy: boolean;
}

/** What other probes to the same gateway have shown. */
export interface OtherProbes {
  /** The same packet was answered on the direct way. */
  answeredDirectly: boolean;
  /** An SSTP server was there (Call Connect Ack), on any way. */
  sstpThere: boolean;
  /** Through the same proxy TLS was spoken, with signs that it is the proxy who speaks it. */
  tlsInspected: boolean;
}

/**
 * The verdict on one route. A connection that ends without an answer says nothing of who ended it, so other probes are
 * asked: SSTP and OpenVPN do not coexist on a port, and what succeeds directly but not through a granted CONNECT is
 * stopped by the proxy.
 */
export function openVpnVerdict(
  { stages, answer, throughProxy }: OpenVpnSeen,
  { answeredDirectly, sstpThere, tlsInspected }: OtherProbes,
): RouteVerdict {
  if (answer === 'reset') return 'reachable';
  if (answer === null) return unreachedVerdict(stages);
  if (answer === 'bad-hmac') return 'wrong-key';
  if (throughProxy && (answeredDirectly || tlsInspected)) return 'proxy-wants-tls';
  if (sstpThere) return 'gateway-speaks-sstp';
  return answer === 'closed' ? 'no-answer' : answer;
}

/**
 * A page inside the tunnel is the proxy's, who reads what passes; unless the direct way brought one too, or an SSTP
 * server answered through the same proxy: then it may be the gateway's own. One without a head of its own belongs to
 * the answer to CONNECT, and is a refusal, whatever its status.
 */
export function withProxyPages(
  routes: readonly MigrationRoute[],
  checks: readonly Pick<Check, 'stage' | 'status' | 'via'>[],
): MigrationRoute[] {
  const ownPage = routes.some((route) => route.via === 'direct' && broughtPage(route));
  const hasSstp = (via: string) =>
    checks.some((check) => check.stage === 'sstp' && check.status === 'pass' && check.via === via);
  return routes.map((route): MigrationRoute => {
    const isProxys = route.via !== 'direct' && broughtPage(route) && !ownPage && !hasSstp(route.via);
    if (!isProxys) return route;
    return { ...route, verdict: route.evidence.spoke === 'page' ? 'proxy-refused' : 'proxy-wants-tls' };
  });
}

function broughtPage({ evidence }: MigrationRoute): boolean {
  return evidence.spoke === 'http' || evidence.spoke === 'page';
}

function unreachedVerdict(stages: OpenVpnSeen['stages']): RouteVerdict {
  // The failure of a way that another one followed is a warning.
  const failed = stages.find(({ status, evidence }) => status === 'fail' || evidence.passedOver === true);
  if (failed === undefined) return 'not-tested';
  const { stage, evidence } = failed;
  const refused: EvidenceByStage['connect'] = failed.stage === 'connect' ? failed.evidence : {};
  const proxy = evidence.of === 'proxy';
  if (stage === 'dns') return proxy ? 'proxy-unreachable' : 'dns-failed';
  if (stage === 'tcp' && proxy) return 'proxy-unreachable';
  if (evidence.reason === 'timeout') return 'silent';
  if (stage === 'tcp') return isRefusal(evidence.errno) ? 'refused' : 'unreachable';
  if (evidence.reason === 'proxy-auth') return 'proxy-auth-required';
  // squid's own words: the name is not known; it has no address to go to, whose cause it does not say (a 500).
  const squid = String(refused.squidError);
  if (/^ERR_DNS_FAIL\b/.test(squid)) return 'dns-failed';
  const gaveUp = [502, 503, 504].includes(Number(refused.httpStatus)) || NO_ADDRESS.test(squid);
  return gaveUp ? 'unreachable' : 'proxy-refused';
}

/** Of squid: without an address for a name too. */
export const NO_ADDRESS = /^ERR_CANNOT_FORWARD\b/;
