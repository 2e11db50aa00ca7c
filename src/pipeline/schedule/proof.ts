import { gatewayVerdict } from '../../core/causes/verdict.ts';
import { isReachable } from '../../core/causes/verdicts.ts';
import type { PathSettings } from '../../core/decide/routes.ts';
import { type CheckedSettings, type Gateway, gatewayName, type Route } from '../../core/model/check.ts';
import { effectivePort } from '../../core/proxy/proxy-for-url.ts';
import { DIRECT_WINHTTP, type ProxyServer, type ProxySettings } from '../../core/proxy/settings.ts';
import { hasProxy, type ProxyProof } from '../../core/schedule/roaming.ts';
import type { Machine } from '../../machine/port.ts';
import type { TunnelOutcome } from '../../path/tunnel/tunnel.ts';
import type { KnownPath } from '../inputs/gateways.ts';
import { type ProbeSet, probeTunnel } from '../path/gateway-probes.ts';
import { placeOf } from '../path/probe.ts';
import type { RunContext } from '../run/run.ts';

/** The input of a proof. */
export interface Proving {
  machine: Machine;
  path: KnownPath;
  /** Chains of reachable gateways, by gateway name; DER, leaf first. */
  chains: ReadonlyMap<string, readonly Uint8Array[]>;
  probeSet: ProbeSet;
}

/**
 * Whether the proxies of a setting work on the current network: each must reach a gateway, up to the Call Connect
 * Ack with a trusted certificate, or must return a correctly signed CRL or OCSP answer. A captive portal can do
 * neither. The bypass list does not count, because the proxy is what is proved.
 *
 * Without a gateway nothing can be proved or disproved.
 */
export async function proveProxies(
  context: RunContext,
  settings: ProxySettings | null,
  stores: CheckedSettings,
  proving: Proving,
): Promise<ProxyProof> {
  if (settings === null || !hasProxy(settings)) return 'no-answer';
  const proofs = await Promise.all(
    distinct(settings.proxy.servers).map((server) => proveOne(context, server, stores, proving)),
  );
  return WORST.find((proof) => proofs.includes(proof)) ?? 'works';
}

const WORST: readonly ProxyProof[] = ['no-answer', 'asks-sign-in', 'not-known'];

async function proveOne(
  context: RunContext,
  server: ProxyServer,
  stores: CheckedSettings,
  { machine, path, chains, probeSet }: Proving,
): Promise<ProxyProof> {
  // SOCKS proxies and proxies behind TLS cannot be probed here, and WinHTTP supports neither.
  if (server.scheme === 'socks' || server.tls === true) return 'no-answer';
  if (path.gateways.length === 0) return 'not-known';
  const paths = throughProxy(server);
  const probing = { options: path, from: placeOf(machine), probeSet };
  const tunnels = await Promise.all(
    path.gateways.map((gateway) => probeTunnel(context, gateway, { stores, paths }, probing).outcome),
  );
  if (tunnels.some(({ results }) => isReachable(gatewayVerdict(results)))) return 'works';
  const route: Route = {
    proxy: { host: server.host, port: effectivePort(server) },
    decidedBy: paths.winInet.id,
    unsupported: null,
  };
  const trusted = path.gateways.flatMap((gateway, at) => chainOf(gateway, tunnels[at], chains));
  const answered = await Promise.all(
    trusted.map((chain) => isAnswered(context, chain, route, path.deadlineMs)),
  );
  if (answered.includes(true)) return 'works';
  const asked = tunnels.some(({ results }) => gatewayVerdict(results).verdict === 'proxy-auth-required');
  return asked ? 'asks-sign-in' : 'no-answer';
}

/** Only a trusted chain: a server with its own chain could also sign its own CRLs. */
function chainOf(
  gateway: Gateway,
  outcome: TunnelOutcome | undefined,
  chains: Proving['chains'],
): (readonly Uint8Array[])[] {
  const certificate = outcome?.results.find(({ stage }) => stage === 'certificate');
  if (outcome !== undefined && certificate?.status === 'pass') return [outcome.chain];
  const remembered = chains.get(gatewayName(gateway));
  return remembered === undefined || remembered.length === 0 ? [] : [remembered];
}

async function isAnswered(
  { ports: { now, wallClock }, signal }: RunContext,
  chain: readonly Uint8Array[],
  route: Route,
  deadlineMs: number,
): Promise<boolean> {
  const { checkRevocation } = await import('../../path/revocation/revocation.ts');
  const request = { chain, routeOf: () => route, deadlineMs, now, wallClock };
  const results = await checkRevocation(request, signal === undefined ? {} : { signal });
  return results.some(({ status, url }) => status === 'pass' && url !== null);
}

/** The single route through this proxy, for every URL. */
function throughProxy(server: ProxyServer): PathSettings {
  const settings: ProxySettings = {
    ...DIRECT_WINHTTP,
    proxy: { enabled: true, servers: [{ ...server, scheme: 'all' }] },
    pac: { enabled: false, url: null },
    autoDetect: false,
  };
  const id = 'winhttp/native';
  return { winInet: { id, settings }, winHttp: { id, settings }, checker: null };
}

function distinct(servers: readonly ProxyServer[]): ProxyServer[] {
  const keyOf = ({ host, tls, ...rest }: ProxyServer) =>
    `${rest.scheme === 'socks'} ${tls === true} ${host} ${effectivePort({ host, ...rest })}`;
  return [...new Map(servers.map((server) => [keyOf(server), server])).values()];
}
