import { ANSWERED_SSTP } from '../findings/path/gateway.ts';
import type { VerdictCode } from '../model/check.ts';
import {
  change,
  type GatewayMigration,
  type MigrationAnswer,
  type MigrationChange,
  type MigrationRoute,
  type NextProtocol,
  type RouteVerdict,
  stageOf,
} from './model.ts';
import { lacksProfile, openVpnChanges, PROXY_NATURE, proxyClientChanges } from './openvpn-changes.ts';
import { decidingRoutes, IKE_PORT, NAT_TRAVERSAL_PORT } from './outlook.ts';
import { NO_ADDRESS } from './route-verdict.ts';

type Seen = Pick<GatewayMigration, 'ikev2' | 'openvpn' | 'readiness' | 'sstp'>;

/** No route or no DNS name: opening one port would not help. */
const NO_ROUTE: readonly RouteVerdict[] = ['unreachable', 'name-not-found'];
/** The answer for one gateway, and the required changes. */
export function answerOf(seen: Seen): Pick<GatewayMigration, 'answer' | 'besides'> & {
  changes: MigrationChange[];
} {
  const { ikev2, openvpn } = seen;
  const works = PROTOCOLS.filter((one) => seen[one].outlook === 'works');
  const offered = works.filter((one) => seen[one].offered !== false);
  if (offered.length > 0) {
    // A gateway with site-to-site only answers IKE_SA_INIT, too.
    const proven = offered.includes('openvpn') || ikev2.offered === true;
    const asked = proven ? [] : [change('confirm-point-to-site', 'vpn-team', { protocol: 'ikev2' })];
    const changes = [...asked, ...profileChanges(seen)];
    const stops = openvpn.outlook === 'blocked' && openvpn.offered !== false ? openVpnChanges(openvpn) : [];
    const besides = stops.length === 0 ? {} : { besides: stops };
    return { answer: changes.length === 0 ? 'ready' : 'ready-after-changes', changes, ...besides };
  }
  // IKEv2 first: beside SSTP it needs no way back.
  const [next] = works;
  if (next !== undefined)
    return afterChanges([change('enable-protocol', 'vpn-team', { protocol: next }), ...newProfile(seen)]);
  if (openvpn.outlook === 'works-through-proxy')
    return afterChanges([...proxyClientChanges(openvpn), ...profileChanges(seen)]);
  if (isNameUnknown(seen)) return { answer: 'not-known', changes: nameChanges(seen) };
  const changes = [...ikeChanges(seen), ...openVpnChanges(openvpn), ...profileChanges(seen)];
  if (answersNothing(seen)) return { answer: 'not-known', changes };
  if (ikev2.outlook === 'blocked' || openvpn.outlook === 'blocked')
    return isHopeless(seen) ? { answer: 'not-possible', changes } : afterChanges(changes);
  return { answer: 'not-known', changes };
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

const PROTOCOLS: readonly NextProtocol[] = ['ikev2', 'openvpn'];

function afterChanges(changes: MigrationChange[]): { answer: MigrationAnswer; changes: MigrationChange[] } {
  return { answer: 'ready-after-changes', changes };
}

/** Nothing came from the gateway by any protocol: whether it runs is unknown, and so is what has to change. */
const NO_ANSWER: readonly RouteVerdict[] = ['silent', 'refused', 'not-tested'];
const NO_SSTP_ANSWER: readonly (VerdictCode | null)[] = ['timeout', 'gateway-unreachable'];

function answersNothing({ sstp, ikev2, openvpn }: Seen): boolean {
  const routes = [...ikev2.ways, ...openvpn.ways];
  return NO_SSTP_ANSWER.includes(sstp) && routes.every(({ verdict }) => NO_ANSWER.includes(verdict));
}

/** No protocol has a direct route, and the proxy, if any, allows only TLS or requires sign-in. */
function isHopeless({ ikev2, openvpn }: Seen): boolean {
  if (openvpn.outlook !== 'blocked' || ikev2.outlook !== 'blocked') return false;
  const direct = (route: MigrationRoute) => route.via === 'direct';
  const routes = decidingRoutes(openvpn.ways);
  const outside = [...ikev2.ways, ...routes.filter(direct)];
  return (
    outside.every(({ verdict }) => NO_ROUTE.includes(verdict)) &&
    routes.filter((route) => !direct(route)).every(({ verdict }) => PROXY_NATURE.includes(verdict))
  );
}

/** No route got an address, so opening a port is not known to help. */
function isNameUnknown({ ikev2, openvpn }: Seen): boolean {
  const routes = [...ikev2.ways, ...decidingRoutes(openvpn.ways)];
  const tested = routes.filter(({ verdict }) => verdict !== 'not-tested');
  const isNameless = (route: MigrationRoute) => route.verdict === 'name-not-found' || isUnexplained(route);
  return tested.some(({ verdict }) => verdict === 'name-not-found') && tested.every(isNameless);
}

/** The proxy reports that it cannot connect, without proof that it resolved the name. */
function isUnexplained(route: MigrationRoute): boolean {
  const { squidError } = stageOf(route, 'connect') ?? {};
  const isOpen = squidError === undefined || NO_ADDRESS.test(String(squidError));
  return route.via !== 'direct' && route.verdict === 'unreachable' && isOpen;
}

/** The proxy may resolve the name, if it can be asked. */
function nameChanges(seen: Seen): MigrationChange[] {
  const unasked = seen.openvpn.ways.some(({ via, evidence }) => via !== 'direct' && lacksProfile(evidence));
  // A private name that only the proxy resolves is usual.
  const via = seen.sstp !== null && ANSWERED_SSTP.includes(seen.sstp) ? proxyOf(seen) : null;
  return [
    change('resolve-name', 'admin', { via }),
    ...(unasked ? [change('name-profile', 'admin', { protocol: 'openvpn' })] : []),
    ...profileChanges(seen),
  ];
}

/** The port is open: a responder answered. */
const ANSWERED: readonly RouteVerdict[] = ['reachable', 'ikev1', 'turned-down'];

function ikeChanges({ ikev2 }: Seen): MigrationChange[] {
  const protocol = 'ikev2';
  if (ikev2.outlook === 'unknown')
    return ikev2.offered === false ? [change('enable-protocol', 'vpn-team', { protocol })] : [];
  const portsOf = (isMeant: (verdict: RouteVerdict) => boolean) =>
    [IKE_PORT, NAT_TRAVERSAL_PORT].filter((port) =>
      ikev2.ways.some((route) => route.port === port && isMeant(route.verdict)),
    );
  const missing = portsOf((verdict) => !ANSWERED.includes(verdict));
  const turnedDown = portsOf((verdict) => verdict === 'turned-down');
  const speaksV1 = ikev2.ways.some(({ verdict }) => verdict === 'ikev1');
  const unheard = ikev2.ways.every(({ verdict }) => verdict === 'silent' || verdict === 'refused');
  return [
    ...(missing.length === 0 ? [] : [change('allow-udp', 'network-team', { protocol, ports: missing })]),
    ...(turnedDown.length === 0
      ? []
      : [change('accept-proposal', 'vpn-team', { protocol, ports: turnedDown })]),
    ...(speaksV1 ? [change('enable-protocol', 'vpn-team', { protocol })] : []),
    // A gateway without IKEv2 cannot be distinguished from a firewall.
    ...(unheard && ikev2.offered === null ? [change('confirm-protocol', 'vpn-team', { protocol })] : []),
    ...(unheard && ikev2.offered === false ? [change('enable-protocol', 'vpn-team', { protocol })] : []),
  ];
}

/** The proxy through which the other probes went. */
function proxyOf({ openvpn }: Seen): string | null {
  return openvpn.ways.find(({ via }) => via !== 'direct')?.via ?? null;
}

/** Changes for a profile that has only the old root, where a notification names the gateway. */
function profileChanges({ readiness }: Seen): MigrationChange[] {
  if (readiness.oldRootEnds === null || !readiness.profiles.some(({ state }) => state === 'old')) return [];
  return [change('regenerate-profile', 'vpn-team', { by: readiness.oldRootEnds })];
}

/** A newly enabled protocol is not in any profile yet. */
function newProfile({ readiness }: Seen): MigrationChange[] {
  const days = [readiness.sstpEnds, readiness.oldRootEnds].filter((day) => day !== null).sort();
  return [change('regenerate-profile', 'vpn-team', { by: days[0] ?? null })];
}
