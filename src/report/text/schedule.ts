import { stepText } from '../../core/causes/rule.ts';
import { notFollowedSays, notFollowedSteps } from '../../core/decide/not-followed.ts';
import { NO_KNOWN_POLICY } from '../../core/findings/rules/schedule.ts';
import { command, inARow, type Phrase, say, sentences } from '../../core/model/say.ts';
import type { ScheduleView } from '../../core/schedule/record.ts';
import { nameOfManager } from '../../core/stores/setting-name.ts';
import { MOVE_TEXTS, ofCode } from './labels.ts';
import { namesOfSettings } from './setting-name.ts';

const TASK_STATES = {
  registered: say('registered'),
  missing: say('missing'),
  changed: say('changed'),
} as const;

/** The output of `schedule`, as lines. */
export function scheduleLines({ action, installed, run, log }: ScheduleView): Phrase[] {
  if (action === 'remove') return [say('The schedule is removed.')];
  if (action === 'run') return [];
  if (installed === null)
    return [
      say('No schedule is installed.'),
      inARow(
        '  ',
        say('To install one: {command}', { command: command('schedule install', { proxy: 'HOST:PORT' }) }),
      ),
    ];
  const { folder, task, problem } = installed;
  const facts = [
    say('Task p2s-fix: {state}', { state: ofCode(TASK_STATES, task, task) }),
    problem === null
      ? say('Program: {folder}', { folder })
      : say('Program: {folder} ({problem})', { folder, problem }),
    ...(log === null ? [] : [say('Log: {path}', { path: log })]),
    ...(action === 'status' ? runLines(run) : []),
  ];
  return [
    action === 'install' ? say('The schedule is installed.') : say('A schedule is installed.'),
    ...facts.map((one): Phrase => inARow('  ', one)),
  ];
}

function runLines(run: ScheduleView['run']): Phrase[] {
  if (run === null) return [say('Last run: none yet')];
  const { at, exitCode, move, changed, verdicts, undone: reversion, notFollowed, error } = run;
  const facts = [
    ...(error === null ? [] : [say('Error {code}: {message}', { code: error.code, message: error.message })]),
    ...(move === null ? [] : [ofCode(MOVE_TEXTS, move.why, move.why)]),
    ...(changed.length === 0 ? [] : [say('Changed: {stores}', { stores: namesOfSettings(changed) })]),
    ...verdicts.map(({ gateway, cause }) => `${gateway}: ${cause}`),
    ...(reversion === null ? [] : [reversionLine(reversion)]),
    ...(notFollowed === null
      ? []
      : [sentences(notFollowedSays(notFollowed), ...notFollowedSteps(notFollowed).map(stepText))]),
  ];
  return [
    say('Last run: {at}, exit code {exitCode}', { at, exitCode }),
    ...facts.map((one): Phrase => inARow('  ', one)),
  ];
}

function reversionLine({
  count,
  stores,
  by,
}: NonNullable<NonNullable<ScheduleView['run']>['undone']>): Phrase {
  return say('Reverted outside p2s-fix, {count} time(s) in a row: {stores} ({by})', {
    count,
    stores: namesOfSettings(stores),
    by: by === null ? NO_KNOWN_POLICY : nameOfManager(by),
  });
}
