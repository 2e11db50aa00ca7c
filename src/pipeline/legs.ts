import { createHash } from 'node:crypto';
import type { Resolution } from '../core/automatic.ts';
import {
  type Check,
  type Gateway,
  gatewayName,
  ofStage,
  type Route,
  type StageEvent,
  type StageResult,
} from '../core/check.ts';
import type { StepName } from '../core/events.ts';
import { expectedRoots } from '../core/gateway-profile.ts';
import { type PathSettings, revocationRoute, tunnelRoute, urlParts } from '../core/routes.ts';
import { routeKey } from '../path/authority.ts';
import type { Fetches } from '../path/fetches.ts';
import { type TrustContext, trustContext } from '../path/handshake.ts';
import { createLimiter } from '../path/limiter.ts';
import { createNames, type Names } from '../path/names.ts';
import { revocationUrls } from '../path/revocation-urls.ts';
import { createShared } from '../path/shared.ts';
import { checkTunnel, type TunnelOutcome } from '../path/tunnel.ts';
import type { Certificates } from './certificates.ts';
import type { KnownPath } from './gateways.ts';
import type { RunContext } from './run.ts';
import { type TrustDesk, trustedByWindows } from './windows-trust.ts';

/** The stores as they are, or as a plan would leave them, and the ways that follow from them. */
export interface Variant {
  stores: Check['stores'];
  step: Extract<StepName, `probe-${string}`>;
  paths: PathSettings;
}

/** One gateway under one variant. All promises are under way from the start. */
export interface Leg {
  gateway: Gateway;
  variant: Variant;
  tunnel: Promise<TunnelOutcome>;
  certificates: Promise<Certificates>;
  revocation: Promise<StageResult<'revocation'>[]>;
}

/** Needed once a gateway has shown its certificates: loaded while its next answer is on its way. */
const loadRevocation = () => import('../path/revocation.ts');

/** Walks that were made or are under way, by their ways: one way is walked once, and its checks are told once. */
export interface Walks {
  tunnels: Map<string, Promise<TunnelOutcome>>;
  certificates: ReturnType<typeof createShared<Certificates>>;
  revocations: ReturnType<typeof createShared<StageResult<'revocation'>[]>>;
  /** What auto-detection and PAC files answered for the gateways and what their certificates name, by the question. */
  answers: Map<string, Promise<Resolution | null>>;
  /** Bounds the tunnels that are open at once. */
  limited: ReturnType<typeof createLimiter>;
  /** Made at the first walk: its roots are those of the run. */
  trust: TrustContext | null;
  names: Names;
  /** Made when the first certificate names an address. */
  fetches: Fetches | null;
}

/** A silent gateway holds its place for a deadline: so many silent ones may there be before others wait for them. */
const MAX_TUNNELS = 256;

export function noWalks(): Walks {
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

/** What a walk needs besides its way. */
export interface Walking {
  options: KnownPath;
  from: Check['from'];
  walks: Walks;
  /** Where Windows' own word on a root can be had. */
  desk?: TrustDesk | undefined;
}

/** Starts every leg side by side. Legs that take the same way share one walk. */
export function makeLegs(context: RunContext, variants: readonly Variant[], walking: Walking): Leg[] {
  const { ports } = context;
  const { options, walks } = walking;
  return options.gateways.flatMap((gateway) =>
    variants.map((variant): Leg => {
      const tunnel = walkTunnel(context, gateway, variant, walking);
      const routeOf = (url: string) => routeOfUrl(variant.paths, url);
      const hooks = hooksFor(context, gateway, variant.stores, walking.from);
      const { now, wallClock } = ports;
      const common = { deadlineMs: options.deadlineMs, now, names: walks.names };
      const keyOf = (chain: readonly Uint8Array[], urls: readonly { url: string }[]) => {
        const ways = urls.map(({ url }) => `${url} ${routeKey(routeOf(url))}`);
        return [gatewayName(gateway), digest(chain), ...ways].join('\n');
      };
      const certificates = tunnel.then(async (outcome) => {
        const { results, chain } = outcome;
        if (!lacksRoot(results)) return { results, chain, issuers: [] };
        const { completed, issuersOf, vouchedFor } = await import('./certificates.ts');
        const trusted = trustedByWindows((await walking.desk?.firstLook(chain)) ?? null, chain);
        const fetches = await fetchesOf(walks);
        const tunnelWay = routeKey(tunnelRoute(variant.paths, gateway));
        const key = `${keyOf(chain, issuersOf(chain))}\n${tunnelWay}\n${trusted === null ? '' : 'trusted'}`;
        return walks.certificates(key, routeOf, (noted) => {
          const by = { ...common, routeOf: noted, fetches };
          return trusted === null ? completed(outcome, by, hooks) : vouchedFor(outcome, trusted, by, hooks);
        });
      });
      const revocation = certificates.then(async ({ chain }) => {
        const { checkRevocation } = await loadRevocation();
        const fetches = await fetchesOf(walks);
        return walks.revocations(keyOf(chain, revocationUrls(chain)), routeOf, (noted) =>
          checkRevocation({ ...common, routeOf: noted, fetches, chain, wallClock }, hooks),
        );
      });
      return { gateway, variant, tunnel, certificates, revocation };
    }),
  );
}

/** Walks to one gateway up to the Call Connect Ack, unless that was done already by the same way. */
export function walkTunnel(
  context: RunContext,
  gateway: Gateway,
  { stores, paths }: Pick<Variant, 'stores' | 'paths'>,
  { options, from, walks }: Walking,
): Promise<TunnelOutcome> {
  const { now, wallClock, uuid } = context.ports;
  const { extraRoots, deadlineMs, known, compareDirect = false } = options;
  const route = tunnelRoute(paths, gateway);
  walks.trust ??= trustContext(extraRoots);
  const { trust } = walks;
  const walk = () =>
    checkTunnel(
      {
        gateway,
        route,
        extraRoots,
        trust,
        names: walks.names,
        expectedRoots: expectedRoots(known, gateway),
        compareDirect,
        deadlineMs,
        now,
        wallClock,
        correlationId: uuid(),
      },
      hooksFor(context, gateway, stores, from),
    );
  const key = `${gatewayName(gateway)} ${routeKey(route)}`;
  const walked = walks.tunnels.get(key) ?? inTurn(walks.limited, walk);
  walks.tunnels.set(key, walked);
  return walked;
}

/** The outcome as soon as it is there; the place is free for the next only when its socket is gone, too. */
function inTurn(limited: Walks['limited'], walk: () => Promise<TunnelOutcome>): Promise<TunnelOutcome> {
  return new Promise((resolve, reject) => {
    limited(async () => {
      const outcome = await walk();
      resolve(outcome);
      await outcome.settled;
    }).catch(reject);
  });
}

async function fetchesOf(walks: Walks): Promise<Fetches> {
  const { createFetches } = await loadRevocation();
  walks.fetches ??= createFetches();
  return walks.fetches;
}

/** Tells the checks of one gateway under one variant. */
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

/** The chain that the gateway showed leads to no root that is trusted. */
export function lacksRoot(results: readonly StageResult[]): boolean {
  return ofStage(results, 'certificate').some(({ evidence }) => evidence.trustedBy === null);
}

/** The way to a revocation address under these settings. */
export function routeOfUrl(paths: PathSettings, url: string): Route {
  const parts = urlParts(url);
  if (parts === null) return { proxy: null, decidedBy: paths.winHttp.id, unsupported: 'bad-url' };
  return revocationRoute(paths, parts);
}

function digest(chain: readonly Uint8Array[]): string {
  return createHash('sha256').update(Buffer.concat(chain)).digest('hex');
}
