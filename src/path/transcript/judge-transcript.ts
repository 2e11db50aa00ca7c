import { gatewayVerdict, type StageVerdict } from '../../core/causes/verdict.ts';
import type { Gateway, Route, StageResult } from '../../core/model/check.ts';
import { parseUrl } from '../../core/model/parse-url.ts';
import type { ExpectedRoot } from '../../core/path/gateway-profile.ts';
import type { Address } from '../revocation/address-check.ts';
import { checkRevocation } from '../revocation/revocation.ts';
import type { PathHooks } from '../transport/stage.ts';
import { checkTunnel } from '../tunnel/tunnel.ts';
import { replayOf } from './replay.ts';
import type { FetchTranscript, GatewayTranscript } from './transcript.ts';

export interface TranscriptQuestion {
  gateway: GatewayTranscript;
  /** PEM, trusted besides Node's roots and those of the recording computer. */
  extraRoots: readonly string[];
  expectedRoots?: readonly ExpectedRoot[];
  /** The date for judging. */
  wallClock: () => Date;
}

export interface TranscriptJudgement extends StageVerdict {
  tunnel: StageResult[];
  revocation: StageResult[];
}

/** A replay never waits; this only limits the cost of a forged transcript. */
const REPLAY_MS = 60_000;

/**
 * Judges a recording of Test-P2SPath.ps1 with the same code as this process's own checks. Throws P2sError `input`
 * for an invalid host, and `cancelled`.
 */
export async function judgeTranscript(
  { gateway, extraRoots, expectedRoots = [], wallClock }: TranscriptQuestion,
  hooks: PathHooks = {},
): Promise<TranscriptJudgement> {
  const { host, port, viaProxy, tunnel, roots, fetches } = gateway;
  const target: Gateway = { host, port, source: 'option' };
  const common = { deadlineMs: REPLAY_MS, now: () => 0, wallClock };
  const request = { ...common, gateway: target, route: routeBy(viaProxy), extraRoots, expectedRoots };
  const probed = await checkTunnel(
    // The recorded request already has a correlation id.
    { ...request, transport: replayOf(tunnel, roots, wallClock()), correlationId: '' },
    hooks,
  );
  await probed.settled;
  const find = (url: string) => fetches.find((fetched) => sameUrl(fetched.url, url));
  const revocation = await checkRevocation(
    {
      ...common,
      chain: probed.chain,
      routeOf: (url) => routeBy(find(url)?.viaProxy ?? null),
      dialerOf: (address) => {
        const fetched = fetches.find((one) => answers(one, address));
        return fetched === undefined ? null : replayOf(fetched);
      },
    },
    hooks,
  );
  return {
    tunnel: probed.results,
    revocation,
    ...gatewayVerdict([...probed.results, ...revocation], { gateway: host }),
  };
}

function routeBy(proxy: Route['proxy']): Route {
  return { proxy, decidedBy: 'option', unsupported: null };
}

function answers(fetched: FetchTranscript, { url, about }: Address): boolean {
  const isIt = fetched.kind === about.kind && fetched.position === about.position;
  return isIt && sameUrl(fetched.url, url);
}

/** `url` is normalised already. */
function sameUrl(asked: string, url: string): boolean {
  return parseUrl(asked)?.href === url;
}
