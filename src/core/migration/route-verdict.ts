import type { Check, StageResult } from '../model/check.ts';
import { type Message, say } from '../model/say.ts';
import type { EvidenceByStage } from '../path/stage-evidence.ts';
import type { MigrationRoute } from './model.ts';

/**
 * What a result of one route says, and what it is about: `proxy`, whether the proxy caused it by its nature, by a rule, or because it is
 * dead; `lacks`, what this network has no way to; `isMute`, that nothing came from the gateway.
 */
interface RouteRow {
  readonly says: Message;
  readonly proxy?: 'nature' | 'rule' | 'dead';
  readonly lacks?: 'name' | 'route';
  readonly isMute?: true;
  readonly isReached?: true;
  /** An IKE responder answers on the port. */
  readonly isOpen?: true;
  readonly isUntested?: true;
}

export const ROUTE_ROWS = {
  reachable: { says: say('a valid answer of the server'), isReached: true, isOpen: true },
  'dns-failed': { says: say('its name does not resolve on this route'), lacks: 'name' },
  unreachable: {
    says: say(
      'there is no route to it from this computer, or, through a proxy, from the proxy (502, 503, 504)',
    ),
    lacks: 'route',
  },
  silent: { says: say('no reply'), isMute: true },
  refused: {
    says: say(
      'an ICMP "unreachable" or a TCP reset comes back, or this system forbids it: a firewall, or nothing listens there',
    ),
    isMute: true,
  },
  'not-ike': { says: say('the answer is not IKEv2') },
  ikev1: {
    says: say('an IKEv1 responder answers: the port is open, and the gateway does not support IKEv2 there'),
    isOpen: true,
  },
  'turned-down': {
    says: say('an IKEv2 responder answers and rejects what is offered (NO_PROPOSAL_CHOSEN or another error)'),
    isOpen: true,
  },
  'proxy-unreachable': { says: say('the proxy does not answer'), proxy: 'dead' },
  'proxy-auth-required': { says: say('the proxy requires authentication (407)'), proxy: 'nature' },
  'proxy-refused': { says: say('the proxy refuses CONNECT'), proxy: 'rule' },
  'proxy-wants-tls': {
    says: say('the proxy grants CONNECT and stops bytes that are not TLS'),
    proxy: 'nature',
  },
  'gateway-speaks-sstp': {
    says: say(
      'SSTP uses the port; a gateway cannot run both, so OpenVPN can be tested only after the switch',
    ),
  },
  'wrong-key': { says: say('an OpenVPN server answers with a different key than the profile has') },
  'no-answer': {
    says: say('the connection ends at the first packet: another key, no OpenVPN, or a device on the route'),
  },
  'not-openvpn': { says: say('the answer is not an OpenVPN answer to our packet') },
  'not-tested': { says: say('not tested'), isMute: true, isUntested: true },
} as const satisfies Readonly<Record<string, RouteRow>>;

/** Result of one route of one protocol; JSON field `migration`, docs/migrate.md. */
export type RouteVerdict = keyof typeof ROUTE_ROWS;

/** What a result is about; nothing is known of that of a later version. */
export function routeRow(verdict: string): Partial<RouteRow> {
  return Object.hasOwn(ROUTE_ROWS, verdict) ? ROUTE_ROWS[verdict as RouteVerdict] : {};
}

/** The verdict on an IKE_SA_INIT over UDP. */
export function ikeVerdict(
  result: 'answered' | 'refused' | 'not-ike' | 'silent' | 'unreachable' | 'no-address',
  answers: readonly { kind: string }[],
): RouteVerdict {
  if (result === 'no-address') return 'dns-failed';
  if (result !== 'answered') return result;
  const kind = answers.at(-1)?.kind;
  if (kind === 'ikev1') return 'ikev1';
  return kind === 'no-proposal' || kind === 'notify' ? 'turned-down' : 'reachable';
}

/** The result of an OpenVPN probe on one route; `answer` from the probe, `null` if nothing was sent. */
export interface OpenVpnSeen {
  stages: readonly StageResult[];
  answer: 'reset' | 'bad-hmac' | 'not-openvpn' | 'closed' | 'silent' | null;
  throughProxy: boolean;
}

/** Results of other probes of the same gateway. */
export interface OtherProbes {
  /** The same packet was answered on the direct route. */
  answeredDirectly: boolean;
  /** An SSTP server answered (Call Connect Ack), on any route. */
  sstpThere: boolean;
  /** TLS through the same proxy shows signs of inspection by the proxy. */
  tlsInspected: boolean;
}

/**
 * The verdict on one route. If a connection ends without an answer, other probes decide who ended it:
 * SSTP and OpenVPN do not share a port, and if the probe succeeds directly but fails through a granted
 * CONNECT, the proxy blocks it.
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
 * A page inside the tunnel comes from the proxy, which inspects the traffic, unless the direct route returned a
 * page, too, or an SSTP server answered through the same proxy: then it may come from the gateway. A page without
 * its own header belongs to the reply to CONNECT and is a refusal, whatever its status.
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
  // A failed route that another one followed is a warning.
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
  // squid reports: the name does not resolve; or it has no address to connect to, without a reason (500).
  const { squidError: squid = '' } = refused;
  if (/^ERR_DNS_FAIL\b/.test(squid)) return 'dns-failed';
  const gaveUp = [502, 503, 504].includes(Number(refused.httpStatus)) || NO_ADDRESS.test(squid);
  return gaveUp ? 'unreachable' : 'proxy-refused';
}

/** squid also reports this when a name has no address. */
export const NO_ADDRESS = /^ERR_CANNOT_FORWARD\b/;

/**
 * System errors for a refusal by the other end, by a firewall on the route (any ICMP code), or by a local firewall
 * (EACCES, EPERM). A firewall rule could fix these, unlike a missing route (ENETUNREACH).
 */
const REFUSALS = new Set(['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'EHOSTDOWN', 'EACCES', 'EPERM']);

/** Whether this errno is a refusal, not a missing route. */
export function isRefusal(errno: string | null | undefined): boolean {
  return REFUSALS.has(errno ?? '');
}
