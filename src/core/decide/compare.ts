import { type Cause, type Step, step } from '../causes/rule.ts';
import { isOutOfReach, isReachable, isUntested, UNTESTED, verdictRow } from '../causes/verdicts.ts';
import type { CheckedSettings, Verdict, VerdictCode } from '../model/check.ts';
import { command, type Phrase, say } from '../model/say.ts';

type Judged = Pick<Verdict, 'verdict' | 'stage'>;

/**
 * What a verdict says of its path: it works; SSTP accepts it, and only its revocation was not assessed here; it
 * fails; or nobody knows, because it could not be tested from here or does not offer SSTP.
 */
type Standing = 'works' | 'accepted' | 'fails' | 'unknown';

function standingOf({ verdict, stage }: Judged): Standing {
  const { standing } = verdictRow(verdict);
  if (standing === 'untested') return stage === 'revocation' ? 'accepted' : 'unknown';
  return standing === 'not-offered' ? 'unknown' : (standing ?? 'fails');
}

/**
 * What the current and the proposed settings mean together, for one gateway.
 * - `as-desired`, `align`: it works as far as can be seen, also with the change
 * - `keep`: it works, and it is not proved that it also works with the change
 * - `not-the-cause`: no change is proposed
 * - `repairs`: it works with the change only
 * - `worse`: only its revocation check fails, and with the change its tunnel fails
 * - `not-enough`: it fails with the change too
 * - `not-proved`: one of the two could not be tested
 */
type Meaning =
  | 'as-desired'
  | 'align'
  | 'keep'
  | 'not-the-cause'
  | 'repairs'
  | 'worse'
  | 'not-enough'
  | 'not-proved';

const MEANINGS: Readonly<Record<Standing, Readonly<Record<Standing | 'none', Meaning>>>> = {
  works: { none: 'as-desired', works: 'align', accepted: 'keep', fails: 'keep', unknown: 'keep' },
  accepted: { none: 'not-the-cause', works: 'repairs', accepted: 'align', fails: 'keep', unknown: 'keep' },
  fails: {
    none: 'not-the-cause',
    works: 'repairs',
    accepted: 'not-proved',
    fails: 'not-enough',
    unknown: 'not-proved',
  },
  unknown: {
    none: 'not-the-cause',
    works: 'repairs',
    accepted: 'not-proved',
    fails: 'not-proved',
    unknown: 'not-proved',
  },
};

/** One gateway with the current settings and, where a change is proposed, with the proposed ones. */
export interface GatewayPaths<V extends Judged = Verdict> {
  readonly current: V;
  readonly proposed: V | null;
}

function meaningOf({ current, proposed }: GatewayPaths<Judged>): Meaning {
  const meaning = MEANINGS[standingOf(current)][proposed === null ? 'none' : standingOf(proposed)];
  const losesTunnel =
    verdictRow(current.verdict).revocation === 'lacking' && proposed?.stage !== 'revocation';
  return meaning === 'not-enough' && losesTunnel ? 'worse' : meaning;
}

/** The gateways in the order of the verdicts. */
export function gatewayPaths(verdicts: readonly Verdict[]): GatewayPaths[] {
  const found = new Map<string, { [Stores in CheckedSettings]?: Verdict }>();
  for (const verdict of verdicts) {
    const { gateway, stores } = verdict;
    found.set(gateway, { [stores]: verdict, ...found.get(gateway) });
  }
  return [...found].map(([gateway, { current, proposed = null }]) => ({
    current: current ?? { gateway, stores: 'current', verdict: UNTESTED, stage: null },
    proposed,
  }));
}

/** The gateways from the worst to the best: the first one leads a report. */
export function worstFirst(paths: readonly GatewayPaths[]): GatewayPaths[] {
  const rank = (one: GatewayPaths) => {
    const { current } = one;
    if (!isOutOfReach(current)) return isReachable(current) ? 5 : 4;
    if (verdictRow(current.verdict).standing === 'not-offered') return 3;
    if (meaningOf(one) === 'repairs') return 2;
    return isRevoked(reportedVerdict(one)) ? 0 : 1;
  };
  return paths.toSorted((a, b) => rank(a) - rank(b));
}

function isRevoked({ verdict }: Judged): boolean {
  return verdictRow(verdict).revocation === 'found';
}

/** The verdict with what is left: where the change is not enough, with the change. */
export function reportedVerdict(paths: GatewayPaths): Verdict {
  const { current, proposed } = paths;
  // A change that does not reach the failed stage leaves its cause as it is.
  const isLeft = meaningOf(paths) === 'not-enough' && current.notProposed !== true;
  return isLeft && proposed !== null ? proposed : current;
}

/** Whether what was proposed breaks a gateway: it is not the change to make, whatever else is repaired. */
export function isWrongChange(verdicts: readonly Verdict[]): boolean {
  return gatewayPaths(verdicts).some((paths) => ['keep', 'worse'].includes(meaningOf(paths)));
}

/** What is to be done about one gateway, in this order, and what is to know beside it. */
export interface Advice {
  /** The settings whose cause is reported. */
  readonly decides: CheckedSettings;
  readonly steps: readonly Step[];
  readonly note: Phrase | null;
}

/**
 * What follows from two causes and a plan. Asks nobody for what the change repairs; where it is not enough, asks for
 * what is left with it. The change itself follows the steps, if it is still needed.
 */
export function adviceFor(paths: GatewayPaths, causeOf: (verdict: Verdict) => Pick<Cause, 'steps'>): Advice {
  const { current, proposed } = paths;
  const by = (decides: CheckedSettings, steps: readonly Step[], note: Phrase | null = null) => ({
    ...{ decides, steps, note },
  });
  const ofCurrent = () => by('current', causeOf(current).steps);
  const ofProposed = () => (proposed === null ? ofCurrent() : by('proposed', causeOf(proposed).steps));
  switch (meaningOf(paths)) {
    case 'as-desired':
    case 'align':
    case 'not-the-cause':
      return ofCurrent();
    case 'keep':
      return by('proposed', [], say('Leave the settings as they are: the path works with them.'));
    case 'repairs':
      return by('current', [current.losesByProposal === true ? LOSES : applyStep(current)]);
    case 'worse':
      return by('current', [WORSE]);
    case 'not-proved':
      return ofProposed();
    case 'not-enough':
      return reportedVerdict(paths) === proposed ? ofProposed() : ofCurrent();
  }
}

function applyStep({ commands }: Verdict): Step {
  const own = commands?.command ?? command('apply');
  const fixes = say('make the proposed change ({command}); the path works with it', { command: own });
  return { ...step('administrator', fixes), command: own };
}

const LOSES = step(
  'administrator',
  say(
    'the path works with the proposed change, but another gateway no longer works with it, so an apply does not write it: see candidate-fails',
  ),
  say('A setting that works for both is needed.'),
);

const WORSE = step(
  'administrator',
  say(
    'leave out the option that names the settings, or name different ones: SSTP works with the current ones, and not with the proposed ones',
  ),
);

/**
 * The members of the JSON document that programs know: a view of the table. `isProposed`: a change is proposed;
 * `sameFetches`: it leads to the revocation addresses by the same routes.
 */
export function flagsOf(
  reported: Verdict,
  all: readonly Verdict[],
  { isProposed, sameFetches }: { isProposed: boolean; sameFetches: boolean },
): Partial<Verdict> {
  const paths = gatewayPaths(all).find(({ current }) => current.gateway === reported.gateway);
  if (paths === undefined) return {};
  const { current, proposed } = paths;
  const meaning = meaningOf(paths);
  if (reported.stores === 'proposed') return meaning === 'keep' ? { worksToday: true } : {};
  if (isReachable(current)) return {};
  if (!isProposed) return { notProposed: true };
  switch (meaning) {
    case 'repairs':
      return { mendedByProposal: true, ...(lostByProposal(all).length > 0 ? { losesByProposal: true } : {}) };
    case 'worse':
    case 'not-enough':
      return {
        failsByProposal: true,
        ...(proposed !== null && isRevoked(proposed) && !isRevoked(current)
          ? { revokedByProposal: true }
          : {}),
        ...(current.stage === 'revocation' && sameFetches ? { notProposed: true } : {}),
      };
    default:
      return {};
  }
}

/** Whether a gateway is unreachable with the current settings. */
export function unreachable(verdicts: readonly Verdict[]): boolean {
  return verdicts.some(
    ({ stores, verdict }) => stores === 'current' && verdictRow(verdict).standing !== 'works',
  );
}

/** Whether every gateway is reachable with the current settings. */
export function worksToday(verdicts: readonly Verdict[]): boolean {
  const current = verdicts.filter(({ stores }) => stores === 'current');
  return current.length > 0 && current.every(isReachable);
}

/** Whether nothing is known to fail, but some path could not be tested. */
export function isOnlyUntested(verdicts: readonly Verdict[]): boolean {
  return verdicts.some(isUntested) && !verdicts.some(isOutOfReach);
}

/**
 * The gateways that work now and are not proved to work with the change, each with its proposed verdict; last those
 * without proof (`not-tested`). Such a change is not written unasked, even if it repairs other gateways.
 */
export function lostByProposal(verdicts: readonly Verdict[]): Pick<Verdict, 'gateway' | 'verdict'>[] {
  const lost = gatewayPaths(verdicts).flatMap((paths) =>
    meaningOf(paths) === 'keep' && paths.proposed !== null ? [paths.proposed] : [],
  );
  return [...lost.filter(isOutOfReach), ...lost.filter((one) => !isOutOfReach(one))].map(
    ({ gateway, verdict }) => ({ gateway, verdict }),
  );
}

/** Whether the path to every gateway works now, while the change loses one: the setting is to stay as it is. */
export function isOnlyLost(verdicts: readonly Verdict[]): boolean {
  const works = gatewayPaths(verdicts).every(({ current }) =>
    ['works', 'accepted'].includes(standingOf(current)),
  );
  return works && lostByProposal(verdicts).length > 0;
}

/**
 * Evidence for findings about a change that fails. Without either flag, the current path works while the proposed
 * one fails or, with `not-tested`, is not proved to work.
 */
export interface CandidateFailure {
  candidateFails: VerdictCode;
  /** The current path fails, too: applying the change alone fixes nothing. */
  presentFails?: true;
  /** The current path of some gateway is not known to fail: it could not be tested from here. */
  presentUnknown?: true;
}

/**
 * The failure of a change that loses a gateway, or with which no gateway is reachable. Routes that cannot be tested
 * from here do not count; if one of several gateways is reachable and none is lost, the change works.
 */
export function candidateFailure(verdicts: readonly Verdict[]): CandidateFailure | null {
  const [lost] = lostByProposal(verdicts);
  if (lost !== undefined) return { candidateFails: lost.verdict };
  const compared = gatewayPaths(verdicts).filter(({ proposed }) => proposed !== null);
  const first = compared[0]?.proposed;
  if (first == null || !compared.every(({ proposed }) => proposed !== null && isOutOfReach(proposed)))
    return null;
  return compared.every(({ current }) => standingOf(current) === 'fails')
    ? { candidateFails: first.verdict, presentFails: true }
    : { candidateFails: first.verdict, presentUnknown: true };
}
