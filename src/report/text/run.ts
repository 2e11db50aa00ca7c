import { isOutOfReach } from '../../core/causes/verdicts.ts';
import { isOnlyLost, isOnlyUntested, lostByProposal } from '../../core/decide/compare.ts';
import { areServices, type Verdict } from '../../core/model/check.ts';
import type { ChangeResult, MachineFacts, StepName } from '../../core/model/events.ts';
import type { Mode } from '../../core/model/modes.ts';
import { command, inARow, inParentheses, listed, type Phrase, say } from '../../core/model/say.ts';
import { deadlineOf, type FollowUps } from '../../core/options/follow-ups.ts';
import type { ScheduleView } from '../../core/schedule/record.ts';
import type { Move } from '../../core/schedule/roaming.ts';
import { nameOfSetting } from '../../core/stores/setting-name.ts';
import { MOVE_TEXTS, ofCode } from './labels.ts';

/** A stage that takes longer shows its time. */
export const LONG_SECONDS = 2;

/** How long a check of the routes can take, after how long it takes. */
export function deadlineText(followUps: FollowUps): Phrase {
  return say(', at most {seconds} s for each gateway', { seconds: deadlineOf(followUps) });
}

const FAILED_STEPS = {
  observe: say('Reading the proxy settings: failed'),
  resolve: say('Resolving auto-detect and PAC: failed'),
  'probe-current': say('Testing the routes: failed'),
  'probe-proposed': say('Testing the routes with the proposed settings: failed'),
  'probe-next': say('Testing IKEv2 and OpenVPN: failed'),
  'back-up': say('Backing up: failed'),
  write: say('Writing: failed'),
  'read-back': say('Reading back: failed'),
  'probe-after': say('Testing the routes again: failed'),
  restore: say('Restoring the earlier values: failed'),
} as const;
const PLACES = {
  'command line': say('command line'),
  'command line, profiles, phonebooks': say('command line, profiles, phonebooks'),
  'standard input': say('standard input'),
} as const;
const MACHINE_KINDS = {
  local: say('local'),
  recorded: say('recorded'),
  remote: say('remote'),
} as const;

/** How a run ended, by its exit code. */
const EXITS = {
  1: say('Something failed unexpectedly.'),
  2: say('a fix is available.'),
  3: say('an input is wrong or missing; nothing was done.'),
  4: say('An administrator is needed.'),
  5: say('The settings were written, but the path check failed.'),
  6: say('A write did not take effect.'),
  7: say('SSTP or revocation is not reachable.'),
  8: say('A needed change is blocked.'),
  9: say('Another run is active, or a change was interrupted.'),
  130: say('Cancelled.'),
  0: say('Done.'),
};
type Exits = Partial<Record<Mode, Readonly<Record<number, Phrase>>>>;
/** The same in the words of a mode. */
const EXITS_OF: Exits = {
  fleet: {
    1: say('Something failed, or at least one computer did not reply.'),
    2: say('On at least one computer a fix is available.'),
    3: say('An input is wrong or missing, of the run or of at least one computer.'),
    4: say('At least one computer needs an administrator.'),
    5: say('On at least one computer the settings were written, but the path check failed.'),
    6: say('On at least one computer a write did not take effect.'),
    7: say('At least one computer does not reach SSTP or revocation, or is not ready to move.'),
    8: say('On at least one computer a needed change is blocked.'),
    9: say('On at least one computer another run is active, or a change was interrupted.'),
    0: say('No problem was found.'),
  },
  migrate: {
    3: say('An input is wrong or missing.'),
    7: say('Not every gateway is ready to move.'),
    0: say('Ready to move.'),
  },
  schedule: {
    2: say('{command} would fix a problem.', { command: command('schedule install') }),
  },
  audit: {
    0: say('No proxy setting needs to change.'),
  },
  plan: {
    0: say('No proxy setting needs to change.'),
  },
  explain: {
    0: say('Explained.'),
  },
  export: {
    0: say('The files are written.'),
  },
  verify: {
    0: say('The path works.'),
  },
};
/** The same for a run that changed and wrote nothing. */
const UNCHANGED: Exits = {
  apply: {
    0: say('No proxy setting needs to change.'),
  },
  export: {
    0: say('Nothing needs to change; no file was written.'),
  },
};

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
export function exitText(mode: Mode | null, code: number, effects: Effects): Phrase {
  const { result, files = [], verdicts = [] } = effects;
  const unproved = code === 0 ? unprovedMove(effects) : null;
  if (unproved !== null) return ofCode(MOVE_TEXTS, unproved.why, unproved.why);
  if (areServices(verdicts) && verdicts.some(isOutOfReach)) {
    if (code === 7) return say('A tested URL is not reached.');
    if (code === 5) return say('The settings were written, but a tested URL is not reached.');
  }
  const changed = result?.changed.length ?? 0;
  const isUnchanged = files.length === 0 && changed === 0;
  const exits = (mode === null ? undefined : EXITS_OF[mode]) ?? {};
  const ofMode = ofCode(exits, code, null) ?? ofCode(EXITS, code, '');
  // The path works now, only not with the proposed change.
  const [lost] = code === 7 && isUnchanged && isOnlyLost(verdicts) ? lostByProposal(verdicts) : [];
  if (lost !== undefined)
    return isOutOfReach(lost)
      ? say('SSTP and revocation are reachable now, but not with the proposed change.')
      : say('SSTP and revocation are reachable now; with the proposed change, this could not be tested.');
  if (mode !== 'migrate' && isOnlyUntested(verdicts)) {
    if (code === 7) return say('SSTP or revocation could not be tested.');
    if (code === 5) return say('The settings were written, but SSTP or revocation could not be tested.');
  }
  const unchanged = (mode === null ? undefined : UNCHANGED[mode]) ?? {};
  // A copy of a recording is also written if nothing changes.
  return isUnchanged || (mode === 'apply' && changed === 0) ? ofCode(unchanged, code, ofMode) : ofMode;
}

/** A step that failed, and why. */
export function failedText(step: StepName, detail: string | null): Phrase {
  return inARow(FAILED_STEPS[step], inParentheses(detail));
}

/** Where an error is. */
export function errorPlace(where: string): Phrase {
  return say(' at {where}', { where: ofCode(PLACES, where, null) ?? placeInFile(where) });
}

/** `FILE line 12`, `FILE the document`: the English of errors. */
function placeInFile(where: string): Phrase {
  const place = /^(.*)\b(?:line (\d+)|the document)$/s.exec(where);
  if (place === null) return nameOfSetting(where);
  const [, file = '', line] = place;
  return inARow(file, line === undefined ? say('the document') : say('line {line}', { line }));
}

/** That the computer needs a restart; `why` may be empty. */
export function restartText(why: string): Phrase {
  return say('This computer needs a restart{why}.', { why: inParentheses(why === '' ? null : why) });
}

/** `NAME (local, Windows 10.0.26100)`. */
export function machineName({ name, kind, os }: Pick<MachineFacts, 'name' | 'kind' | 'os'>): Phrase {
  const system = os.version === null ? '' : `${systemName(os.platform)} ${os.version}`;
  return inARow(name ?? say('unnamed'), inParentheses(listed([MACHINE_KINDS[kind], system])));
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
