import { type Check, gatewayName, type Verdict } from '../core/check.ts';
import type { RunEvent } from '../core/events.ts';
import { settingsSummary } from '../core/summary.ts';
import { backupText, confirmedText } from './backup-text.ts';
import { explanationLines } from './explanation-text.ts';
import { describeFinding } from './messages.ts';
import { checksOf } from './path-checks.ts';
import { type AccessRequest, requestsOf } from './proxy-request.ts';
import { SAMPLE_TEXT, STEP_TEXT } from './step-text.ts';
import { describeVerdict } from './verdict-text.ts';

export interface PlainOptions {
  out: (line: string) => void;
  /** Errors and diagnostics; nothing else. */
  err: (line: string) => void;
}

/**
 * A renderer for pipes, logs and screen readers: each event becomes zero or more whole lines, without escape
 * codes. It keeps the checks it has seen, because a verdict is told from them.
 */
export function createPlainRenderer({ out, err }: PlainOptions): (event: RunEvent) => void {
  let checks: Check[] = [];
  let verdicts: Verdict[] = [];
  let startedAt = '';
  let several = false;
  let failed = false;
  return (event) => {
    if (event.type === 'gateways') several = event.gateways.length > 1;
    if (event.type === 'check') checks.push(event.check);
    if (event.type === 'started') startedAt = event.at;
    if (event.type === 'verdict') verdicts.push(event.verdict);
    if (event.type === 'step' && event.step === 'probe-after' && event.status === 'started') {
      checks = [];
      verdicts = [];
    }
    if (event.type === 'error') failed = true;
    if (event.type === 'finished' && failed) return;
    const write = event.type === 'error' || event.type === 'diagnostic' ? err : out;
    for (const line of linesOf(event, checks, several)) write(line);
    if (isProbed(event)) for (const line of requestLines(requestsOf(checks, verdicts, startedAt))) out(line);
  };
}

/** All verdicts on the paths have been told. */
function isProbed(event: RunEvent): boolean {
  if (event.type !== 'step' || event.status !== 'done') return false;
  return event.step === 'probe-current' || event.step === 'probe-after';
}

function requestLines(requests: readonly AccessRequest[]): string[] {
  return requests.flatMap(({ en }) => [
    'Ready to paste:',
    ...en.split('\n').map((line) => `  | ${line}`.trimEnd()),
  ]);
}

function linesOf(event: RunEvent, checks: readonly Check[], several: boolean): string[] {
  switch (event.type) {
    case 'started':
      return event.sample ? [SAMPLE_TEXT] : [];
    case 'step':
      if (event.status === 'started') return [`${STEP_TEXT[event.step]} …`];
      return event.status === 'failed'
        ? [`${STEP_TEXT[event.step]}: failed${event.detail ? ` (${event.detail})` : ''}`]
        : [];
    case 'machine': {
      const { name, kind, os, user, vpnUser } = event.machine;
      const lines = [
        `Machine: ${name ?? 'unnamed'} (${kind}${os.version === null ? '' : `, ${os.platform} ${os.version}`})`,
      ];
      if (vpnUser !== null) lines.push(`VPN user: ${vpnUser.name ?? vpnUser.sid}`);
      if (user?.elevated === false)
        lines.push('Not elevated: changes to machine-wide stores need an administrator.');
      return lines;
    }
    case 'stores':
      return ['Stores:', ...event.stores.map((store) => `  ${store.id}: ${storeText(store)}`)];
    case 'gateways':
      return event.gateways.length === 0 ? [] : [`Gateways: ${event.gateways.map(gatewayName).join(', ')}`];
    case 'check':
      return [checkLine(event.check, several)];
    case 'verdict': {
      const { gateway, stores, verdict } = event.verdict;
      const mine = checksOf(checks, gateway, stores);
      const { message, next } = describeVerdict(verdict, gateway, mine);
      const label = stores === 'proposed' ? 'Verdict (proposed stores)' : 'Verdict';
      return [`${label}: ${verdict}: ${message}`, ...(next === null ? [] : [`  Next: ${next}`])];
    }
    case 'finding': {
      const { message, remedy } = describeFinding(event.finding);
      const { severity, code } = event.finding;
      return [`${severity.toUpperCase()} ${code}: ${message}`, ...(remedy === null ? [] : [`  ${remedy}`])];
    }
    case 'plan':
      if (event.plan.changes.length === 0) return ['Plan: nothing to change.'];
      return [
        'Plan:',
        ...event.plan.changes.flatMap(({ store, before, after, needsElevation }) => [
          `  ~ ${store}${needsElevation ? ' (needs an administrator)' : ''}`,
          `    - ${settingsSummary(before)}`,
          `    + ${settingsSummary(after)}`,
        ]),
      ];
    case 'backup':
      return [`Backup ${event.number}: ${event.path}`, `  To undo: p2s-fix rollback ${event.number}`];
    case 'write':
      return event.status === 'started' ? [] : [`  ${event.store}: ${event.status}`];
    case 'change-result': {
      const { changed, rolledBack } = event.result;
      if (rolledBack) return ['Everything was put back.'];
      return [changed.length === 0 ? 'Nothing was written.' : `Changed: ${changed.join(', ')}.`];
    }
    case 'backups':
      if (event.backups.length === 0) return ['No backups.'];
      return event.backups.map((backup) => `${backup.number}  ${backupText(backup, event.backups)}`);
    case 'confirmed':
      return [confirmedText(event)];
    case 'explained':
      return explanationLines(event.explanation).map(({ depth, text }) => `${'  '.repeat(depth)}${text}`);
    case 'needs': {
      const { elevation, command, restart, redial } = event.needs;
      const lines: string[] = [];
      if (elevation.length > 0)
        lines.push(
          `Needs an administrator: ${elevation.join(', ')}.`,
          `  Run there: ${command ?? 'the same command'}`,
        );
      if (restart) lines.push('A restart is needed.');
      if (redial) lines.push('Dial the VPN again: open connections keep the old setting.');
      return lines;
    }
    case 'error': {
      const { message, where, next } = event.error;
      return [
        `Error${where === null ? '' : ` at ${where}`}: ${message}`,
        ...(next === null ? [] : [`  Next: ${next}`]),
      ];
    }
    case 'finished':
      return [`Done in ${(event.durationMs / 1000).toFixed(1)} s.`];
    case 'diagnostic':
      return [event.text];
    case 'check-started':
      return [];
  }
}

function storeText({
  present,
  settings,
  raw,
  managedBy,
}: {
  present: boolean | null;
  settings: Parameters<typeof settingsSummary>[0];
  raw: { unreadable: string | null } | null;
  managedBy: string | null;
}): string {
  const text =
    present === null
      ? 'not visible'
      : raw?.unreadable != null
        ? `unreadable (${raw.unreadable})`
        : settingsSummary(settings);
  return `${text}${present === false ? ' (nothing stored)' : ''}${managedBy === null ? '' : `, managed by ${managedBy}`}`;
}

/** The gateway is named only where there are several. */
function checkLine(check: Check, several: boolean): string {
  const { gateway, stage, url, via, stores, status, durationMs, evidence } = check;
  const parts = [`  ${status}`, stage];
  if (several) parts.push(gateway);
  if (url !== null) parts.push(url);
  parts.push(via === 'direct' ? 'direct' : `via ${via}`);
  if (stores === 'proposed') parts.push('(proposed)');
  if (evidence.client !== undefined) parts.push(`by ${String(evidence.client)}`);
  const reason = evidence.reason ?? evidence.hresult;
  if (status !== 'pass' && reason != null) parts.push(`[${String(reason)}]`);
  return `${parts.join(' ')} ${Math.round(durationMs)} ms`;
}
