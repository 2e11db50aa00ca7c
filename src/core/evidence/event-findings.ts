import { isReachable } from '../causes/verdicts.ts';
import { CAUSES, type CauseId } from '../explain/causes.ts';
import { numberText } from '../explain/code-number.ts';
import { knownCode } from '../explain/codes/codes.ts';
import type { Verdict } from '../model/check.ts';
import type { Finding, FindingCode, Severity } from '../model/finding.ts';
import { DIALLER, SSTP, type VpnEvent } from './vpn-events.ts';

/** How many different problems are reported; the newest ones. */
const MAX_FINDINGS = 8;
/** The connection ended on purpose (raserror.h): cancelled, idle, sign-out, sleep. */
const NO_TROUBLE = new Set([631, 756, 828, 830, 831, 832, 833]);

/** One problem and its events, the newest first. */
interface Problem {
  finding: FindingCode;
  events: VpnEvent[];
  causes: readonly CauseId[];
  /** A generic event: something failed, or an established session ended. */
  minor: boolean;
  evidence: Record<string, unknown>;
}

/**
 * Findings from the logged events. A problem that the path check also finds now is an error. A problem after which
 * the same connection succeeded is history. Anything else is a warning.
 *
 * @param events as readVpnEvents returns them
 * @param verdicts of the current path; empty: not checked
 */
export function eventFindings(events: readonly VpnEvent[], verdicts: readonly Verdict[]): Finding[] {
  const connections = connectionsOf(events);
  const problems = new Map<string, Problem>();
  for (const event of events) {
    const found = problemOf(event, events);
    if (found === null) continue;
    const [key, problem] = found;
    const known = problems.get(key);
    if (known === undefined) problems.set(key, problem);
    else known.events.push(event);
  }
  return [...problems.values()]
    .slice(0, MAX_FINDINGS)
    .map((problem) => findingFrom(problem, events, connections, verdicts));
}

function problemOf(event: VpnEvent, all: readonly VpnEvent[]): [string, Problem] | null {
  const sstp = sstpProblem(event);
  if (sstp !== null) return fromSstp(event, sstp, all);
  const { id, code } = event;
  if (code === null || NO_TROUBLE.has(code) || (id !== DIALLER.failed && id !== DIALLER.ended)) return null;
  const known = knownCode(code);
  const evidence = {
    code: numberText(code),
    name: known?.name ?? null,
    meaning: known?.meaning ?? null,
    proxy: known?.proxy ?? null,
    ended: id === DIALLER.ended,
    sstpEvents: sstpBeside(event, all),
  };
  const minor = id === DIALLER.ended;
  const causes = known?.causes ?? [];
  return [`${id} ${code}`, { finding: 'logged-vpn-error', events: [event], causes, minor, evidence }];
}

function fromSstp(
  event: VpnEvent,
  { finding, meaning, causes, vague }: SstpProblem,
  all: readonly VpnEvent[],
): [string, Problem] | null {
  const { id, coId, code, httpStatus, hashes, text } = event;
  const dialler = all.some((one) => one.id === DIALLER.failed && one.coId === coId && one.code !== null);
  if (vague && coId !== null && dialler) return null;
  const evidence = {
    event: id,
    meaning,
    ...(code === null ? {} : { code: numberText(code) }),
    ...(httpStatus === null ? {} : { httpStatus }),
    ...(hashes === null ? {} : hashes),
    ...(text === null ? {} : { text }),
  };
  const key = `${finding} ${finding === 'logged-sstp-event' ? `${id} ${httpStatus}` : ''}`;
  return [key, { finding, events: [event], causes, minor: vague, evidence }];
}

function findingFrom(
  { finding, events, causes, minor, evidence }: Problem,
  all: readonly VpnEvent[],
  connections: ReadonlyMap<string, string>,
  verdicts: readonly Verdict[],
): Finding {
  const [newest] = events;
  const connection = newest?.connection ?? connections.get(newest?.coId ?? '') ?? null;
  const overSince = newest === undefined ? null : connectedAfter(newest.at, connection, all);
  const proved = causes.find((id) => isProved(id, verdicts)) ?? null;
  const first = proved ?? causes[0] ?? null;
  return {
    code: finding,
    severity: severityOf({ over: overSince !== null, proved: proved !== null, minor }),
    store: null,
    evidence: {
      ...evidence,
      connection,
      coId: newest?.coId ?? null,
      count: events.length,
      last: newest?.at ?? null,
      overSince,
      causes,
      proved,
      cause: first === null ? null : CAUSES[first].cause,
      actor: first === null ? null : CAUSES[first].actor,
    },
  };
}

function severityOf(about: { over: boolean; proved: boolean; minor: boolean }): Severity {
  if (about.over) return 'info';
  if (about.proved) return 'error';
  return about.minor ? 'info' : 'warning';
}

/** Whether a verdict of the path check with the current settings alone proves the cause. */
function isProved(id: CauseId, verdicts: readonly Verdict[]): boolean {
  const current = verdicts.filter(({ stores }) => stores === 'current');
  return CAUSES[id].proofs.some((proof) => {
    // `reachable` proves no cause, and verdicts do not contain a reason.
    if (proof.kind !== 'verdict' || isReachable(proof) || proof.reason !== undefined) return false;
    return current.some(
      ({ verdict, stage }) =>
        verdict === proof.verdict && (proof.stage === undefined || proof.stage === stage),
    );
  });
}

/** When the connection next succeeded after `at`; without a name: any connection. */
function connectedAfter(at: string, connection: string | null, all: readonly VpnEvent[]): string | null {
  const later = all.filter(
    (event) =>
      event.source === 'RasClient' &&
      event.id === DIALLER.connected &&
      Date.parse(event.at) > Date.parse(at) &&
      (connection === null || event.connection === connection),
  );
  return later.at(-1)?.at ?? null;
}

function connectionsOf(events: readonly VpnEvent[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { coId, connection } of events)
    if (coId !== null && connection !== null) found.set(coId, connection);
  return found;
}

/** The ids of RasSstp events of the same attempt. */
function sstpBeside({ coId }: VpnEvent, all: readonly VpnEvent[]): number[] {
  if (coId === null) return [];
  const ids = all.filter((one) => one.source === 'RasSstp' && one.coId === coId).map(({ id }) => id);
  return [...new Set(ids)];
}

/** The meaning of a RasSstp event and its possible causes, the most likely first. */
export interface SstpProblem {
  finding: Extract<FindingCode, 'logged-proxy-authentication' | 'logged-interception' | 'logged-sstp-event'>;
  meaning: string;
  causes: readonly CauseId[];
  /** The RAS error code of the same attempt is at least as specific. */
  vague: boolean;
}

const PROXY_AUTH: SstpProblem = {
  finding: 'logged-proxy-authentication',
  meaning: 'a proxy on the route requires authentication, which SSTP does not support',
  causes: ['proxy-auth'],
  vague: false,
};

/**
 * By event id (Microsoft's pages on RRAS events; the manifest of Microsoft-Windows-RasSstp). Events of the server
 * side are not included.
 */
const PROBLEMS: Readonly<Record<number, SstpProblem>> = {
  1: vague('the request could not be sent: the network, or trust in the certificate', [
    'root-not-trusted',
    'revocation-not-aligned',
    'gateway-tcp',
    'name-unknown',
  ]),
  2: vague('no answer came to the request', ['silence', 'dropped-in-setup', 'no-sstp-server']),
  [SSTP.httpVersion]: vague('the answer was not HTTP/1.1', ['no-sstp-server', 'inspection']),
  5: vague('the SSTP negotiation failed', ['dropped-in-setup', 'no-sstp-server']),
  [SSTP.hashMismatch]: {
    finding: 'logged-interception',
    meaning: "the certificate that the tunnel saw is not the server's own",
    causes: ['inspection'],
    vague: false,
  },
  [SSTP.wrongUse]: {
    finding: 'logged-sstp-event',
    meaning: "the server's certificate is not meant for server authentication",
    causes: ['wrong-purpose'],
    vague: false,
  },
  [SSTP.proxyAuth]: PROXY_AUTH,
  33: vague('the cookies of the server could not be set', ['dropped-in-setup']),
};

const ANY_REFUSAL: readonly CauseId[] = ['no-sstp-server', 'proxy-refuses'];

/** Event 4 by its HTTP status. */
const STATUSES: Readonly<Record<number, readonly CauseId[]>> = {
  403: ['proxy-refuses', 'proxy-filters-sstp', 'no-sstp-server'],
  404: ['no-sstp-server', 'sstp-off'],
  502: ['gateway-tcp', 'name-unknown'],
  503: ['no-port-free', 'gateway-tcp'],
  504: ['silence', 'gateway-tcp'],
};

/** The possible causes of an event whose data is not known, the most likely first. */
export function sstpCauses(id: number): readonly CauseId[] {
  return id === SSTP.refused ? ANY_REFUSAL : (PROBLEMS[id]?.causes ?? []);
}

/** `null` for an event that is not a problem of the client. */
export function sstpProblem({ source, id, httpStatus }: VpnEvent): SstpProblem | null {
  if (source !== 'RasSstp') return null;
  if (id !== SSTP.refused) return PROBLEMS[id] ?? null;
  if (httpStatus === 407) return PROXY_AUTH;
  return {
    finding: 'logged-sstp-event',
    meaning: `the request was refused${httpStatus === null ? '' : ` with HTTP ${httpStatus}`}`,
    causes: STATUSES[httpStatus ?? 0] ?? ANY_REFUSAL,
    vague: httpStatus === null,
  };
}

function vague(meaning: string, causes: readonly CauseId[]): SstpProblem {
  return { finding: 'logged-sstp-event', meaning, causes, vague: true };
}
