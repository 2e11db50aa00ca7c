import { openFetches, proxyOf, whoseCheck } from '../../core/causes/fetches-of.ts';
import { type Cause, type Owner, type Step, TEAMS, type Team } from '../../core/causes/rule.ts';
import type { Trace } from '../../core/causes/trace.ts';
import { causeOf, traceOfReported } from '../../core/causes/verdict.ts';
import { verdictRow } from '../../core/causes/verdicts.ts';
import { adviceFor, type GatewayPaths } from '../../core/decide/compare.ts';
import { type Check, ofStage, type Verdict } from '../../core/model/check.ts';
import { neutralise } from '../../core/model/neutralise.ts';
import { deadRoutes, ofDecidingRoute, skipped } from '../../core/path/deciding-route.ts';
import { type Access, type ReceiverCheck, receiverCheck } from './receiver-check.ts';
import { evidenceLines } from './request-evidence.ts';

/** What a letter to one team says: the cause, the steps of that team, and what was observed. */
export interface LetterFacts {
  to: Team;
  /** What was seen: of the settings that decide. */
  verdict: Verdict;
  cause: Cause;
  steps: readonly Step[];
  /** What has to be let through. */
  access: Step['access'];
  trace: Pick<Trace, 'gateway' | 'service' | 'target' | 'proxy' | 'isAzure'>;
  /** Another team has a step as well: it is not known whose the cause is. */
  isShared: boolean;
  evidence: readonly string[];
  check: ReceiverCheck;
  /** When it was observed: `2026-11-25 10:00:00`, UTC. */
  at: string;
  /** It was tested from this computer, not from the target computer. */
  fromThisComputer: boolean;
}

/** A letter for each team that has a step about a gateway; empty when no other team must act. */
export function lettersFor(
  paths: GatewayPaths,
  checksBehind: (verdict: Verdict) => readonly Check[],
  startedAt: string,
): LetterFacts[] {
  const advice = adviceFor(paths, (one) => causeOf(one, checksBehind(one)));
  const verdict = paths[advice.decides] ?? paths.current;
  // Nobody has to be asked: it was not tested to its end, or its profile says that it cannot work.
  if (verdictRow(verdict.verdict).standing !== undefined) return [];
  const seen = checksBehind(verdict);
  const cause = causeOf(verdict, seen);
  const trace = traceOfReported(verdict, seen);
  const asked = [...new Set(advice.steps.map(({ owner }) => owner))].filter(isTeam);
  return asked.map((to) => {
    const steps = advice.steps.filter(({ owner }) => owner === to);
    const access = steps.find((step) => step.access !== undefined)?.access;
    const checked = access ?? withoutAccess(to, verdict, seen);
    return {
      to,
      verdict,
      cause,
      steps,
      access,
      trace,
      isShared: asked.length > 1,
      evidence: evidenceFor(steps, verdict, seen, trace),
      check: receiverCheck(checked, neutralise(trace.target, 260), trace),
      at: (verdict.collectedAt ?? startedAt).slice(0, 19).replace('T', ' '),
      fromThisComputer: seen.some(({ from }) => from === 'this-desk'),
    };
  });
}

function isTeam(owner: Owner): owner is Team {
  return TEAMS.some((team) => team === owner);
}

/** What a team can see by itself, where no step of it names what has to be let through. */
function withoutAccess(to: Team, { verdict }: Verdict, seen: readonly Check[]): Access {
  if (to === 'network-team') return 'tcp';
  const isOfServer = to === 'vpn-team';
  if (isOfServer && verdictRow(verdict).revocation !== 'lacking') return 'gateway';
  const fetches = openFetches(ofStage(ofDecidingRoute(seen), 'revocation')).filter(
    (check) => whoseCheck(check) !== (isOfServer ? 'route' : 'server'),
  );
  const list = fetches.find(({ evidence }) => evidence.kind === 'crl')?.url;
  if (isOfServer && list != null) return { list };
  const urls = fetches.flatMap(({ url }) => url ?? []);
  if (urls.length === 0) return isOfServer ? 'gateway' : 'connect';
  return { urls, proxy: isOfServer ? null : proxyOf(fetches[0]?.via), isPost: false };
}

/** The observations behind the steps of one team. */
function evidenceFor(
  steps: readonly Step[],
  verdict: Verdict,
  seen: readonly Check[],
  trace: Pick<Trace, 'isInspected'>,
): string[] {
  const mine = ofDecidingRoute(seen);
  const fetches = openFetches(ofStage(mine, 'revocation'));
  if (steps.some(({ access }) => typeof access === 'object') && fetches.length > 0)
    return evidenceLines(fetches.filter((check) => whoseCheck(check) !== 'server'));
  if (verdictRow(verdict.verdict).revocation === 'lacking')
    return evidenceLines(fetches.filter((check) => whoseCheck(check) !== 'route'));
  const decided = decidedBy(verdict, mine, trace.isInspected);
  return evidenceLines(
    deadRoutes(seen).length === 0 ? [...skipped(seen), ...decided] : [...decided, ...alsoDead(seen)],
  );
}

/** If no route of a list connected: the results of the routes after the first one. */
function alsoDead(seen: readonly Check[]): Check[] {
  const failed = seen.filter(({ status, stage }) => status === 'fail' && stage !== 'revocation');
  return [...skipped(seen).slice(1), ...failed];
}

/** The failures that decided the verdict, and the certificate, if it may be a proxy's. */
function decidedBy({ verdict, stage }: Verdict, mine: readonly Check[], isInspected: boolean): Check[] {
  const failed = (check: Check) => check.status === 'fail' && check.stage === stage;
  const isInspection = verdictRow(verdict).answers === 'inspection';
  return mine.filter(
    (check) =>
      failed(check) ||
      (isInspection && check.stage === 'http' && check.status === 'fail') ||
      // The same server accepted the request before.
      (stage === 'sstp' && check.stage === 'http' && check.status === 'pass') ||
      ((isInspection || isInspected) && check.stage === 'certificate'),
  );
}
