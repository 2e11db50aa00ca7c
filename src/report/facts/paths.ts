import { TUNNEL_STAGES } from '../../core/causes/trace.ts';
import {
  type Check,
  type CheckedSettings,
  type CheckStatus,
  gatewayName,
  type Stage,
  type Verdict,
} from '../../core/model/check.ts';
import type { RunEvent } from '../../core/model/events.ts';
import { say } from '../../core/model/say.ts';
import { byPlace, checksByPath, inPlace } from '../../core/path/path-checks.ts';
import type { AnyFields } from '../../core/path/stage-evidence.ts';
import type { Words } from '../text/words.ts';

export type CellStatus = 'waiting' | 'running' | CheckStatus;

export interface StageCell {
  stage: Stage;
  /** The URL of a revocation fetch, else `null`. */
  url: string | null;
  via: string | null;
  status: CellStatus;
  durationMs: number | null;
  /** Why it is not a pass, as a stable word, else `null`. */
  reason: string | null;
  /** The client that fetched, if it is not p2s-fix itself. */
  client: string | null;
  /** Its result, else `null`. */
  check: Check | null;
}

/** One gateway with one variant of the settings. */
export interface PathState {
  gateway: string;
  stores: CheckedSettings;
  /** The route was named, or is direct: no settings were read. */
  withoutSettings: boolean;
  /** The stages of the current or last probed route. */
  tunnel: readonly StageCell[];
  /** For a list of routes: the failures of those without a connection, in order. */
  dead: readonly StageCell[];
  /** By URL, then the checks of other clients. Several clients may fetch the same URL. */
  revocation: readonly StageCell[];
  checks: readonly Check[];
  verdict: Verdict | null;
  /** The checks behind the verdict, including those shared by both variants. */
  facts: readonly Check[];
  /** The verdict with the other settings, where there is one. */
  other: { verdict: Verdict; checks: readonly Check[] } | null;
}

type CheckEvent = Extract<RunEvent, { type: 'check-started' | 'check' }>;
type PathEvent = CheckEvent | Extract<RunEvent, { type: 'verdict' }>;

/** The paths after one more event about one of them; adds a new path. */
export function pathsAfter(paths: readonly PathState[], event: PathEvent): readonly PathState[] {
  const { gateway, stores } =
    event.type === 'check' ? event.check : event.type === 'verdict' ? event.verdict : event;
  const index = paths.findIndex((path) => path.gateway === gateway && path.stores === stores);
  const old = paths[index] ?? newPath(gateway, stores);
  const next = event.type === 'verdict' ? judged(old, event.verdict, paths) : advance(old, event);
  const all = index === -1 ? [...paths, next] : paths.with(index, next);
  if (event.type !== 'verdict') return all;
  const other = { verdict: event.verdict, checks: next.facts };
  return all.map((path) => (path !== next && path.gateway === gateway ? { ...path, other } : path));
}

/** The paths to check with the current settings or without any, all waiting. */
export function waitingPaths({
  gateways,
  withoutSettings,
}: Extract<RunEvent, { type: 'gateways' }>): readonly PathState[] {
  return gateways.map((gateway) => ({
    ...newPath(gatewayName(gateway), 'current'),
    withoutSettings: withoutSettings === true,
  }));
}

/** Omits stages that were skipped (no CONNECT on the direct route) or never started. */
export function visibleStages({ tunnel, verdict, revocation }: PathState): StageCell[] {
  const last = tunnel.findLastIndex(({ status }) => status !== 'waiting');
  const over = verdict !== null || revocation.length > 0;
  return tunnel.filter(({ status }, index) => status !== 'waiting' || (!over && index > last));
}

/** The settings that a path was probed with, its route, and where it was tested from. */
export function pathNotes(path: PathState, part: 'audit' | 'change', words: Words): string[] {
  const started = path.tunnel.filter(({ via }) => via !== null);
  // If no route gave a connection, the first of several counts.
  const via = (started.find(({ stage }) => stage !== 'dns') ?? started[0] ?? path.dead[0])?.via ?? null;
  const audited = path.withoutSettings ? words(say('no settings read')) : words(say('current settings'));
  const variant = part === 'change' ? words(say('after the change')) : audited;
  return [
    path.stores === 'proposed' ? words(say('proposed settings')) : variant,
    ...(via === null ? [] : [routeText(via, words)]),
    ...(path.checks.some(({ from }) => from === 'this-desk')
      ? [words(say('tested from this computer'))]
      : []),
    ...(path.checks.some(({ from }) => from === 'remote')
      ? [words(say('tested from the target computer'))]
      : []),
  ];
}

/** Direct, through a proxy, or not known: the setting cannot be used, or nothing was to be fetched. */
export function routeText(via: string, words: Words): string {
  if (via === 'unknown') return words(say('route not known'));
  return via === 'direct' ? words(say('direct')) : words(say('via {proxy}', { proxy: via }));
}

function judged(path: PathState, verdict: Verdict, paths: readonly PathState[]): PathState {
  const others = paths.filter((one) => one.gateway === path.gateway && one.stores !== path.stores);
  const all = [path, ...others].flatMap(({ checks }) => checks);
  const facts = checksByPath(all)(path);
  const [seen] = others;
  const other =
    seen === undefined || seen.verdict === null ? null : { verdict: seen.verdict, checks: seen.facts };
  if (path.dead.length === 0 || path.tunnel.some(({ stage, status }) => stage === 'tcp' && status === 'pass'))
    return { ...path, verdict, facts, other };
  // No route gave a connection, so the last one is listed like the others.
  const failed = path.tunnel.filter(({ status }) => status === 'fail');
  return { ...path, verdict, facts, other, dead: [...path.dead, ...failed], tunnel: BLANK_TUNNEL };
}

function advance(path: PathState, event: CheckEvent): PathState {
  const checks = event.type === 'check' ? inPlace([...path.checks, event.check]) : path.checks;
  const cell = event.type === 'check' ? finishedCell(event.check) : runningCell(event);
  // A check of the tunnel by Windows' own clients does not replace the stage.
  if (cell.stage === 'revocation' || cell.client !== null) {
    // A result completes the first running fetch of that URL, preferably on the same route.
    const open = path.revocation.filter(({ url, status }) => url === cell.url && status === 'running');
    const ended = event.type === 'check' ? (open.find(({ via }) => via === cell.via) ?? open[0]) : undefined;
    const revocation =
      ended === undefined
        ? [...path.revocation, cell]
        : path.revocation.with(path.revocation.indexOf(ended), cell);
    return { ...path, checks, revocation: revocation.toSorted(byPlace) };
  }
  if (cell.check?.evidence.passedOver === true)
    return { ...path, checks, dead: [...path.dead, cell], tunnel: BLANK_TUNNEL };
  return { ...path, checks, tunnel: path.tunnel.map((old) => (old.stage === cell.stage ? cell : old)) };
}

const BLANK_TUNNEL: readonly StageCell[] = TUNNEL_STAGES.map((stage) => ({
  stage,
  url: null,
  via: null,
  status: 'waiting',
  durationMs: null,
  reason: null,
  client: null,
  check: null,
}));

function newPath(gateway: string, stores: CheckedSettings): PathState {
  return {
    gateway,
    stores,
    withoutSettings: false,
    tunnel: BLANK_TUNNEL,
    dead: [],
    revocation: [],
    checks: [],
    verdict: null,
    facts: [],
    other: null,
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
    client: evidence.client ?? null,
    check,
  };
}

/** The stable word, and the number or code that proves it: `refused (ECONNREFUSED)`, `proxy-auth (HTTP 407)`. */
function reasonOf({ reason, hresult, httpStatus, errno, detail }: AnyFields): string | null {
  const word = reason ?? hresult ?? null;
  const proof = httpStatus == null ? (errno ?? detail ?? null) : `HTTP ${httpStatus}`;
  return word === null || proof === null ? (word ?? proof) : `${word} (${proof})`;
}
