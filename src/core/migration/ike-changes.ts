import { change, type MigrationChange, type ProtocolOutlook } from './model.ts';
import { IKE_PORT, NAT_TRAVERSAL_PORT } from './outlook.ts';
import { type RouteVerdict, routeRow } from './route-verdict.ts';

const protocol = 'ikev2';

/** Changes that IKEv2 needs to work. */
export function ikeChanges({ outlook, offered, ways }: ProtocolOutlook): MigrationChange[] {
  const enabling = change('enable-protocol', 'vpn-team', { protocol });
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
    ...(missing.length === 0 ? [] : [change('allow-udp', 'network-team', { protocol, ports: missing })]),
    ...(turnedDown.length === 0
      ? []
      : [change('accept-proposal', 'vpn-team', { protocol, ports: turnedDown })]),
    ...(speaksV1 || (unheard && offered === false) ? [enabling] : []),
    // A gateway without IKEv2 cannot be distinguished from a firewall.
    ...(unheard && offered === null ? [change('confirm-protocol', 'vpn-team', { protocol })] : []),
  ];
}
