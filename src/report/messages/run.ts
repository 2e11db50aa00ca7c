import { isOutOfReach } from '../../core/causes/verdicts.ts';
import { isOnlyLost, isOnlyUntested, lostByProposal } from '../../core/decide/compare.ts';
import type { Verdict } from '../../core/model/check.ts';
import type { ChangeResult, MachineFacts, StepName } from '../../core/model/events.ts';
import type { Mode } from '../../core/model/modes.ts';
import type { ScheduleView } from '../../core/schedule/record.ts';
import type { Move } from '../../core/schedule/roaming.ts';
import { nameOfSetting } from '../../core/stores/setting-name.ts';
import { inParentheses } from './parts.ts';
import { type Text, text, textOfCode } from './text.ts';

/** What a run changed and wrote. */
export interface Effects {
  result: ChangeResult | null;
  files?: readonly string[];
  verdicts?: readonly Verdict[];
  /** The decision of a scheduled run, before it is recorded. */
  move?: Move | null;
  schedule?: ScheduleView;
}

/** The decision of a scheduled run that changed nothing and tested no path: it proves nothing; else `null`. */
export function unprovedMove({ move, schedule, verdicts = [] }: Omit<Effects, 'result'>): Move | null {
  const made = move ?? (schedule?.action === 'run' ? schedule.run?.move : null) ?? null;
  return made?.act === 'keep' && verdicts.length === 0 ? made : null;
}

/** How a run ended: in the words of its mode, also for one that changed and wrote nothing, else of its exit code. */
export function exitText(mode: Mode | null, code: number, effects: Effects): Text {
  const { result, files = [], verdicts = [] } = effects;
  const unproved = code === 0 ? unprovedMove(effects) : null;
  if (unproved !== null) return textOfCode('schedule-move', unproved.why, unproved.why);
  const changed = result?.changed.length ?? 0;
  const isUnchanged = files.length === 0 && changed === 0;
  const ofMode = textOfCode(`exit-${mode}`, code, null) ?? textOfCode('exit', code, '');
  // The path works now, only not with the proposed change.
  const [lost] = code === 7 && isUnchanged && isOnlyLost(verdicts) ? lostByProposal(verdicts) : [];
  if (lost !== undefined) return text(isOutOfReach(lost) ? 'exit-loses' : 'exit-loses-unproved');
  if (mode !== 'migrate' && isOnlyUntested(verdicts)) {
    if (code === 7) return text('exit-untested');
    if (code === 5) return text('exit-untested-after');
  }
  // A copy of a recording is also written if nothing changes.
  return isUnchanged || (mode === 'apply' && changed === 0)
    ? textOfCode(`exit-unchanged-${mode}`, code, ofMode)
    : ofMode;
}

/** A step that failed, and why. */
export function failedText(step: StepName, detail: string | null): Text {
  return [text(`step-failed.${step}`), inParentheses(detail)];
}

/** Where an error is. */
export function errorPlace(where: string): Text {
  return text('run.error-at', { where: textOfCode('place', where, null) ?? placeInFile(where) });
}

/** `FILE line 12`, `FILE the document`: the English of errors. */
function placeInFile(where: string): Text {
  const place = /^(.*)\b(?:line (\d+)|the document)$/s.exec(where);
  if (place === null) return nameOfSetting(where);
  const [, file = '', line] = place;
  return [file, line === undefined ? text('in-file.document') : text('in-file.line', { line })];
}

/** That the computer needs a restart; `why` may be empty. */
export function restartText(why: string): Text {
  return text('change.needs-restart', { why: inParentheses(why === '' ? null : why) });
}

/** `NAME (local, Windows 10.0.26100)`. */
export function machineName({ name, kind, os }: Pick<MachineFacts, 'name' | 'kind' | 'os'>): Text {
  const system: Text =
    os.version === null ? '' : [text('between.items'), systemName(os.platform), ' ', os.version];
  return [name ?? text('machine.unnamed'), inParentheses([text(`machine-kind.${kind}`), system])];
}

/** The usual name of an operating system; Node's name if it is not known. */
export function systemName(platform: string): string {
  const names = new Map([
    ['win32', 'Windows'],
    ['linux', 'Linux'],
    ['darwin', 'macOS'],
  ]);
  return names.get(platform) ?? platform;
}
