import { stepText } from '../../core/causes/rule.ts';
import { notFollowedSays, notFollowedSteps } from '../../core/decide/not-followed.ts';
import { NO_KNOWN_POLICY } from '../../core/findings/rules/schedule.ts';
import type { ScheduleView } from '../../core/schedule/record.ts';
import { nameOfManager } from '../../core/stores/setting-name.ts';
import { namesOfSettings } from '../facts/setting-name.ts';
import { sentences } from './parts.ts';
import { type Text, text, textOfCode } from './text.ts';

/** The output of `schedule`, as lines. */
export function scheduleLines({ action, installed, run, log }: ScheduleView): Text[] {
  if (action === 'remove') return [text('schedule.removed')];
  if (action === 'run') return [];
  if (installed === null) return [text('schedule.not-installed'), ['  ', text('schedule.to-install')]];
  const { folder, task, problem } = installed;
  const facts = [
    text('schedule.task', { state: textOfCode('schedule-task', task, task) }),
    problem === null
      ? text('schedule.program', { folder })
      : text('schedule.program.problem', { folder, problem }),
    ...(log === null ? [] : [text('schedule.log', { path: log })]),
    ...(action === 'status' ? runLines(run) : []),
  ];
  return [
    text(action === 'install' ? 'schedule.just-installed' : 'schedule.installed'),
    ...facts.map((one): Text => ['  ', one]),
  ];
}

function runLines(run: ScheduleView['run']): Text[] {
  if (run === null) return [text('schedule.no-run')];
  const { at, exitCode, move, changed, verdicts, undone: reversion, notFollowed, error } = run;
  const facts = [
    ...(error === null ? [] : [text('schedule.error', { code: error.code, message: error.message })]),
    ...(move === null ? [] : [textOfCode('schedule-move', move.why, move.why)]),
    ...(changed.length === 0 ? [] : [text('schedule.changed', { stores: namesOfSettings(changed) })]),
    ...verdicts.map(({ gateway, cause }) => `${gateway}: ${cause}`),
    ...(reversion === null ? [] : [reversionLine(reversion)]),
    ...(notFollowed === null
      ? []
      : [sentences(notFollowedSays(notFollowed), ...notFollowedSteps(notFollowed).map(stepText))]),
  ];
  return [text('schedule.run', { at, exitCode }), ...facts.map((one): Text => ['  ', one])];
}

function reversionLine({ count, stores, by }: NonNullable<NonNullable<ScheduleView['run']>['undone']>): Text {
  return text('schedule.undone', {
    count,
    stores: namesOfSettings(stores),
    by: by === null ? NO_KNOWN_POLICY : nameOfManager(by),
  });
}
