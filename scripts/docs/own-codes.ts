import { type ErrorCode, outcomeOfError } from '../../src/core/model/errors.ts';
import { exitCodeOf } from '../../src/core/model/exit-code.ts';
import type { FindingCode } from '../../src/core/model/finding.ts';
import { FINDINGS } from '../../src/report/messages/findings/findings.ts';
import { CATALOG_EN } from '../../src/report/text/en/catalog.ts';

const ERRORS: Readonly<Record<ErrorCode, string>> = {
  usage: 'an option or argument of the command line cannot be used',
  input: 'a file, host name or value from outside cannot be used',
  'no-gateway': 'a path check was requested, and no gateway is named or known',
  'not-windows': 'this system is not Windows: use `--machine`',
  'user-ambiguous': 'several users may be the VPN user: use `--user`',
  'not-judged': 'a recording does not show a setting that the run requires',
  'needs-elevation': 'an administrator must run the command',
  'write-failed': 'a write did not take effect; all values were restored',
  'restore-failed': 'a write did not take effect, and restoring the values failed as well',
  refused: 'managed by a policy, cannot be expressed, or not allowed',
  stale: 'the settings have changed since the plan, the change or the backup was made',
  'backup-unusable': 'the backup is damaged, or of another computer',
  locked: 'another run holds the lock',
  'interrupted-change': 'an interrupted or unconfirmed change must be completed or restored first',
  cancelled: 'ended from outside, or the question was answered with no',
  'powershell-missing': 'PowerShell could not be started',
  'powershell-blocked': 'an execution policy blocks the scripts',
  'powershell-not-allowed': 'application control, or the check of its signature, blocks a script',
  'powershell-antivirus': 'antivirus software blocks a script',
  'powershell-timeout': 'PowerShell did not reply in time',
  'powershell-no-result': 'PowerShell ended without a result',
  'powershell-overflow': 'PowerShell returned more output than is allowed',
  'powershell-failed': 'a script replied with an error',
  'state-dir': 'the state folder cannot be used',
  'watcher-failed': 'the automatic rollback could not be set up, so nothing was written',
  'report-failed': 'a report or another requested file could not be written; all other results are valid',
  'install-failed': 'the program, or that of a schedule, could not be installed or removed',
  'task-failed': 'Task Scheduler did not do what was requested',
  'program-changed': 'the program or one of its scripts was changed after the installation',
  internal: 'an unexpected failure; the message lists what to send',
};

/** Each error code of p2s-fix with its exit code and its meaning. */
export function errorRows(): string[][] {
  return Object.entries(ERRORS).map(([code, meaning]) => [
    `\`${code}\``,
    String(exitCodeOf([outcomeOfError(code as ErrorCode)])),
    meaning,
  ]);
}

/** Each finding code with its sentence, as a template. */
export function findingRows(): string[][] {
  const codes = (Object.keys(FINDINGS) as FindingCode[]).sort();
  return codes.map((code) => [`\`${code}\``, asText(sentenceOf(code))]);
}

/** The sentence of a finding; where it has only variants, the first of them. */
function sentenceOf(code: FindingCode): string {
  const texts = Object.entries(CATALOG_EN);
  const [, text] =
    texts.find(([key]) => key === `finding.${code}`) ??
    texts.find(([key]) => key.startsWith(`finding.${code}.`)) ??
    [];
  if (text === undefined) throw new Error(`no text for the finding ${code}`);
  return text;
}

/** Markdown shows the text as it is: a name in brackets is not HTML. */
function asText(text: string): string {
  return text.trim().replaceAll(/[<>*_]/g, '\\$&');
}
