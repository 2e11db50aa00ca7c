import type { Check } from '../../../core/model/check.ts';
import type { RunEvent } from '../../../core/model/events.ts';
import { type PathState, pathNotes, visibleStages } from '../../facts/paths.ts';
import { storeTable, storeText } from '../../facts/store-table.ts';
import type { TextLine } from '../../messages/lines.ts';
import type { AccessRequest } from '../../requests/proxy-request.ts';
import { changeTitle, noChangeText, sidesOf } from '../../text/change-text.ts';
import type { Texts } from '../../text/texts.ts';
import { userText } from '../../text/user-text.ts';
import type { PrintedPage } from './page.ts';
import { pagePicture } from './page-picture.ts';
import { BOX_SIGNS, lineText, pictureLines } from './picture-lines.ts';
import { hasChanged, headlineOf, isForAdministrator, type Section, sideBySide } from './sections.ts';

/** The lines of each part of a page. */
export const PLAIN_SECTIONS: Record<Section, (page: PrintedPage, texts: Texts) => string[]> = {
  header: headerLines,
  headline: (page, texts) => headlineOf(page, texts).map(({ label, text }) => `${label}: ${text}`),
  picture: drawnLines,
  change: changeLines,
  stores: storeLines,
  backups: ({ backups }, { backup, words }) =>
    backups === null || backups.length === 0
      ? [words.noBackups]
      : backups.map((one) => `${one.number}  ${backup(one, backups)}`),
  gateways: ({ gateways }, texts) => texts.gateways(gateways),
  paths: ({ paths, part }, texts) => paths.flatMap((path) => pathLines(path, part, texts)),
  findings: ({ findings }, { finding, words }) =>
    findings.flatMap((one) => {
      const { message, remedy } = finding(one);
      return [`${words.severity[one.severity]} ${one.code}: ${message}`, ...indented(remedy)];
    }),
  plan: planLines,
  files: ({ files }, { words }) => files.map(words.fileWritten),
  confirmed: ({ confirmed }, texts) => (confirmed === null ? [] : [texts.confirmed(confirmed)]),
  explanation: ({ explanation }, texts) =>
    explanation === null ? [] : setIn(texts.explanation(explanation)),
  'side-by-side': (page, texts) => sideBySide(page, texts),
  migrations: ({ migrations }, texts) => migrations.flatMap((one) => setIn(texts.migration(one))),
  needs: needsLines,
  error: ({ error }, texts) => (error === null ? [] : errorLines(error, texts)),
  requests: ({ requests }, texts) => requestLines(requests, texts),
  end: ({ end, run }, { words }) =>
    end === null
      ? []
      : [
          `${words.done((end.durationMs / 1000).toFixed(1))}${words.exitCode(end.exitCode)}${words.exit(run?.mode ?? null, end.exitCode)}`,
        ],
};

/** What happened, where, and what to do next. */
export function errorLines(event: Extract<RunEvent, { type: 'error' }>, texts: Texts): string[] {
  const { words } = texts;
  const { code, where } = event.error;
  const { message, next } = texts.error(event);
  const place = where === null ? '' : words.errorAt(where);
  return [
    `${words.error} ${code}${place}: ${message}`,
    ...indented(next === null ? null : `${words.next}${next}`),
  ];
}

/** Requests to paste. */
export function requestLines(requests: readonly AccessRequest[], { language, words }: Texts): string[] {
  return requests.flatMap((request) => [
    words.readyToPaste,
    ...request[language].split('\n').map((line) => `  | ${line}`.trimEnd()),
  ]);
}

/** In its full width, because a pipe has no columns. */
function drawnLines(page: PrintedPage, texts: Texts): string[] {
  const picture = pagePicture(page, texts);
  if (picture === null) return [];
  return pictureLines(picture, texts.words, BOX_SIGNS, Number.POSITIVE_INFINITY).map(lineText);
}

function headerLines({ machine }: PrintedPage, { words }: Texts): string[] {
  if (machine === null) return [];
  const { user, vpnUser } = machine;
  return [
    words.machineLine(machine),
    ...(vpnUser === null ? [] : [words.vpnUser(userText(vpnUser.name, vpnUser.sid, words))]),
    ...(user?.elevated === true ? [words.elevatedLong] : []),
    ...(user?.elevated === false ? [words.notElevatedLong] : []),
  ];
}

function changeLines({ backup, writes, failedSteps, result }: PrintedPage, { words }: Texts): string[] {
  const lines = [
    ...(backup === null ? [] : [words.backup(backup.number, backup.path), `  ${words.undo(backup.number)}`]),
    ...writes.map(({ store, status }) => `  ${store}: ${words.writes[status]}`),
    ...failedSteps.map(({ step, detail }) => words.failed(step, detail)),
  ];
  if (result === null) return lines;
  if (result.rolledBack) return [...lines, words.everythingRestored];
  return [
    ...lines,
    result.changed.length === 0 ? words.nothingWritten : words.changed(result.changed.join(words.comma)),
  ];
}

function storeLines({ stores, machine, plan }: PrintedPage, texts: Texts): string[] {
  const { words } = texts;
  const planned = (id: string) => plan?.changes.some(({ store }) => store === id) === true;
  const differing = storeTable(stores, machine, plan, texts).rows.filter(({ differs }) => differs);
  return [
    `${words.stores}:`,
    ...stores.map((store) => {
      const note = planned(store.id) ? ` (${words.willBeChanged})` : '';
      return `  ${store.id}: ${storeText(store, texts)}${note}`;
    }),
    ...(differing.length === 0
      ? []
      : [`  ${words.storesDiffer(differing.map(({ label }) => label).join(words.comma))}`]),
  ];
}

function pathLines(path: PathState, part: PrintedPage['part'], texts: Texts): string[] {
  const { words } = texts;
  const { gateway, stores, checks, facts, verdict } = path;
  if (checks.length === 0 && verdict === null) return [words.notChecked(gateway)];
  const cells = [...path.dead, ...visibleStages(path), ...path.revocation];
  const lines = [
    `${gateway}: ${pathNotes(path, part, words).join(words.comma)}`,
    ...cells.flatMap(({ check, reason }) => (check === null ? [] : [checkLine(check, reason, texts)])),
  ];
  if (verdict === null) return lines;
  const { message, next } = texts.verdict(verdict, facts);
  return [
    ...lines,
    `${words.verdict(stores === 'proposed')}: ${verdict.verdict}: ${message}`,
    ...indented(next === null ? null : `${words.next}${next}`),
  ];
}

function checkLine(
  { stage, url, via, status, durationMs, evidence }: Check,
  reason: string | null,
  { words }: Texts,
): string {
  const parts = [`  ${words.checks[status]}`, stage];
  if (url !== null) parts.push(url);
  parts.push(via === 'direct' ? words.direct : words.via(via));
  if (evidence.client !== undefined) parts.push(words.by(String(evidence.client)));
  if (evidence.account != null) parts.push(words.as(String(evidence.account)));
  if (evidence.decidedBy !== undefined && evidence.decidedBy !== 'option')
    parts.push(`(${String(evidence.decidedBy)})`);
  if (reason !== null) parts.push(`[${reason}]`);
  return `${parts.join(' ')} ${Math.round(durationMs)} ms`;
}

function planLines({ plan, machine, run, end }: PrintedPage, texts: Texts): string[] {
  const { words } = texts;
  if (plan === null) return [];
  if (plan.changes.length === 0) return [`${words.plan}: ${noChangeText(end?.exitCode ?? null, words)}`];
  return [
    `${words.plan}:`,
    ...plan.changes.flatMap((change) => {
      const { removed, added } = sidesOf(change, texts);
      return [
        `  ~ ${changeTitle(change, machine, run?.mode ?? null, words)}`,
        ...removed.map((text) => `    - ${text}`),
        ...added.map((text) => `    + ${text}`),
      ];
    }),
  ];
}

function needsLines(page: PrintedPage, { words }: Texts): string[] {
  const { needs, machine } = page;
  if (needs === null) return [];
  const { elevation, command, restart, restartPending, redial } = needs;
  return [
    ...(isForAdministrator(needs, machine)
      ? [
          `${words.needsAdministrator}: ${elevation.join(words.comma)}`,
          `  ${words.runThere}`,
          `    ${command ?? words.sameCommand}`,
        ]
      : []),
    ...(restart ? [words.needsRestart(restartPending.join(words.comma))] : []),
    ...(redial ? [words.redial(hasChanged(page))] : []),
  ];
}

function indented(text: string | null): string[] {
  return text === null ? [] : [`  ${text}`];
}

function setIn(lines: readonly TextLine[]): string[] {
  return lines.map(({ depth, text }) => `${'  '.repeat(depth)}${text}`);
}
