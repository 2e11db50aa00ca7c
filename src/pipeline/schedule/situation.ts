import { gatewayVerdict } from '../../core/causes/verdict.ts';
import { isReachable } from '../../core/causes/verdicts.ts';
import type { PathSettings } from '../../core/decide/routes.ts';
import { isHanded } from '../../core/decide/unattended.ts';
import { type CheckedSettings, type Gateway, gatewayName, type Route } from '../../core/model/check.ts';
import { sameEffectiveProxy } from '../../core/proxy/compare.ts';
import { effectivePort } from '../../core/proxy/proxy-for-url.ts';
import { DIRECT_WINHTTP, type ProxyServer, type ProxySettings } from '../../core/proxy/settings.ts';
import {
  isLeftAlone,
  type LeftStore,
  noticeReversion,
  type Reversion,
  reversionToReport,
  type TrackedReversion,
} from '../../core/schedule/reversion.ts';
import { hasProxy, type ProxyProof } from '../../core/schedule/roaming.ts';
import type { SharedFacts, View } from '../../core/schedule/views.ts';
import type { Machine } from '../../machine/port.ts';
import type { TunnelOutcome } from '../../path/tunnel/tunnel.ts';
import type { History } from '../../schedule/history.ts';
import type { KnownPath } from '../inputs/gateways.ts';
import { placeOf } from '../inputs/gateways.ts';
import { type ProbeSet, probeTunnel } from '../path/gateway-probes.ts';
import type { RunContext } from '../run/run.ts';
import { ownSettings, provingOnce, winHttpViews } from './own-settings.ts';
import { type DesiredFound, readDesired } from './read-desired.ts';
import type { ScheduleRunOptions } from './run.ts';

/** What a scheduled run finds, and what it decides by. */
export interface Situation extends DesiredFound {
  facts: SharedFacts;
  views: readonly View[];
  /**
   * The proofs of the proxies that each explicitly named setting should have, by setting id; this schedule does
   * not set others.
   */
  ownProofs: ReadonlyMap<string, ProxyProof>;
  /** Changes of ours that someone reverted, and what to report about them. */
  reversions: readonly TrackedReversion[];
  toReport: Reversion | null;
  /** Whether this value is not set again, because someone reverted it twice. */
  leavesAlone: (change: LeftStore) => boolean;
}

/** Reads the machine and the network; writes nothing. */
export async function takeSituation(
  context: RunContext,
  machine: Machine,
  asked: ScheduleRunOptions,
  history: History,
  probeSet: ProbeSet,
): Promise<Situation> {
  const found = await readDesired(context, machine, asked, history, probeSet);
  const { stores, assessments, path, desired } = found;
  const now = context.ports.wallClock();
  const reversions = noticeReversion({ ...history, now, ...whoHolds(found) });
  const leavesAlone = (change: LeftStore) => isLeftAlone(reversions, change);
  const chains = new Map(history.gateways.map((gateway) => [gatewayName(gateway), gateway.chain]));
  const proving = { machine, path, chains, probeSet };
  const prove = provingOnce((settings, which) => proveProxies(context, settings, which, proving));
  // Other desired settings count as another change.
  const isLeftAloneIn = (store: string) => desired !== null && leavesAlone({ store, settings: desired });
  const proof = desired === null ? Promise.resolve('no-answer' as const) : prove(desired, 'proposed');
  const ownFacts = {
    own: [history.own, ...history.earlier],
    canProve: path.gateways.some((gateway) => (chains.get(gatewayName(gateway))?.length ?? 0) > 0),
    // A disagreement of users about WinHTTP must not block the settings that are named for themselves.
    maySet: desired !== null || found.disagree,
    isLeftAlone: leavesAlone,
    winHttpProof: desired === null || hasProxy(desired) ? proof : Promise.resolve('works' as const),
  };
  const [desiredProof, views, { proofs, calls }] = await Promise.all([
    proof,
    winHttpViews(stores, prove, isLeftAloneIn),
    ownSettings(found.requested, assessments, ownFacts, prove),
  ]);
  return {
    ...found,
    facts: { desired, own: history.own, earlier: [...history.earlier, ...handed(found)], desiredProof },
    views: [...views, ...calls],
    ownProofs: proofs,
    reversions,
    toReport: reversionToReport(reversions, now, mayDesire(found)),
    leavesAlone,
  };
}

/** The proxies in WinHTTP that are on the allow-list, which an administrator assigned to this schedule. */
function handed({ requested, stores }: DesiredFound): ProxySettings[] {
  const allowed = requested.source === 'winhttp' ? undefined : requested.allowed;
  return stores.flatMap(({ api, settings }) =>
    api === 'winhttp' && settings !== null && isHanded(settings, allowed) ? [settings] : [],
  );
}

/** Whether a run would set this value; also true where that is not known now. */
function mayDesire({ stores, assessments, desired }: DesiredFound) {
  return ({ store, settings }: LeftStore): boolean => {
    if (store.startsWith('winhttp/')) return desired === null || sameEffectiveProxy(desired, settings);
    const planned = assessments.flatMap(({ plan }) => plan.changes).find((one) => one.store === store);
    if (planned === undefined) return !stores.some(({ id }) => id === store);
    return sameEffectiveProxy(planned.after, settings);
  };
}

/** The current content of the settings, and who manages them. */
function whoHolds({ stores, assessments }: DesiredFound) {
  const byId = (id: string) => stores.find((store) => store.id === id);
  const winInetManager = assessments
    .map(({ winInet }) => winInet?.managedBy ?? null)
    .find((one) => one !== null);
  return {
    settingsOf: (id: string) => byId(id)?.settings,
    // WinHTTP has no policy of its own: whoever manages the user's proxy would also set this one.
    managerOf: (id: string) => byId(id)?.managedBy ?? winInetManager ?? null,
  };
}

/** The input of a proof. */
interface Proving {
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
async function proveProxies(
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
