import { createHash } from 'node:crypto';
import type { Resolution } from '../../core/decide/automatic.ts';
import { type PathSettings, revocationRoute, tunnelRoute, urlParts } from '../../core/decide/routes.ts';
import {
  type Check,
  type Gateway,
  gatewayName,
  ofStage,
  type Route,
  type StageEvent,
  type StageResult,
} from '../../core/model/check.ts';
import type { StepName } from '../../core/model/events.ts';
import { expectedRoots } from '../../core/path/gateway-profile.ts';
import type { Fetches } from '../../path/revocation/fetches.ts';
import { routeKey } from '../../path/transport/authority.ts';
import { type TrustContext, trustContext } from '../../path/transport/handshake.ts';
import { createLimiter } from '../../path/transport/limiter.ts';
import { createNames, type Names } from '../../path/transport/names.ts';
import { createShared } from '../../path/transport/shared.ts';
import {
  checkTunnel,
  type ShownCertificates,
  type TunnelOutcome,
  type TunnelRequest,
} from '../../path/tunnel/tunnel.ts';
import type { KnownPath } from '../inputs/gateways.ts';
import type { RunContext } from '../run/run.ts';
import type { Certificates } from './certificates.ts';
import { trustedByWindows, type WindowsTrust } from './windows-trust.ts';

/** The current settings, or the settings after a plan, and the routes that follow from them. */
export interface Variant {
  stores: Check['stores'];
  step: Extract<StepName, `probe-${string}`>;
  paths: PathSettings;
}

/** One gateway under one variant. All promises are pending from the start. */
export interface GatewayProbe {
  gateway: Gateway;
  variant: Variant;
  /** The gateway's certificates, before the tunnel has ended. */
  shown: Promise<ShownCertificates>;
  /** The same with fetched certificates, before the tunnel has ended. */
  completed: Promise<Certificates>;
  /** The same with all results of the tunnel. */
  certificates: Promise<Certificates>;
  revocation: Promise<StageResult<'revocation'>[]>;
}

/** Needed after a gateway has shown its certificates: loaded while its next answer is in transit. */
const loadRevocation = () => import('../../path/revocation/revocation.ts');

/** A running tunnel probe: its certificates are available before its end. */
export interface TunnelProbe {
  /** What its checks are reported for: one of the two routes of a service, which may be the same. */
  name: string;
  /** The settings that its checks are reported for. */
  stores: Check['stores'];
  shown: Promise<ShownCertificates>;
  outcome: Promise<TunnelOutcome>;
}

/** Finished and running probes by route: each route is probed once, and its checks are reported once. */
export interface ProbeSet {
  tunnels: Map<string, TunnelProbe>;
  certificates: ReturnType<typeof createShared<Certificates>>;
  revocations: ReturnType<typeof createShared<StageResult<'revocation'>[]>>;
  /**
   * What auto-detection and PAC files answered for the gateways and the URLs in their certificates, by question.
   */
  answers: Map<string, Promise<Resolution | null>>;
  /** Limits the number of open tunnels. */
  limited: ReturnType<typeof createLimiter>;
  /** Created at the first probe: its roots are those of the run. */
  trust: TrustContext | null;
  names: Names;
  /** Created when the first certificate names a URL. */
  fetches: Fetches | null;
}

/**
 * A gateway that does not reply holds its place for a whole deadline: this many may do so before others must wait.
 */
const MAX_TUNNELS = 1024;

export function newProbeSet(): ProbeSet {
  return {
    tunnels: new Map(),
    certificates: createShared({ keep: true }),
    revocations: createShared({ keep: true }),
    answers: new Map(),
    limited: createLimiter(MAX_TUNNELS),
    trust: null,
    names: createNames(),
    fetches: null,
  };
}

/** What a probe needs besides its route. */
export interface ProbeContext {
  options: KnownPath;
  from: Check['from'];
  probeSet: ProbeSet;
  /** The source of Windows' own verdict on a root. */
  windowsTrust?: WindowsTrust | undefined;
}

/** Starts all probes in parallel. Probes with the same route share one tunnel. */
export function startProbes(
  context: RunContext,
  variants: readonly Variant[],
  probing: ProbeContext,
): GatewayProbe[] {
  const { ports } = context;
  const { options, probeSet } = probing;
  return options.gateways.flatMap((gateway) =>
    variants.map((variant): GatewayProbe => {
      const { shown, outcome } = probeTunnel(context, gateway, variant, probing);
      const routeOf = (url: string) => routeOfUrl(variant.paths, url);
      const hooks = hooksFor(context, gateway, variant.stores, probing.from);
      const { now, wallClock } = ports;
      const checked = shown.then(async (sent) => {
        const check = hasNoTrustedRoot(sent.results)
          ? await probing.windowsTrust?.firstCheck(sent.chain)
          : null;
        // The deadline covers the tunnel and revocation together; waiting for Windows does not count.
        const limits = {
          deadlineMs: options.deadlineMs,
          until: now() + sent.leftMs,
          now,
          names: probeSet.names,
        };
        return { sent, check: check ?? null, limits };
      });
      const keyOf = (chain: readonly Uint8Array[], urls: readonly { url: string }[]) => {
        const routes = urls.map(({ url }) => `${url} ${routeKey(routeOf(url))}`);
        return [gatewayName(gateway), digest(chain), ...routes].join('\n');
      };
      const completed = checked.then(async ({ sent, check, limits }) => {
        const { results, chain } = sent;
        if (!hasNoTrustedRoot(results)) return { results, chain, issuers: [] };
        const { completedChain, issuersOf, windowsTrustedChain } = await import('./certificates.ts');
        const trusted = trustedByWindows(check, chain);
        const fetches = await fetchesOf(probeSet);
        const tunnelKey = routeKey(tunnelRoute(variant.paths, gateway));
        const key = `${keyOf(chain, issuersOf(chain))}\n${tunnelKey}\n${trusted === null ? '' : 'trusted'}`;
        return probeSet.certificates(key, routeOf, (noted) => {
          const by = { ...limits, routeOf: noted, fetches };
          return trusted === null
            ? completedChain(sent, by, hooks)
            : windowsTrustedChain(sent, trusted, by, hooks);
        });
      });
      const revocation = Promise.all([completed, checked]).then(async ([{ chain }, { limits }]) => {
        // Of a service, the route of the computer shows it.
        if (gateway.as === 'user') return [];
        const { checkRevocation, revocationUrls } = await loadRevocation();
        const fetches = await fetchesOf(probeSet);
        return probeSet.revocations(keyOf(chain, revocationUrls(chain)), routeOf, (noted) =>
          checkRevocation({ ...limits, routeOf: noted, fetches, chain, wallClock }, hooks),
        );
      });
      const certificates = Promise.all([completed, outcome]).then(([known, { results }]) => {
        return { ...known, results: [...known.results, ...results.slice(known.results.length)] };
      });
      return { gateway, variant, shown, completed, certificates, revocation };
    }),
  );
}

/**
 * Probes one gateway up to the Call Connect Ack, unless the same route was probed already. If the gateway shows no
 * certificates, `shown` resolves at the end.
 */
export function probeTunnel(
  context: RunContext,
  gateway: Gateway,
  { stores, paths }: Pick<Variant, 'stores' | 'paths'>,
  { options, from, probeSet }: ProbeContext,
): TunnelProbe {
  const { now, wallClock, uuid } = context.ports;
  const { extraRoots, deadlineMs, known, newestTls, compareDirect = false } = options;
  const route = tunnelRoute(paths, gateway);
  probeSet.trust ??= trustContext(extraRoots);
  const { trust } = probeSet;
  const hooks = hooksFor(context, gateway, stores, from);
  const probe = (onCertificates: TunnelRequest['onCertificates']) =>
    checkTunnel(
      {
        gateway,
        route,
        extraRoots,
        trust,
        names: probeSet.names,
        newestTls,
        expectedRoots: expectedRoots(known, gateway),
        compareDirect,
        deadlineMs,
        now,
        wallClock,
        correlationId: uuid(),
        onCertificates,
      },
      hooks,
    );
  const name = gatewayName(gateway);
  const key = `${gateway.url ?? name} ${routeKey(route)}`;
  const earlier = probeSet.tunnels.get(key);
  const isWritten = earlier?.stores === 'proposed' && stores === 'current';
  const isOther = earlier !== undefined && earlier.name !== name;
  const probed =
    isWritten || isOther
      ? { ...reportedAgain(earlier, stores, hooks), name }
      : (earlier ?? { name, stores, ...startTunnel(probeSet.limited, probe) });
  probeSet.tunnels.set(key, probed);
  return probed;
}

/** A tunnel that was probed for proposed settings which were written since: its checks are those of the current ones. */
function reportedAgain(
  probed: TunnelProbe,
  stores: Check['stores'],
  { onStage }: ReturnType<typeof hooksFor>,
): TunnelProbe {
  const outcome = probed.outcome.then((ended) => {
    for (const result of ended.results) onStage({ type: 'result', result });
    return ended;
  });
  return { ...probed, stores, outcome };
}

function startTunnel(
  limited: ProbeSet['limited'],
  probe: (onCertificates: (shown: ShownCertificates) => void) => Promise<TunnelOutcome>,
): Pick<TunnelProbe, 'shown' | 'outcome'> {
  let show: (shown: ShownCertificates) => void = () => undefined;
  const early = new Promise<ShownCertificates>((resolve) => {
    show = resolve;
  });
  const outcome = inTurn(limited, () => probe(show));
  return { outcome, shown: Promise.race([early, outcome.then((ended) => ({ ...ended, leftMs: 0 }))]) };
}

/** Resolves to the outcome as soon as it is known; the slot is released only when its socket is closed, too. */
function inTurn(limited: ProbeSet['limited'], probe: () => Promise<TunnelOutcome>): Promise<TunnelOutcome> {
  return new Promise((resolve, reject) => {
    limited(async () => {
      const outcome = await probe();
      resolve(outcome);
      await outcome.settled;
    }).catch(reject);
  });
}

async function fetchesOf(probeSet: ProbeSet): Promise<Fetches> {
  const { createFetches } = await loadRevocation();
  probeSet.fetches ??= createFetches();
  return probeSet.fetches;
}

/** Hooks that report the checks of one gateway under one variant. */
export function hooksFor(
  { emit, signal }: RunContext,
  gateway: Gateway,
  stores: Check['stores'],
  from: Check['from'],
) {
  const common = { gateway: gatewayName(gateway), stores };
  return {
    signal,
    onStage: (event: StageEvent) => {
      if (event.type === 'result' && event.result.stage === 'tls') loadRevocation().catch(() => undefined);
      if (event.type === 'result') emit({ type: 'check', check: { ...common, from, ...event.result } });
      else emit({ ...event, ...common, type: 'check-started' });
    },
  };
}

/** Whether the gateway's chain does not end at a trusted root. */
export function hasNoTrustedRoot(results: readonly StageResult[]): boolean {
  return ofStage(results, 'certificate').some(({ evidence }) => evidence.trustedBy === null);
}

/** The route to a revocation URL under these settings. */
export function routeOfUrl(paths: PathSettings, url: string): Route {
  const parts = urlParts(url);
  if (parts === null) return { proxy: null, decidedBy: paths.winHttp.id, unsupported: 'bad-url' };
  return revocationRoute(paths, parts);
}

function digest(chain: readonly Uint8Array[]): string {
  return createHash('sha256').update(Buffer.concat(chain)).digest('hex');
}
