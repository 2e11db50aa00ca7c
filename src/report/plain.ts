import { type Check, gatewayName, type Verdict } from '../core/check.ts';
import type { RunEvent } from '../core/events.ts';
import type { GatewayMigration } from '../core/migration/model.ts';
import type { StoreView } from '../core/stores.ts';
import type { TextLine } from './explanation-text.ts';
import { fleetRequests } from './fleet-request.ts';
import { moveRequests } from './migration-request.ts';
import { checksOf } from './path-checks.ts';
import { type AccessRequest, requestsOf } from './proxy-request.ts';
import { compactTable } from './side-by-side.ts';
import { ENGLISH, type Texts } from './texts.ts';
import { userText } from './user-text.ts';

export interface PlainOptions {
  out: (line: string) => void;
  /** Errors and diagnostics; nothing else. */
  err: (line: string) => void;
  /** English when not given. */
  texts?: Texts;
}

/**
 * A renderer for pipes, logs and screen readers: each event becomes zero or more whole lines, without escape
 * codes. It keeps the checks it has seen, because a verdict is told from them.
 */
export function createPlainRenderer({ out, err, texts = ENGLISH }: PlainOptions): (event: RunEvent) => void {
  let checks: Check[] = [];
  let verdicts: Verdict[] = [];
  let startedAt = '';
  let several = false;
  let moving = false;
  let failed = false;
  const moves: GatewayMigration[] = [];
  const requestsAfter = (event: RunEvent) => {
    if (event.type === 'fleet') return fleetRequests(event.summary, startedAt);
    if (event.type === 'migration') return moveRequests([event.migration], startedAt);
    return !moving && isProbed(event) ? requestsOf(checks, verdicts, startedAt) : [];
  };
  return (event) => {
    if (event.type === 'gateways') several = event.gateways.length > 1;
    if (event.type === 'check') checks.push(event.check);
    if (event.type === 'started') {
      startedAt = event.at;
      moving = event.mode === 'migrate';
    }
    if (event.type === 'verdict') verdicts.push(event.verdict);
    if (event.type === 'step' && event.step === 'probe-after' && event.status === 'started') {
      checks = [];
      verdicts = [];
    }
    if (event.type === 'error') failed = true;
    if (event.type === 'migration') moves.push(event.migration);
    if (event.type === 'finished' && failed) return;
    if (event.type === 'finished') for (const line of movesTable(moves, texts)) out(line);
    const write = event.type === 'error' || event.type === 'diagnostic' ? err : out;
    for (const line of linesOf(event, checks, several, texts)) write(line);
    for (const line of requestLines(requestsAfter(event), texts)) out(line);
  };
}

/** All gateways of a move at a glance. */
function movesTable(moves: readonly GatewayMigration[], { moveWords }: Texts): string[] {
  const rows = moves.map((one) => ({ ...one, name: one.gateway }));
  return rows.length === 0 ? [] : compactTable(rows, moveWords.sideBySide);
}

/** All verdicts on the paths have been told. */
function isProbed(event: RunEvent): boolean {
  if (event.type !== 'step' || event.status !== 'done') return false;
  return event.step === 'probe-current' || event.step === 'probe-after';
}

function requestLines(requests: readonly AccessRequest[], { language, words }: Texts): string[] {
  return requests.flatMap((request) => [
    words.readyToPaste,
    ...request[language].split('\n').map((line) => `  | ${line}`.trimEnd()),
  ]);
}

function linesOf(event: RunEvent, checks: readonly Check[], several: boolean, texts: Texts): string[] {
  const { words } = texts;
  switch (event.type) {
    case 'started':
      return event.sample ? [words.sample] : [];
    case 'step':
      if (event.status === 'started') return [`${words.steps[event.step]} …`];
      return event.status === 'failed' ? [words.failed(words.steps[event.step], event.detail ?? null)] : [];
    case 'machine': {
      const { user, vpnUser } = event.machine;
      const lines = [words.machineLine(event.machine)];
      if (vpnUser !== null) lines.push(words.vpnUser(userText(vpnUser.name, vpnUser.sid, words)));
      if (user?.elevated === false) lines.push(words.notElevatedLong);
      return lines;
    }
    case 'stores':
      return [
        `${words.stores}:`,
        ...event.stores.map((store) => `  ${store.id}: ${storeText(store, texts)}`),
      ];
    case 'gateways':
      return event.gateways.length === 0
        ? []
        : [
            `${words.gateways}: ${event.gateways.map(gatewayName).join(', ')}`,
            ...texts.gateways(event.gateways).map((line) => `  ${line}`),
          ];
    case 'check':
      return [checkLine(event.check, several, texts)];
    case 'verdict': {
      const { gateway, stores, verdict } = event.verdict;
      const mine = checksOf(checks, gateway, stores);
      const { message, next } = texts.verdict(event.verdict, mine);
      const label = words.verdict(stores === 'proposed');
      return [`${label}: ${verdict}: ${message}`, ...(next === null ? [] : [`  ${words.next}${next}`])];
    }
    case 'finding': {
      const { message, remedy } = texts.finding(event.finding);
      const { severity, code } = event.finding;
      return [`${words.severity[severity]} ${code}: ${message}`, ...(remedy === null ? [] : [`  ${remedy}`])];
    }
    case 'plan':
      if (event.plan.changes.length === 0) return [`${words.plan}: ${words.nothingToChange}`];
      return [
        `${words.plan}:`,
        ...event.plan.changes.flatMap(({ store, before, after, needsElevation }) => [
          `  ~ ${store}${needsElevation ? words.needsAdministratorNote : ''}`,
          `    - ${texts.settings(before)}`,
          `    + ${texts.settings(after)}`,
        ]),
      ];
    case 'backup':
      return [words.backup(event.number, event.path), `  ${words.undo(event.number)}`];
    case 'write':
      return event.status === 'started' ? [] : [`  ${event.store}: ${words.writes[event.status]}`];
    case 'change-result': {
      const { changed, rolledBack } = event.result;
      if (rolledBack) return [words.everythingPutBack];
      return [changed.length === 0 ? words.nothingWritten : words.changed(changed.join(', '))];
    }
    case 'backups':
      if (event.backups.length === 0) return [words.noBackups];
      return event.backups.map((backup) => `${backup.number}  ${texts.backup(backup, event.backups)}`);
    case 'confirmed':
      return [texts.confirmed(event)];
    case 'explained':
      return indented(texts.explanation(event.explanation));
    case 'migration':
      return indented(texts.migration(event.migration));
    case 'schedule-move':
      return [texts.move(event.move)];
    case 'schedule':
      return texts.schedule(event.schedule);
    case 'fleet-machine':
      return texts.fleetMachine(event.machine);
    case 'fleet':
      return texts.fleetSummary(event.summary);
    case 'needs': {
      const { elevation, command, restart, restartPending, redial } = event.needs;
      const lines: string[] = [];
      if (elevation.length > 0)
        lines.push(
          `${words.needsAdministrator}: ${elevation.join(', ')}`,
          `  ${words.runThere}`,
          `    ${command ?? words.sameCommand}`,
        );
      if (restart) lines.push(words.needsRestart(restartPending.join(', ')));
      if (redial) lines.push(words.redial(true));
      return lines;
    }
    case 'error': {
      const { where } = event.error;
      const { message, next } = texts.error(event);
      return [
        `${words.error}${where === null ? '' : words.errorAt(where)}: ${message}`,
        ...(next === null ? [] : [`  ${words.next}${next}`]),
      ];
    }
    case 'finished':
      return [words.done((event.durationMs / 1000).toFixed(1))];
    case 'diagnostic':
      return [event.text];
    case 'check-started':
    case 'evidence':
      return [];
  }
}

function indented(lines: readonly TextLine[]): string[] {
  return lines.map(({ depth, text }) => `${'  '.repeat(depth)}${text}`);
}

function storeText({ present, settings, raw, managedBy }: StoreView, texts: Texts): string {
  const { words } = texts;
  const unreadable = raw?.unreadable ?? null;
  const shown = unreadable === null ? texts.settings(settings) : words.unreadable(unreadable);
  const note = present === false ? words.nothingStored : '';
  return `${present === null ? words.notVisible : shown}${note}${managedBy === null ? '' : words.managedBy(managedBy)}`;
}

/** The gateway is named only where there are several. */
function checkLine(check: Check, several: boolean, { words }: Texts): string {
  const { gateway, stage, url, via, stores, status, durationMs, evidence } = check;
  const parts = [`  ${status}`, stage];
  if (several) parts.push(gateway);
  if (url !== null) parts.push(url);
  parts.push(via === 'direct' ? words.direct : words.via(via));
  if (stores === 'proposed') parts.push(words.proposed);
  if (evidence.client !== undefined) parts.push(words.by(String(evidence.client)));
  if (evidence.account != null) parts.push(words.as(String(evidence.account)));
  if (evidence.decidedBy !== undefined && evidence.decidedBy !== 'option')
    parts.push(`(${String(evidence.decidedBy)})`);
  const reason = evidence.reason ?? evidence.hresult;
  if (status !== 'pass' && reason != null) parts.push(`[${String(reason)}]`);
  return `${parts.join(' ')} ${Math.round(durationMs)} ms`;
}
