import type { Explanation } from '../../core/explain/explain.ts';
import type { FleetMachine } from '../../core/fleet/result.ts';
import type { FleetSummary } from '../../core/fleet/summary.ts';
import type { BackupLine, Confirmation } from '../../core/model/events.ts';
import { counted, inARow, type Phrase, say, sentences } from '../../core/model/say.ts';
import type { FollowUps } from '../../core/options/follow-ups.ts';
import type { ScheduleView } from '../../core/schedule/record.ts';
import { fleetCauses } from '../facts/fleet-causes.ts';
import { adviceText, groupText, totalText } from '../text/fleet.ts';
import type { Texts } from '../text/texts.ts';
import type { Conclusion } from './conclusion-facts.ts';

/** The results of a run that answers a question instead of assessing one computer. */
export interface AnswerFacts {
  explanation?: Explanation;
  backups?: readonly BackupLine[];
  confirmed?: Confirmation;
  schedule?: ScheduleView;
  /** Files written for the user. */
  files?: readonly string[];
  fleet?: { summary: FleetSummary | null; machines: readonly FleetMachine[] };
  followUps?: FollowUps;
}

/** The answer in one sentence; `null` when the run assessed a computer. */
export function answerSentence(mode: string, facts: AnswerFacts, texts: Texts): string | null {
  const { explanation, backups, confirmed, schedule, files = [], fleet } = facts;
  const { words } = texts;
  if (explanation !== undefined) {
    const [name, meaning] = texts.explanation(explanation);
    return [name?.text, meaning?.text].join(': ');
  }
  if (backups !== undefined)
    return backups.length === 0
      ? words(say('No backups.'))
      : words(
          counted(
            backups.length,
            say('{count} backup.', { count: backups.length }),
            say('{count} backups.', { count: backups.length }),
          ),
        );
  if (confirmed !== undefined) return texts.confirmed(confirmed);
  if (schedule !== undefined && schedule.action !== 'run') return texts.schedule(schedule)[0] ?? null;
  if (fleet?.summary) {
    const { total, answered, groups } = fleet.summary;
    const count = groups.reduce((sum, group) => sum + (group.exitCode === 0 ? 0 : group.count), 0);
    const open = count === 0 ? '' : words(say('{count} need action.', { count }));
    return `${words(totalText(total, answered))}${words.between.sentences}${open}`.trim();
  }
  const [file] = files;
  if (file === undefined || (mode !== 'export' && mode !== 'capture')) return null;
  return `${words(say('Written: {file}', { file }))}${files.length > 1 ? `${words.between.items}${words(say('and {count} more', { count: files.length - 1 }))}` : ''}`;
}

/**
 * For a fleet: the cause of most computers that need action, the owners, and the commands. Each owner gets the
 * action of the cause with the most computers. A command that reads a list that does not exist yet is only an
 * action, with what to do first.
 */
export function fleetConclusion(
  { fleet, followUps }: AnswerFacts,
  texts: Texts,
): Pick<Conclusion, 'cause' | 'owners' | 'next'> | null {
  if (!fleet?.summary) return null;
  const { words } = texts;
  const causes = fleetCauses(fleet.summary, fleet.machines, followUps?.fleet ?? null);
  const open = causes.filter(({ owners }) => owners.length > 0);
  const sentence = (group: FleetSummary['groups'][number]): Phrase =>
    inARow(
      counted(
        group.count,
        say('{count} computer', { count: group.count }),
        say('{count} computers', { count: group.count }),
      ),
      ': ',
      groupText(group).title ?? group.cause,
    );
  const steps = open.flatMap(({ group, owners, commands, list, advice }) => {
    const ours = commands.filter((one) => 'use' in one);
    const own = list === null && ours[0] !== undefined ? texts.command(ours[0]) : null;
    const first = [...advice.map(adviceText), ...ours];
    const inWords = first.length > 0 ? sentences(...first) : (groupText(group).next ?? sentence(group));
    const action = own?.text ?? words(inWords);
    return owners.map((owner) => ({ owner, action, own }));
  });
  const next = new Map(steps.flatMap(({ own }) => (own === null ? [] : [[own.text, own]])));
  return {
    cause: open[0] === undefined ? null : words(sentence(open[0].group)),
    owners: steps
      .filter(({ owner }, place) => steps.findIndex((step) => step.owner === owner) === place)
      .map(({ owner, action }) => ({ owner, action })),
    next: [...next.values()],
  };
}
