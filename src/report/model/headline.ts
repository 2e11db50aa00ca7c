import type { Plan } from '../../core/decide/plan.ts';
import { worksToday } from '../../core/findings/candidate.ts';
import { BY_DISTANCE } from '../../core/migration/answer.ts';
import type { GatewayMigration, MigrationAnswer } from '../../core/migration/model.ts';
import type { Check, Verdict } from '../../core/model/check.ts';
import type { MachineFacts, Needs } from '../../core/model/events.ts';
import type { Finding, FindingCode, Severity } from '../../core/model/finding.ts';
import { checksOf } from '../facts/path-checks.ts';
import { moveRequests } from '../requests/migration-request.ts';
import { requestsOf } from '../requests/proxy-request.ts';
import type { Texts } from '../text/texts.ts';

/** What a run came to know. */
export interface HeadlineFacts {
  /** ISO 8601. */
  startedAt: string;
  machine: MachineFacts | null;
  checks: readonly Check[];
  verdicts: readonly Verdict[];
  findings: readonly Finding[];
  /** Of a run that asks for what follows SSTP. */
  migrations: readonly GatewayMigration[];
  plan: Plan | null;
  needs: Needs | null;
  /** Whether something has been changed already. */
  changed: boolean;
  exitCode: number;
}

export interface HeadlineLine {
  label: string;
  text: string;
  /** Whether it is good news, bad news, or neither. */
  mood: 'good' | 'bad' | 'plain';
}

/**
 * What a report says in at most four lines: whether the path works and why not, how much was found, what would be
 * changed, and who is needed. A line that has nothing to say is not there.
 */
export function headline(facts: HeadlineFacts, texts: Texts): HeadlineLine[] {
  const { labels } = texts.words.headline;
  return [
    ...moveLine(facts, texts),
    ...pathLine(facts, texts),
    ...plain(labels.found, foundText(facts.findings, texts)),
    ...plain(labels.change, changeText(facts, texts)),
    ...plain(labels.needed, neededText(facts, texts)),
  ];
}

function plain(label: string, text: string | null): HeadlineLine[] {
  return text === null ? [] : [{ label, text, mood: 'plain' }];
}

/** The verdicts of the settings as they are, those that fail first: the first stands for all. */
export function currentVerdicts(verdicts: readonly Verdict[]): Verdict[] {
  const current = verdicts.filter(({ stores }) => stores === 'current');
  return [...current.filter(isFailing), ...current.filter((one) => !isFailing(one))];
}

function isFailing({ verdict }: Verdict): boolean {
  return verdict !== 'reachable';
}

function pathLine({ verdicts, checks, findings }: HeadlineFacts, texts: Texts): HeadlineLine[] {
  const current = currentVerdicts(verdicts);
  const failing = current.filter(isFailing);
  const [reported] = current;
  if (reported === undefined) return [];
  const { headline: words } = texts.words;
  const { message } = texts.verdict(reported, checksOf(checks, reported.gateway, reported.stores));
  const rest = failing.length > 1 ? words.moreFail(failing.length - 1) : '';
  // A tunnel through an inspecting proxy is no good news, however far it gets.
  const good = isInspected(findings) ? 'plain' : 'good';
  const mood = failing.length === 0 ? good : reported.verdict === 'not-tested' ? 'plain' : 'bad';
  return [{ label: words.labels.path, text: `${message}${rest}`, mood }];
}

const MOOD_OF: Record<MigrationAnswer, HeadlineLine['mood']> = {
  'not-possible': 'bad',
  'not-known': 'plain',
  'ready-after-changes': 'plain',
  ready: 'good',
};

/** The gateway that is farthest from its move. */
function moveLine({ migrations }: HeadlineFacts, texts: Texts): HeadlineLine[] {
  const far = BY_DISTANCE.flatMap((answer) => migrations.filter((one) => one.answer === answer));
  const [reported] = far;
  if (reported === undefined) return [];
  const [title] = texts.migration(reported);
  const { headline: words } = texts.words;
  const rest = far.filter(({ answer }) => answer !== 'ready').length - 1;
  const text = `${title?.text ?? ''}${rest > 0 ? words.moreNotReady(rest) : ''}`;
  return [{ label: words.labels.move, text, mood: MOOD_OF[reported.answer] }];
}

function foundText(findings: readonly Finding[], { words }: Texts): string | null {
  const severities: readonly Severity[] = ['error', 'warning', 'info'];
  const counts = severities.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [words.headline.counts[severity](count)];
  });
  return counts.length === 0 ? null : counts.join(words.comma);
}

/** Each of them, unless it is only worth knowing, keeps something from being changed. */
const REFUSALS: readonly FindingCode[] = [
  'alignment-refused',
  'auto-detect-not-resolved',
  'automatic-refused',
  'change-blocked',
  'store-unreadable',
  'wininet-strings-newer',
];

function changeText({ plan, verdicts, findings, exitCode }: HeadlineFacts, { words }: Texts): string | null {
  const { headline: own } = words;
  const unseen = findings.filter(({ code, severity }) => code === 'store-unseen' && severity === 'error');
  if (unseen.length > 0) return own.notJudged(unseen.map(({ store }) => store).join(words.comma));
  if (plan === null) return null;
  if (exitCode === 8) {
    const codes = findings.filter(({ code, severity }) => severity !== 'info' && REFUSALS.includes(code));
    return codes.length === 0
      ? words.exit('audit', exitCode)
      : own.refused([...new Set(codes.map(({ code }) => code))].join(words.comma));
  }
  if (plan.changes.length === 0) return words.nothingToChange;
  if (findings.some(({ code }) => code === 'candidate-fails')) return own.doesNotHelp;
  const proposed = verdicts.filter(({ stores }) => stores === 'proposed');
  const works = proposed.length > 0 && proposed.every(({ verdict }) => verdict === 'reachable');
  const change = own.wouldChange(plan.changes.map(({ store }) => store).join(words.comma));
  if (works && worksToday(verdicts)) return `${change}${own.pathWorksNow}`;
  return `${change}${works ? own.pathWorksThen : ''}`;
}

function neededText(facts: HeadlineFacts, { words }: Texts): string | null {
  const { needs, machine, checks, verdicts, startedAt, migrations, changed } = facts;
  const { headline: own } = words;
  const requests =
    migrations.length > 0 ? moveRequests(migrations, startedAt) : requestsOf(checks, verdicts, startedAt);
  const teams = new Set(requests.map(({ to }) => to));
  if (isInspected(facts.findings)) teams.add('proxy-team');
  const needed = [
    ...((needs?.elevation.length ?? 0) > 0 && machine?.user?.elevated !== true ? [own.administrator] : []),
    ...[...teams].map((team) => own.teams[team]),
    ...(needs?.restart === true ? [own.restart] : []),
    ...(needs?.redial === true ? [own.redial(changed)] : []),
  ];
  return needed.length === 0 ? null : needed.join(own.and);
}

function isInspected(findings: readonly Finding[]): boolean {
  return findings.some(({ code }) => code === 'inspection-suspected');
}
