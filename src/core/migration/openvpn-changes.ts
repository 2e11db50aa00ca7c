import { change, type MigrationChange, type MigrationRoute, type ProtocolOutlook, stageOf } from './model.ts';
import { decidingRoutes } from './outlook.ts';
import { routeRow } from './route-verdict.ts';

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
export function openVpnChanges(openvpn: ProtocolOutlook): MigrationChange[] {
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
export function proxyClientChanges(openvpn: ProtocolOutlook): MigrationChange[] {
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
export function lacksProfile({ evidence }: MigrationRoute): boolean {
  return evidence.reason === 'no-profile';
}
