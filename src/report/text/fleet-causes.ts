import { type FleetCause, NO_ANSWER_STEPS, NO_ANSWERS } from '../../core/fleet/result.ts';
import type { VerdictCode } from '../../core/model/check.ts';
import type { FindingCode } from '../../core/model/finding.ts';
import { asSentence, command, type Message, option, say } from '../../core/model/say.ts';

/** Core has the English, because documents have it. */
function sentencesOf<Code extends string>(english: Readonly<Record<Code, string>>): Record<Code, Message> {
  const rows = Object.entries<string>(english).map(([code, text]) => [code, asSentence(text)]);
  return Object.fromEntries(rows) as Record<Code, Message>;
}

/**
 * A cause that is neither a finding nor a verdict, in one sentence that is true of each of its computers, without
 * their individual values.
 */
export const FLEET_CAUSES: Readonly<Record<Exclude<FleetCause, FindingCode | VerdictCode>, Message>> = {
  aligned: say('As desired.'),
  changed: say('Changed and read back.'),
  'not-judged': say('Cannot be judged: a proxy setting is not visible.'),
  input: say('A file or another input cannot be used.'),
  'user-ambiguous': say('Several users could be the VPN user.'),
  confirmed: say('The unconfirmed change is kept.'),
  unchanged: say('No change was needed there.'),
  ready: say('Ready to move from SSTP.'),
  'ready-after-changes': say('Ready to move after changes.'),
  'not-possible': say('No move is possible from that network.'),
  'not-known': say('Whether it can move is not known.'),
  drift: say('The proxy settings are not as desired.'),
  'out-of-reach': say('The gateway or an address in its certificate is unreachable.'),
  usage: say('An option or argument of the command line cannot be used.'),
  'no-gateway': say('No gateway is named or known.'),
  'not-windows': say('The computer does not run Windows.'),
  'needs-elevation': say('Administrator rights are missing there.'),
  'write-failed': say('A write did not take effect. All values were restored.'),
  'restore-failed': say('A write did not take effect, and the rollback failed as well.'),
  refused: say('What the run requires is not possible there, or not allowed.'),
  stale: say('A setting or the state folder there has changed since it was read.'),
  'backup-unusable': say('The backup is damaged, or of another computer.'),
  locked: say('Another run of p2s-fix is active there.'),
  'interrupted-change': say('An earlier change was interrupted, or is not confirmed.'),
  cancelled: say('The run was cancelled.'),
  'powershell-missing': say('PowerShell could not be started.'),
  'powershell-blocked': say('An execution policy blocks the scripts.'),
  'powershell-not-allowed': say('Application control, or the check of its signature, blocks a script.'),
  'powershell-antivirus': say('Antivirus software blocks a script.'),
  'powershell-timeout': say('PowerShell did not reply in time.'),
  'powershell-no-result': say('PowerShell ended without a result.'),
  'powershell-overflow': say('PowerShell returned more output than is allowed.'),
  'powershell-failed': say('A script reported an error.'),
  'state-dir': say('The folder for backups cannot be used.'),
  'watcher-failed': say('The automatic rollback could not be set up. Nothing was written.'),
  'report-failed': say('A report or another requested file could not be written.'),
  'install-failed': say('The program, or that of a schedule, could not be installed or removed.'),
  'task-failed': say('Task Scheduler did not do what was requested.'),
  'program-changed': say('The program or one of its scripts was changed after the installation.'),
  internal: say('p2s-fix failed unexpectedly.'),
  ...sentencesOf(NO_ANSWERS),
};

/** What to do where a command is not enough. */
export const FLEET_NEXT: Readonly<Partial<Record<FleetCause, Message>>> = {
  changed: say('Reconnect the VPN there: open connections keep the old setting.'),
  'service-disabled': say('Run p2s-fix there: it names the service, and the command that enables it again.'),
  'logged-vpn-error': say('Run p2s-fix there: it shows the error and its most likely cause.'),
  'client-certificate': say('Run p2s-fix there as the VPN user: it shows what is missing.'),
  'user-ambiguous': say(
    'Run p2s-fix there with {user} SID. A list for fleet audit or fleet apply can name it in the column vpnuser. For a recording, use the result of {command} in its place.',
    {
      user: option('user'),
      command: command('audit', { machine: ['FILE'], user: 'SID', json: true }),
    },
  ),
  input: say('Fix or replace each: its message (--verbose) names what is wrong.'),
  'not-judged': say('For a recording, export both keys there as the VPN user, and replace it by both files:'),
  'ready-after-changes': say(
    'They are listed for each computer; the requests to the owners are ready to send.',
  ),
  'not-possible': say('Use another network, or ask for an exemption from the proxy.'),
  'not-known': say(
    'What is missing is listed for each computer. Often it is the profile (--profile FILE): the OpenVPN check needs its key.',
  ),
  ...sentencesOf(NO_ANSWER_STEPS),
};
