import {
  type NotFollowed,
  notFollowedRemedy,
  notFollowedText,
  userText,
} from '../../../core/decide/not-followed.ts';
import type { ScheduledRun, ScheduleView } from '../../../core/schedule/record.ts';
import type { Move } from '../../../core/schedule/roaming.ts';
import { ownEntry } from '../../model/own-entry.ts';
import { type Describe, words } from '../finding-text.ts';

/** These two write values without leaving a policy as evidence. */
const NO_POLICY = 'no known policy; MDM or Group Policy Preferences may do this without one';

/** Findings about a scheduled run. */
export const SCHEDULE_TEXTS = {
  'schedule-undone': (e) => ({
    message: `A scheduled change of ${words(e.stores)} was reverted outside p2s-fix, ${e.count} time(s) in a row (${e.by ?? NO_POLICY}).${
      e.pausedUntil === null ? '' : ` The task does not set it again before ${e.pausedUntil}.`
    }`,
    remedy:
      'Find out what writes the setting (a policy, MDM such as Intune, Group Policy Preferences, a script, another agent) and let only one of the two do it. To end the schedule: p2s-fix schedule remove',
  }),
  'schedule-users-disagree': (e) => ({
    message: `The users who are signed in (${words(e.users)}) need different WinHTTP settings, but there is only one for all users. It was not set.`,
    remedy: 'Name the VPN user at the installation: p2s-fix schedule install --user SID',
  }),
  'schedule-user-unanswered': (e) => ({
    message: `It cannot be determined now which WinHTTP setting ${words(e.users)} needs: the PAC file or auto-detection gave no single answer. There is one setting for all users, so it was not set.`,
    remedy:
      "Check that user's PAC address, or name the VPN user at the installation: p2s-fix schedule install --user SID",
  }),
  'schedule-not-ours': (e) => ({
    message: `WinHTTP has a proxy that does not answer on this network and that this schedule did not set (${words(e.servers)}). It was not changed.`,
    remedy: 'p2s-fix --apply writes the desired setting; p2s-fix --apply --direct removes the proxy.',
  }),
  'user-setting-not-followed': (e) => ({
    message: notFollowedText(notFollowedIn(e)),
    remedy: notFollowedRemedy(notFollowedIn(e)),
  }),
  'user-setting-machine-wide': (e) => {
    const { servers, ...user } = notFollowedIn(e);
    return {
      message: `The proxy setting of ${userText(user) ?? 'a user'} (${servers.length === 0 ? 'direct' : words(servers)}) becomes the WinHTTP setting of the whole computer. Any user can write that setting.`,
      remedy: 'Check that it is right, or name the proxy: p2s-fix --apply --proxy HOST:PORT',
    };
  },
} satisfies Record<string, Describe>;

/** The evidence of both findings about a user's setting; evidence from a file may be incomplete. */
export function notFollowedIn(e: Record<string, unknown>): NotFollowed {
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return {
    reason: e.reason as NotFollowed['reason'],
    sid: text(e.sid),
    name: text(e.name),
    servers: Array.isArray(e.servers) ? e.servers.map(String) : [],
    wsus: text(e.wsus),
    isNeeded: e.isNeeded === true,
  };
}

/** The texts of a schedule, in one language. */
export interface ScheduleWords {
  moves: Record<Move['why'], string>;
  removed: string;
  notInstalled: string;
  toInstall: string;
  justInstalled: string;
  installed: string;
  task: (state: NonNullable<ScheduleView['installed']>['task']) => string;
  program: (folder: string, problem: string | null) => string;
  log: (path: string) => string;
  noRun: string;
  run: (at: string, exitCode: number) => string;
  error: (code: string, message: string) => string;
  changed: (stores: readonly string[]) => string;
  undone: (undone: NonNullable<ScheduledRun['undone']>) => string;
  notFollowed: (notFollowed: NotFollowed) => string;
}

export const SCHEDULE_EN: ScheduleWords = {
  moves: {
    'as-wanted': 'The settings are as desired.',
    'proxy-works': 'The proxy works on this network: it is set.',
    'no-proxy-wanted': 'The desired setting has no proxy: WinHTTP connects directly.',
    'proxy-does-not-answer': 'The proxy does not answer on this network: it is cleared.',
    'proxy-not-here': 'The proxy does not answer on this network, and none is set.',
    'proxy-asks-sign-in':
      'The proxy asks for credentials, which neither SSTP nor a service can give. Nothing is changed.',
    'not-ours': 'Another proxy is set, which does not answer. It is not changed.',
    'not-known': 'The desired settings cannot be determined now. Nothing is changed.',
    'backing-off': 'This change was reverted outside p2s-fix several times. It is not made now.',
  },
  removed: 'The schedule is removed.',
  notInstalled: 'No schedule is installed.',
  toInstall: 'To install one: p2s-fix schedule install',
  justInstalled: 'The schedule is installed.',
  installed: 'A schedule is installed.',
  task: (state) => `Task p2s-fix: ${state}`,
  program: (folder, problem) => `Program: ${folder}${problem === null ? '' : ` (${problem})`}`,
  log: (path) => `Log: ${path}`,
  noRun: 'Last run: none yet',
  run: (at, exitCode) => `Last run: ${at}, exit code ${exitCode}`,
  error: (code, message) => `Error ${code}: ${message}`,
  changed: (stores) => `Changed: ${stores.join(', ')}`,
  undone: ({ count, stores, by }) =>
    `Reverted outside p2s-fix, ${count} time(s) in a row: ${stores.join(', ')} (${by ?? NO_POLICY})`,
  notFollowed: (one) => `${notFollowedText(one)} ${notFollowedRemedy(one)}`,
};

/** The output of `schedule`, as lines. */
export function scheduleLines({ action, installed, run, log }: ScheduleView, say: ScheduleWords): string[] {
  if (action === 'remove') return [say.removed];
  if (action === 'run') return [];
  if (installed === null) return [say.notInstalled, `  ${say.toInstall}`];
  const { folder, task, problem } = installed;
  return [
    action === 'install' ? say.justInstalled : say.installed,
    `  ${say.task(task)}`,
    `  ${say.program(folder, problem)}`,
    ...(log === null ? [] : [`  ${say.log(log)}`]),
    ...(action === 'status' ? runLines(run, say) : []),
  ];
}

function runLines(run: ScheduleView['run'], say: ScheduleWords): string[] {
  if (run === null) return [`  ${say.noRun}`];
  const { at, exitCode, move, changed, verdicts, undone, notFollowed, error } = run;
  return [
    `  ${say.run(at, exitCode)}`,
    ...(error === null ? [] : [`    ${say.error(error.code, error.message)}`]),
    ...(move === null ? [] : [`    ${ownEntry(say.moves, move.why) ?? move.why}`]),
    ...(changed.length === 0 ? [] : [`    ${say.changed(changed)}`]),
    ...verdicts.map(({ gateway, verdict }) => `    ${gateway}: ${verdict}`),
    ...(undone === null ? [] : [`    ${say.undone(undone)}`]),
    ...(notFollowed === null ? [] : [`    ${say.notFollowed(notFollowed)}`]),
  ];
}
