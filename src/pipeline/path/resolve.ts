import { type Assessment, assess } from '../../core/decide/assess.ts';
import {
  type Automatic,
  type AutoQuestion,
  NOT_RESOLVED,
  questionKey,
  questionOf,
  type Resolution,
} from '../../core/decide/automatic.ts';
import { gatewayUrl, type PathSettings } from '../../core/decide/routes.ts';
import type { CheckedSettings } from '../../core/model/check.ts';
import type { Finding } from '../../core/model/finding.ts';
import { deadProxiesOf } from '../../core/path/deciding-route.ts';
import type { AutoAnswer } from '../../core/proxy/auto-answer.ts';
import type { Machine } from '../../machine/port.ts';
import { type KnownPath, placeOf, skipReason } from '../inputs/gateways.ts';
import type { AuditOptions } from '../run/options.ts';
import type { RunContext } from '../run/run.ts';
import { type Answers, type AskAutomatic, askerOf } from './answers.ts';
import type { ProbeSet } from './gateway-probes.ts';

/**
 * No gateway's certificates name more URLs; further ones are not evaluated, and the answer counts as incomplete.
 */
const MAX_URLS = 200;

type Options = Pick<AuditOptions, 'desired' | 'pacFile'> & { path: KnownPath };

/** A question, and the routes that depend on its answers. */
export interface OpenQuestion {
  question: AutoQuestion;
  stores: CheckedSettings;
  paths: PathSettings;
}

/**
 * The assessment with the answers of auto-detection and PAC files for every URL concerned: the gateways, then the
 * revocation URLs of their certificates, for which the tunnel is probed once. Unchanged if there is no question,
 * or nothing that can answer.
 */
export async function withAnswers(
  context: RunContext,
  machine: Machine,
  seen: Assessment,
  options: Options,
  probeSet: ProbeSet | null,
): Promise<Assessment> {
  const automatic = await answersTo(context, machine, openQuestions(seen), options, probeSet);
  if (automatic.size === 0) return seen;
  // The user of this assessment: a run can manage several users, of whom none was named.
  return assess(seen.observation, options.desired, seen.vpnUser?.sid ?? null, automatic);
}

/**
 * The answers to these questions; none if nothing can answer, or there is no gateway. A question that was answered
 * before in the same probe set, for another user, is not asked again.
 */
export async function answersTo(
  context: RunContext,
  machine: Machine | null,
  questions: readonly OpenQuestion[],
  options: Pick<Options, 'path' | 'pacFile'>,
  probeSet: ProbeSet | null,
): Promise<Automatic> {
  const isAsked = questions.length > 0 && options.path.gateways.length > 0;
  // A PAC file that was named is read in any case, so that a wrong name is not overlooked.
  const ask = isAsked || options.pacFile !== undefined ? await askerOf(machine, options, context) : null;
  if (ask === null || !isAsked) return NOT_RESOLVED;
  context.emit({ type: 'step', step: 'resolve', status: 'started' });
  const automatic = new Map<string, Resolution>();
  for (const one of questions) {
    const key = questionKey(one.question);
    const asked = probeSet?.answers.get(key) ?? resolve(context, machine, one, { ask, options, probeSet });
    probeSet?.answers.set(key, asked);
    const resolution = await asked;
    if (resolution !== null) automatic.set(key, resolution);
  }
  context.emit({ type: 'step', step: 'resolve', status: automatic.size > 0 ? 'done' : 'failed' });
  return automatic;
}

/** A PAC file that was named has no effect where no setting asks for one. */
export function reportUnusedPacFile(
  context: RunContext,
  { pacFile }: Pick<AuditOptions, 'pacFile'>,
  assessment: Assessment | null,
): void {
  if (pacFile === undefined || (assessment !== null && openQuestions(assessment).length > 0)) return;
  const finding: Finding = { code: 'pac-file-unused', severity: 'warning', store: null, evidence: {} };
  context.emit({ type: 'finding', finding });
}

/** The questions of the current and of the proposed settings, each once. */
function openQuestions({ current, proposed }: Assessment): OpenQuestion[] {
  const found = new Map<string, OpenQuestion>();
  const add = (stores: OpenQuestion['stores'], paths: PathSettings) => {
    const question = questionOf(paths.winInet.settings);
    if (question === null || found.has(questionKey(question))) return;
    found.set(questionKey(question), { question, stores, paths });
  };
  add('current', current);
  add('proposed', proposed);
  return [...found.values()];
}

interface Asking {
  ask: AskAutomatic;
  options: Pick<Options, 'path'>;
  probeSet: ProbeSet | null;
}

async function resolve(
  context: RunContext,
  machine: Machine | null,
  { question, stores, paths }: OpenQuestion,
  { ask, options, probeSet }: Asking,
): Promise<Resolution | null> {
  // The answers do not decide the routes of the computer.
  const gateways = options.path.gateways.filter(({ as }) => as !== 'computer');
  const first = await ask(question, gateways.map(gatewayUrl));
  if (first === null) return null;
  const forGateways = { ...resolutionFrom([first]), complete: false, deadProxies: [] };
  if (probeSet === null || skipReason(machine, options.path) !== null) return forGateways;
  const { probeTunnel } = await import('./gateway-probes.ts');
  const { revocationUrls } = await import('../../path/revocation/revocation-urls.ts');
  // These answers decide the tunnel's route, and the tunnel shows the certificates that name the other URLs.
  const answered = { ...paths, winInet: { ...paths.winInet, automatic: forGateways } };
  const probing = { options: options.path, from: placeOf(machine), probeSet };
  const tunnels = gateways.map(
    (gateway) => probeTunnel(context, gateway, { stores, paths: answered }, probing).shown,
  );
  const outcomes = await Promise.all(tunnels);
  const chains = outcomes.map(({ chain }) => chain);
  const deadProxies = deadProxiesOf(outcomes.map(({ results }) => results));
  const urls = chains.flatMap((chain) =>
    revocationUrls(chain).flatMap(({ url, skipped }) => (skipped === null ? [url] : [])),
  );
  const distinct = [...new Set(urls)];
  const second = distinct.length === 0 ? null : await ask(question, distinct.slice(0, MAX_URLS));
  if (distinct.length > 0 && second === null) return { ...forGateways, deadProxies };
  const isSeen = gateways.every(({ url }, at) => url?.startsWith('http:') || chains[at]?.length !== 0);
  const complete = isSeen && distinct.length <= MAX_URLS;
  return { ...resolutionFrom(second === null ? [first] : [first, second]), complete, deadProxies };
}

function resolutionFrom(parts: readonly Answers[]): Omit<Resolution, 'complete' | 'deadProxies'> {
  const answers = new Map<string, AutoAnswer>();
  for (const part of parts) for (const answer of part.answers) answers.set(answer.url, answer);
  const all = (list: (part: Answers) => readonly string[]) => [...new Set(parts.flatMap(list))];
  return {
    answers,
    dependsOnNetwork: all(({ dependsOnNetwork }) => dependsOnNetwork),
    variesWith: all(({ variesWith }) => variesWith),
  };
}
