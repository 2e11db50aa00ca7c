import { verdictRow } from '../causes/verdicts.ts';
import { type Phrase, say } from '../model/say.ts';
import {
  change,
  type GatewayMigration,
  type MigrationAnswer,
  type MigrationChange,
  type MigrationRoute,
  type MoveCode,
  NEXT_PROTOCOLS,
  type NextProtocol,
  type ProtocolOutlook,
  stageOf,
} from './model.ts';
import { decidingRoutes, IKE_PORT, NAT_TRAVERSAL_PORT } from './outlook.ts';
import { NO_ADDRESS, type RouteVerdict, routeRow } from './route-verdict.ts';

/** What is held against a move. */
export type MoveTrace = Pick<GatewayMigration, 'ikev2' | 'openvpn' | 'readiness' | 'sstp' | 'only'>;

/** One object that decides what the move of a gateway needs. A document keeps its code, so its sentence has no values. */
interface MoveRule {
  readonly code: MoveCode;
  readonly answer: MigrationAnswer;
  readonly when: (trace: MoveTrace) => boolean;
  readonly says: Phrase;
  readonly steps: (trace: MoveTrace) => readonly MigrationChange[];
}

const AFTER_CHANGES = {
  answer: 'ready-after-changes',
  says: say('ready after what is listed below.'),
} as const;
const NOT_KNOWN = { answer: 'not-known', says: say('not known from this computer.') } as const;

/** Whether a gateway can move. The first rule that applies decides; the last always does. */
export const MOVES: readonly MoveRule[] = [
  {
    ...{ code: 'ready', answer: 'ready', says: say('ready to move.') },
    when: (trace) => isProven(trace) && oldRoot(trace).length === 0,
    steps: () => [],
  },
  {
    ...{ ...AFTER_CHANGES, code: 'ready-after-changes.profile' },
    when: isProven,
    steps: oldRoot,
  },
  {
    // A gateway with site-to-site only answers IKE_SA_INIT, too.
    ...{ ...AFTER_CHANGES, code: 'ready-after-changes.point-to-site' },
    when: (trace) => works(trace).some((protocol) => isOffered(trace[protocol])),
    steps: (trace) => [change('confirm-point-to-site', 'vpn-team', { protocol: 'ikev2' }), ...oldRoot(trace)],
  },
  {
    // IKEv2 first: beside SSTP it needs no way back.
    ...{ ...AFTER_CHANGES, code: 'ready-after-changes.enable' },
    when: (trace) => works(trace).length > 0,
    steps: (trace) => [
      change('enable-protocol', 'vpn-team', { protocol: works(trace)[0] ?? null }),
      newProfile(trace),
    ],
  },
  {
    ...{ ...AFTER_CHANGES, code: 'ready-after-changes.proxy-client' },
    when: ({ openvpn }) => openvpn.outlook === 'works-through-proxy',
    steps: (trace) => [...proxyClientChanges(trace.openvpn), ...oldRoot(trace)],
  },
  { ...{ ...NOT_KNOWN, code: 'not-known.name' }, when: isNameUnknown, steps: nameChanges },
  { ...{ ...NOT_KNOWN, code: 'not-known.no-answer' }, when: answersNothing, steps: obstacles },
  {
    ...{ code: 'not-possible.no-proxy', answer: 'not-possible' },
    says: say(
      'not possible from this computer: there is no direct route. Use another network, or ask for an exemption.',
    ),
    when: (trace) => isHopeless(trace) && !isProxied(trace),
    steps: obstacles,
  },
  {
    ...{ code: 'not-possible', answer: 'not-possible' },
    says: say(
      'not possible from this computer: there is no direct route, and none through the proxy. Use another network, or ask for an exemption.',
    ),
    when: isHopeless,
    steps: obstacles,
  },
  {
    ...{ ...AFTER_CHANGES, code: 'ready-after-changes' },
    when: ({ ikev2, openvpn }) => ikev2.outlook === 'blocked' || openvpn.outlook === 'blocked',
    steps: obstacles,
  },
  { ...{ ...NOT_KNOWN, code: 'not-known' }, when: () => true, steps: obstacles },
];

/** Not tested, or without meaning for the move. */
const ASIDE: ProtocolOutlook = { offered: null, outlook: 'unknown', ways: [] };

/** The answer for one gateway, and the required changes. */
export function answerOf(
  seen: MoveTrace,
): Pick<GatewayMigration, 'answer' | 'cause' | 'besides'> & { changes: readonly MigrationChange[] } {
  const trace = seen.only === 'openvpn' ? { ...seen, ikev2: ASIDE } : seen;
  const { openvpn } = trace;
  const { code, answer, steps } = MOVES.find(({ when }) => when(trace)) as MoveRule;
  const isBesides = trace.ikev2.outlook === 'works' && isOffered(trace.ikev2) && isOffered(openvpn);
  const besides = isBesides && openvpn.outlook === 'blocked' ? openVpnChanges(openvpn) : [];
  return { answer, cause: code, changes: steps(trace), ...(besides.length === 0 ? {} : { besides }) };
}

/** The answer as a sentence; that of a later version by its word. */
export function answerPhrase({ answer, cause }: Pick<GatewayMigration, 'answer' | 'cause'>): Phrase {
  const rule = MOVES.find(({ code }) => code === cause) ?? MOVES.find((one) => one.answer === answer);
  return rule?.says ?? answer;
}

/** From the farthest from a migration to the nearest. */
const BY_DISTANCE: readonly MigrationAnswer[] = ['not-possible', 'not-known', 'ready-after-changes', 'ready'];

/** Farthest from ready first. */
export function byDistance(migrations: readonly GatewayMigration[]): GatewayMigration[] {
  return BY_DISTANCE.flatMap((answer) => migrations.filter((one) => one.answer === answer));
}

/** The combined answer of several gateways. */
export function farthest(answers: readonly MigrationAnswer[]): MigrationAnswer {
  return BY_DISTANCE.find((answer) => answers.includes(answer)) ?? 'not-known';
}

function works(trace: MoveTrace): NextProtocol[] {
  return NEXT_PROTOCOLS.filter((protocol) => trace[protocol].outlook === 'works');
}

function isOffered({ offered }: ProtocolOutlook): boolean {
  return offered !== false;
}

/** A protocol works that the gateway has for point-to-site. */
function isProven(trace: MoveTrace): boolean {
  return works(trace).some((protocol) =>
    protocol === 'openvpn' ? isOffered(trace.openvpn) : trace.ikev2.offered === true,
  );
}

/** What blocks each protocol. */
function obstacles(trace: MoveTrace): MigrationChange[] {
  return [...ikeChanges(trace.ikev2), ...openVpnChanges(trace.openvpn), ...oldRoot(trace)];
}

/** Nothing came from the gateway by any protocol: whether it runs is unknown, and so is what has to change. */
const NO_SSTP_ANSWER: readonly unknown[] = ['silence', 'unreached'];

function answersNothing({ sstp, ikev2, openvpn }: MoveTrace): boolean {
  const routes = [...ikev2.ways, ...openvpn.ways];
  return NO_SSTP_ANSWER.includes(answersOf(sstp)) && routes.every(({ verdict }) => routeRow(verdict).isMute);
}

/** What came back for the gateway by SSTP. */
function answersOf(sstp: MoveTrace['sstp']): unknown {
  return sstp === null ? null : verdictRow(sstp).answers;
}

/** No protocol has a direct route, and the proxy, if any, allows only TLS or requires sign-in. */
function isHopeless({ ikev2, openvpn, only }: MoveTrace): boolean {
  if (openvpn.outlook !== 'blocked' || (only === undefined && ikev2.outlook !== 'blocked')) return false;
  const routes = decidingRoutes(openvpn.ways);
  const outside = [...ikev2.ways, ...routes.filter(isDirect)];
  return (
    // No route or no DNS name: opening one port would not help.
    outside.every(({ verdict }) => routeRow(verdict).lacks !== undefined) &&
    routes.filter((route) => !isDirect(route)).every(({ verdict }) => routeRow(verdict).proxy === 'nature')
  );
}

function isDirect({ via }: MigrationRoute): boolean {
  return via === 'direct';
}

/** A proxy was probed. */
function isProxied({ openvpn }: MoveTrace): boolean {
  return openvpn.ways.some((route) => !isDirect(route) && !routeRow(route.verdict).isUntested);
}

/** No route got an address, so opening a port is not known to help. */
function isNameUnknown({ ikev2, openvpn }: MoveTrace): boolean {
  const routes = [...ikev2.ways, ...decidingRoutes(openvpn.ways)];
  const tested = routes.filter(({ verdict }) => !routeRow(verdict).isUntested);
  const isNameless = (route: MigrationRoute) =>
    routeRow(route.verdict).lacks === 'name' || isUnexplained(route);
  return tested.some(({ verdict }) => routeRow(verdict).lacks === 'name') && tested.every(isNameless);
}

/** The proxy reports that it cannot connect, without proof that it resolved the name. */
function isUnexplained(route: MigrationRoute): boolean {
  const { squidError } = stageOf(route, 'connect') ?? {};
  const isOpen = squidError === undefined || NO_ADDRESS.test(String(squidError));
  return !isDirect(route) && route.verdict === 'unreachable' && isOpen;
}

/** The proxy may resolve the name, if it can be asked. */
function nameChanges(trace: MoveTrace): MigrationChange[] {
  const proxied = trace.openvpn.ways.filter((route) => !isDirect(route));
  // A private name that only the proxy resolves is usual.
  const isBehindProxy = answersOf(trace.sstp) === 'sstp';
  return [
    change('resolve-name', 'admin', { via: isBehindProxy ? (proxied[0]?.via ?? null) : null }),
    ...(proxied.some(lacksProfile) ? [change('name-profile', 'admin', { protocol: 'openvpn' })] : []),
    ...oldRoot(trace),
  ];
}

/** A profile that has only the old root, where a notification names the gateway. */
function oldRoot({ readiness }: MoveTrace): MigrationChange[] {
  if (readiness.oldRootEnds === null || !readiness.profiles.some(({ state }) => state === 'old')) return [];
  return [change('regenerate-profile', 'vpn-team', { by: readiness.oldRootEnds })];
}

/** A newly enabled protocol is not in any profile yet. */
function newProfile({ readiness }: MoveTrace): MigrationChange {
  const days = [readiness.sstpEnds, readiness.oldRootEnds].filter((day) => day !== null).sort();
  return change('regenerate-profile', 'vpn-team', { by: days[0] ?? null });
}

const protocol = 'openvpn';

/** The port is reachable, but no OpenVPN with this key: closed, another protocol, or no reply. */
function isReached({ verdict, evidence }: MigrationRoute): boolean {
  return (
    verdict === 'no-answer' ||
    verdict === 'not-openvpn' ||
    (verdict === 'silent' && evidence.answer === 'silent')
  );
}

/** Changes that OpenVPN needs to work. */
function openVpnChanges(openvpn: ProtocolOutlook): MigrationChange[] {
  const routes = decidingRoutes(openvpn.ways);
  if (openvpn.outlook === 'unknown') return untestedChanges(openvpn);
  if (routes.some(({ verdict }) => verdict === 'wrong-key'))
    return [change('replace-key', 'vpn-team', { protocol })];
  const reached = routes.filter(isReached);
  const direct = reached.find((route) => route.via === 'direct');
  const asked = routes.flatMap((route) => {
    const { via, verdict, port } = route;
    if (via !== 'direct')
      return isProxys(route, direct)
        ? [change('pass-connect', 'proxy-team', { protocol, ports: [port], via })]
        : [];
    // A reply in a protocol that no middlebox uses proves that the port is open.
    if (routeRow(verdict).isUntested || (verdict === 'not-openvpn' && !mayStandBetween(route))) return [];
    return [change('allow-tcp', 'network-team', { protocol, ports: [port] })];
  });
  const [first] = reached;
  if (first === undefined) return asked;
  const code = first.evidence.withoutKey === true ? 'add-key' : 'compare-key';
  const key = change(code, 'vpn-team', { protocol, via: direct === undefined ? first.via : null });
  // Nothing that was observed stands between: the key comes first.
  const isKeyFirst = direct !== undefined && reached.every((route) => !mayStandBetween(route));
  return isKeyFirst ? [key, ...asked] : [...asked, key];
}

/** What lets OpenVPN be tested. */
function untestedChanges({ offered, ways }: ProtocolOutlook): MigrationChange[] {
  if (offered === false || ways.some(({ verdict }) => verdict === 'gateway-speaks-sstp'))
    return [change('enable-protocol', 'vpn-team', { protocol })];
  if (ways.some(lacksProfile)) return [change('name-profile', 'admin', { protocol })];
  const isElsewhere = ways.some(({ evidence }) => evidence.reason === 'key-file');
  return isElsewhere ? [change('embed-key', 'admin', { protocol })] : [];
}

/**
 * Whether the proxy caused it, or may have: it granted a tunnel and closed it, sent HTTP or TLS in it, or did not
 * reply. A server that also closes or does not reply on the direct route proves nothing; but a missing reply to
 * CONNECT is always the proxy.
 */
function isProxys(route: MigrationRoute, direct: MigrationRoute | undefined): boolean {
  const { verdict } = route;
  if (routeRow(verdict).proxy !== undefined || mayStandBetween(route)) return true;
  if (verdict === 'silent' && stageOf(route, 'connect')?.status === 'fail') return true;
  return (verdict === 'no-answer' || verdict === 'silent') && direct?.verdict !== verdict;
}

/** An HTTP, page or TLS reply may come from a middlebox: a transparent proxy or a firewall. */
function mayStandBetween({ evidence }: MigrationRoute): boolean {
  return ['http', 'page', 'tls'].some((one) => evidence.spoke === one);
}

/** A client that supports the proxy, or a direct route for one that does not. */
function proxyClientChanges(openvpn: ProtocolOutlook): MigrationChange[] {
  const through = openvpn.ways.find(({ verdict }) => routeRow(verdict).isReached);
  const direct = openvpn.ways.find(({ via }) => via === 'direct');
  return [
    change('client-with-proxy', 'admin', { protocol, via: through?.via ?? null }),
    ...(direct === undefined
      ? []
      : [change('allow-tcp', 'network-team', { protocol, ports: [direct.port] })]),
  ];
}

/** Not tested only because a profile is missing. */
function lacksProfile({ evidence }: MigrationRoute): boolean {
  return evidence.reason === 'no-profile';
}

/** Changes that IKEv2 needs to work. */
function ikeChanges({ outlook, offered, ways }: ProtocolOutlook): MigrationChange[] {
  const enabling = change('enable-protocol', 'vpn-team', { protocol: 'ikev2' });
  if (outlook === 'unknown') return offered === false ? [enabling] : [];
  const portsOf = (isMeant: (verdict: RouteVerdict) => boolean) =>
    [IKE_PORT, NAT_TRAVERSAL_PORT].filter((port) =>
      ways.some((route) => route.port === port && isMeant(route.verdict)),
    );
  const missing = portsOf((verdict) => !routeRow(verdict).isOpen);
  const turnedDown = portsOf((verdict) => verdict === 'turned-down');
  const speaksV1 = ways.some(({ verdict }) => verdict === 'ikev1');
  const unheard = ways.every(({ verdict }) => verdict === 'silent' || verdict === 'refused');
  return [
    ...(missing.length === 0
      ? []
      : [change('allow-udp', 'network-team', { protocol: 'ikev2', ports: missing })]),
    ...(turnedDown.length === 0
      ? []
      : [change('accept-proposal', 'vpn-team', { protocol: 'ikev2', ports: turnedDown })]),
    ...(speaksV1 || (unheard && offered === false) ? [enabling] : []),
    // A gateway without IKEv2 cannot be distinguished from a firewall.
    ...(unheard && offered === null ? [change('confirm-protocol', 'vpn-team', { protocol: 'ikev2' })] : []),
  ];
}
