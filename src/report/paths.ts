import {
  type Check,
  type CheckStatus,
  type Gateway,
  gatewayName,
  type Stage,
  type Verdict,
} from '../core/check.ts';
import type { RunEvent } from '../core/events.ts';
import { byPlace, clientOf, inPlace, TUNNEL_STAGES } from './path-checks.ts';
import type { Words } from './words.ts';

export type CellStatus = 'waiting' | 'running' | CheckStatus;

export interface StageCell {
  stage: Stage;
  /** The URL of a revocation fetch, else `null`. */
  url: string | null;
  via: string | null;
  status: CellStatus;
  durationMs: number | null;
  /** Why it is not a pass, in stable words, else `null`. */
  reason: string | null;
  /** Which client fetched, where that is not the program itself. */
  client: string | null;
  /** What it ended with, else `null`. */
  check: Check | null;
}

/** One gateway over one variant of the stores. */
export interface PathState {
  gateway: string;
  stores: 'current' | 'proposed';
  tunnel: readonly StageCell[];
  /** By their URLs, then the checks of other clients. A URL may be fetched by more than one. */
  revocation: readonly StageCell[];
  checks: readonly Check[];
  verdict: Verdict | null;
}

type PathEvent = Extract<RunEvent, { type: 'check-started' | 'check' | 'verdict' }>;

/** The paths after one more event about one of them, which is added where it is new. */
export function foldPath(paths: readonly PathState[], event: PathEvent): readonly PathState[] {
  const { gateway, stores } =
    event.type === 'check' ? event.check : event.type === 'verdict' ? event.verdict : event;
  const index = paths.findIndex((path) => path.gateway === gateway && path.stores === stores);
  const next = advance(paths[index] ?? newPath(gateway, stores), event);
  return index === -1 ? [...paths, next] : paths.with(index, next);
}

/** The paths that are about to be checked with the stores as they are, all waiting. */
export function waitingPaths(gateways: readonly Gateway[]): readonly PathState[] {
  return gateways.map((gateway) => newPath(gatewayName(gateway), 'current'));
}

/** Stages that were passed over (no CONNECT on the direct way), or never came, are not shown as waiting. */
export function visibleStages({ tunnel, verdict, revocation }: PathState): StageCell[] {
  const last = tunnel.findLastIndex(({ status }) => status !== 'waiting');
  const over = verdict !== null || revocation.length > 0;
  return tunnel.filter(({ status }, index) => status !== 'waiting' || (!over && index > last));
}

/** Under which stores a path was walked, by which way, and from where. */
export function pathNotes(path: PathState, part: 'look' | 'change', words: Words): string[] {
  const started = path.tunnel.filter(({ via }) => via !== null);
  const via = (started.find(({ stage }) => stage !== 'dns') ?? started[0])?.via ?? null;
  const looked = part === 'change' ? words.afterChange : words.withCurrent;
  return [
    path.stores === 'proposed' ? words.withProposed : looked,
    ...(via === null ? [] : [wayText(via, words)]),
    ...(path.checks.some(({ from }) => from === 'this-desk') ? [words.fromDesk] : []),
    ...(path.checks.some(({ from }) => from === 'remote') ? [words.fromMachine] : []),
  ];
}

/** The way through a proxy, or without one. */
export function wayText(via: string, words: Words): string {
  return via === 'direct' ? words.direct : words.via(via);
}

function advance(path: PathState, event: PathEvent): PathState {
  if (event.type === 'verdict') return { ...path, verdict: event.verdict };
  const checks = event.type === 'check' ? inPlace([...path.checks, event.check]) : path.checks;
  const cell = event.type === 'check' ? finishedCell(event.check) : runningCell(event);
  // What Windows' own clients say of a stage of the tunnel does not take the place of the stage.
  if (cell.stage === 'revocation' || cell.client !== null) {
    // A result ends the first fetch of that URL that is still running, preferably on the same way.
    const open = path.revocation.filter(({ url, status }) => url === cell.url && status === 'running');
    const ended = event.type === 'check' ? (open.find(({ via }) => via === cell.via) ?? open[0]) : undefined;
    const revocation =
      ended === undefined
        ? [...path.revocation, cell]
        : path.revocation.with(path.revocation.indexOf(ended), cell);
    return { ...path, checks, revocation: revocation.toSorted(byPlace) };
  }
  return { ...path, checks, tunnel: path.tunnel.map((old) => (old.stage === cell.stage ? cell : old)) };
}

function newPath(gateway: string, stores: 'current' | 'proposed'): PathState {
  const blank = {
    url: null,
    via: null,
    status: 'waiting',
    durationMs: null,
    reason: null,
    client: null,
    check: null,
  } as const;
  return {
    gateway,
    stores,
    tunnel: TUNNEL_STAGES.map((stage) => ({ stage, ...blank })),
    revocation: [],
    checks: [],
    verdict: null,
  };
}

function runningCell({ stage, url, via }: Extract<RunEvent, { type: 'check-started' }>): StageCell {
  return { stage, url, via, status: 'running', durationMs: null, reason: null, client: null, check: null };
}

function finishedCell(check: Check): StageCell {
  const { stage, url, via, status, durationMs, evidence } = check;
  return {
    stage,
    url,
    via,
    status,
    durationMs,
    reason: status === 'pass' ? null : reasonOf(evidence),
    client: clientOf(evidence),
    check,
  };
}

/** The stable word, and the number or code that proves it: `refused (ECONNREFUSED)`, `proxy-auth (HTTP 407)`. */
function reasonOf({
  reason,
  code,
  hresult,
  httpStatus,
  errno,
  detail,
}: Record<string, unknown>): string | null {
  const word = reason ?? code ?? hresult;
  const proof = httpStatus == null ? (errno ?? detail) : `HTTP ${String(httpStatus)}`;
  if (word == null) return proof == null ? null : String(proof);
  return proof == null ? String(word) : `${String(word)} (${String(proof)})`;
}
