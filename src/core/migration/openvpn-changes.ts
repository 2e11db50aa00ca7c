import { change } from './change.ts';
import type { MigrationChange, MigrationRoute, ProtocolOutlook, RouteVerdict } from './model.ts';
import { decidingRoutes } from './outlook.ts';
import { stageOf } from './seen-stage.ts';

const protocol = 'openvpn';

/** What a proxy does by its nature. */
export const PROXY_NATURE: readonly RouteVerdict[] = ['proxy-wants-tls', 'proxy-auth-required'];
const PROXY_VERDICTS: readonly RouteVerdict[] = [...PROXY_NATURE, 'proxy-refused', 'proxy-unreachable'];

/** The port was reached, and no OpenVPN with this key was found behind it: it closed, spoke something else, or was silent. */
function isReached({ verdict, evidence }: MigrationRoute): boolean {
  return (
    verdict === 'no-answer' ||
    verdict === 'not-openvpn' ||
    (verdict === 'silent' && evidence.answer === 'silent')
  );
}

/** What has to be done before OpenVPN gets through. */
export function openVpnChanges(openvpn: ProtocolOutlook): MigrationChange[] {
  const routes = decidingRoutes(openvpn.ways);
  const verdicts = routes.map(({ verdict }) => verdict);
  if (openvpn.outlook === 'unknown') {
    if (verdicts.includes('gateway-speaks-sstp') || openvpn.offered === false)
      return [change('enable-protocol', 'vpn-team', { protocol })];
    const untested = openvpn.ways.some(({ evidence }) => lacksProfile(evidence));
    return untested ? [change('name-profile', 'admin', { protocol })] : [];
  }
  if (verdicts.includes('wrong-key')) return [change('check-profile-key', 'vpn-team', { protocol })];
  const reached = routes.filter(isReached);
  const direct = reached.find((route) => route.via === 'direct');
  const asked = routes.flatMap((route) => {
    const { via, verdict, port } = route;
    if (via !== 'direct')
      return isProxys(route, direct)
        ? [change('pass-connect', 'proxy-team', { protocol, ports: [port], via })]
        : [];
    // What answers in a protocol that nothing between speaks was let through.
    if (verdict === 'not-tested' || (verdict === 'not-openvpn' && !mayStandBetween(route))) return [];
    return [change('allow-tcp', 'network-team', { protocol, ports: [port] })];
  });
  const [first] = reached;
  if (first === undefined) return asked;
  const via = direct === undefined ? first.via : null;
  return [...asked, change('confirm-protocol', 'vpn-team', { protocol, via })];
}

/**
 * Whether a proxy did it, or may have done it: granted a tunnel and ended it, spoke HTTP or TLS inside it, or was silent.
 * Of a server that ends or is silent on the direct way too that is no sign; but that it does not answer CONNECT is the
 * proxy's alone.
 */
function isProxys(route: MigrationRoute, direct: MigrationRoute | undefined): boolean {
  const { verdict } = route;
  if (PROXY_VERDICTS.includes(verdict) || mayStandBetween(route)) return true;
  if (verdict === 'silent' && stageOf(route, 'connect')?.status === 'fail') return true;
  return (verdict === 'no-answer' || verdict === 'silent') && direct?.verdict !== verdict;
}

/** HTTP, a page or TLS came: what looks into connections answers so as well, a transparent proxy or a firewall. */
function mayStandBetween({ evidence }: MigrationRoute): boolean {
  return ['http', 'page', 'tls'].some((one) => evidence.spoke === one);
}

/** A client that can go through the proxy, or a direct way for one that cannot. */
export function proxyClientChanges(openvpn: ProtocolOutlook): MigrationChange[] {
  const through = openvpn.ways.find(({ verdict }) => verdict === 'reachable');
  const direct = openvpn.ways.find(({ via }) => via === 'direct');
  return [
    change('client-with-proxy', 'admin', { protocol, via: through?.via ?? null }),
    ...(direct === undefined
      ? []
      : [change('allow-tcp', 'network-team', { protocol, ports: [direct.port] })]),
  ];
}

/** Not tested for want of a profile, and of nothing else. */
export function lacksProfile({ reason }: MigrationRoute['evidence']): boolean {
  return reason === 'no-profile';
}
