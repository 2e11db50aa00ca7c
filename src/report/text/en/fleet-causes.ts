import { type FleetCause, NO_ANSWER_STEPS, NO_ANSWERS } from '../../../core/fleet/result.ts';
import type { VerdictCode } from '../../../core/model/check.ts';
import type { FindingCode } from '../../../core/model/finding.ts';

/** Each cause that is neither a finding nor a verdict has a sentence; one needs more only where a command is not enough. */
type Sentences = Record<`fleet-cause.${Exclude<FleetCause, FindingCode | VerdictCode>}`, string> &
  Partial<Record<`fleet-next.${FleetCause}`, string>>;

/** A cause in one sentence that is true of each of its computers, without their individual values; then what to do. */
export const FLEET_CAUSES_EN = {
  'fleet-cause.aligned': 'As desired.',
  'fleet-cause.changed': 'Changed and read back.',
  'fleet-cause.not-judged': 'Cannot be judged: a proxy setting is not visible.',
  'fleet-cause.input': 'A file or another input cannot be used.',
  'fleet-cause.user-ambiguous': 'Several users could be the VPN user.',
  'fleet-cause.confirmed': 'The unconfirmed change is kept.',
  'fleet-cause.unchanged': 'No change was needed there.',
  'fleet-cause.ready': 'Ready to move from SSTP.',
  'fleet-cause.ready-after-changes': 'Ready to move after changes.',
  'fleet-cause.not-possible': 'No move is possible from that network.',
  'fleet-cause.not-known': 'Whether it can move is not known.',
  'fleet-cause.unreachable': NO_ANSWERS.unreachable,
  'fleet-cause.sign-in-refused': NO_ANSWERS['sign-in-refused'],
  'fleet-cause.no-powershell': NO_ANSWERS['no-powershell'],
  'fleet-cause.no-remoting': NO_ANSWERS['no-remoting'],
  'fleet-cause.hangs': NO_ANSWERS.hangs,
  'fleet-cause.lost': NO_ANSWERS.lost,
  'fleet-cause.remote-error': NO_ANSWERS['remote-error'],
  'fleet-cause.no-result': NO_ANSWERS['no-result'],
  'fleet-cause.not-run': NO_ANSWERS['not-run'],
  'fleet-cause.drift': 'The proxy settings are not as desired.',
  'fleet-cause.out-of-reach': 'The gateway or an address in its certificate is unreachable.',
  'fleet-cause.usage': 'An option or argument of the command line cannot be used.',
  'fleet-cause.no-gateway': 'No gateway is named or known.',
  'fleet-cause.not-windows': 'The computer does not run Windows.',
  'fleet-cause.needs-elevation': 'Administrator rights are missing there.',
  'fleet-cause.write-failed': 'A write did not take effect. All values were restored.',
  'fleet-cause.restore-failed': 'A write did not take effect, and the rollback failed as well.',
  'fleet-cause.refused': 'What the run requires is not possible there, or not allowed.',
  'fleet-cause.stale': 'A setting or the state folder there has changed since it was read.',
  'fleet-cause.backup-unusable': 'The backup is damaged, or of another computer.',
  'fleet-cause.locked': 'Another run of p2s-fix is active there.',
  'fleet-cause.interrupted-change': 'An earlier change was interrupted, or is not confirmed.',
  'fleet-cause.cancelled': 'The run was cancelled.',
  'fleet-cause.powershell-missing': 'PowerShell could not be started.',
  'fleet-cause.powershell-blocked': 'An execution policy blocks the scripts.',
  'fleet-cause.powershell-not-allowed':
    'Application control, or the check of its signature, blocks a script.',
  'fleet-cause.powershell-antivirus': 'Antivirus software blocks a script.',
  'fleet-cause.powershell-timeout': 'PowerShell did not reply in time.',
  'fleet-cause.powershell-no-result': 'PowerShell ended without a result.',
  'fleet-cause.powershell-overflow': 'PowerShell returned more output than is allowed.',
  'fleet-cause.powershell-failed': 'A script reported an error.',
  'fleet-cause.state-dir': 'The folder for backups cannot be used.',
  'fleet-cause.watcher-failed': 'The automatic rollback could not be set up. Nothing was written.',
  'fleet-cause.report-failed': 'A report or another requested file could not be written.',
  'fleet-cause.install-failed': 'The program, or that of a schedule, could not be installed or removed.',
  'fleet-cause.task-failed': 'Task Scheduler did not do what was requested.',
  'fleet-cause.program-changed': 'The program or one of its scripts was changed after the installation.',
  'fleet-cause.internal': 'p2s-fix failed unexpectedly.',
  'fleet-next.changed': 'Reconnect the VPN there: open connections keep the old setting.',
  'fleet-next.service-disabled':
    'Run p2s-fix there: it names the service, and the command that enables it again.',
  'fleet-next.logged-vpn-error': 'Run p2s-fix there: it shows the error and its most likely cause.',
  'fleet-next.client-certificate': 'Run p2s-fix there as the VPN user: it shows what is missing.',
  'fleet-next.user-ambiguous':
    'Run p2s-fix there with --user SID. A list for fleet audit or fleet apply can name it in the column vpnuser. For a recording, use the result of p2s-fix --machine FILE --user SID --json in its place.',
  'fleet-next.input': 'Fix or replace each: its message (--verbose) names what is wrong.',
  'fleet-next.not-judged':
    'For a recording, export both keys there as the VPN user, and replace it by both files:',
  'fleet-next.ready-after-changes':
    'They are listed for each computer; the requests to the owners are ready to send.',
  'fleet-next.not-possible': 'Use another network, or ask for an exemption from the proxy.',
  'fleet-next.not-known':
    'What is missing is listed for each computer. Often it is the profile (--profile FILE): the OpenVPN check needs its key.',
  'fleet-next.unreachable': NO_ANSWER_STEPS.unreachable,
  'fleet-next.sign-in-refused': NO_ANSWER_STEPS['sign-in-refused'],
  'fleet-next.no-powershell': NO_ANSWER_STEPS['no-powershell'],
  'fleet-next.no-remoting': NO_ANSWER_STEPS['no-remoting'],
  'fleet-next.hangs': NO_ANSWER_STEPS.hangs,
  'fleet-next.lost': NO_ANSWER_STEPS.lost,
  'fleet-next.remote-error': NO_ANSWER_STEPS['remote-error'],
  'fleet-next.no-result': NO_ANSWER_STEPS['no-result'],
} as const satisfies Sentences;
