import type { Check } from '../../../core/model/check.ts';
import type { RunEvent } from '../../../core/model/events.ts';
import { command, say } from '../../../core/model/say.ts';
import { type PathState, pathNotes, routeText, visibleStages } from '../../facts/paths.ts';
import { settingName, settingNames } from '../../facts/setting-name.ts';
import { storeTable, storeText } from '../../facts/store-table.ts';
import { CHECK_STATUS_TEXTS, SEVERITY_TEXTS, WRITE_STATUSES } from '../../messages/labels.ts';
import { errorPlace, exitText, failedText, machineName, restartText } from '../../messages/run.ts';
import type { TextLine } from '../../messages/text.ts';
import type { AccessRequest } from '../../requests/proxy-request.ts';
import { changeTitle, noChangeText, sidesOf } from '../../text/change-text.ts';
import type { Texts } from '../../text/texts.ts';
import { userText } from '../../text/user-text.ts';
import type { PrintedPage } from './pages.ts';
import { BOX_SIGNS, lineText, pagePicture, pictureLines } from './picture-lines.ts';
import {
  hasChanged,
  headlineOf,
  isForAdministrator,
  type Section,
  sideBySide,
  verdictsOf,
} from './sections.ts';

/** The lines of each part of a page. */
export const PLAIN_SECTIONS: Record<Section, (page: PrintedPage, texts: Texts) => string[]> = {
  header: headerLines,
  headline: (page, texts) => headlineOf(page, texts).map(({ label, text }) => `${label}: ${text}`),
  picture: drawnLines,
  change: changeLines,
  stores: storeLines,
  backups: ({ backups }, { backup, words }) =>
    backups === null || backups.length === 0
      ? [words(say('No backups.'))]
      : backups.map((one) => `${one.number}  ${backup(one, backups)}`),
  gateways: ({ gateways }, texts) => texts.gateways(gateways),
  paths: ({ paths, part }, texts) => paths.flatMap((path) => pathLines(path, part, texts)),
  findings: ({ findings }, { finding, words }) =>
    findings.flatMap((one) => {
      const { message, remedy } = finding(one);
      return [`${words(SEVERITY_TEXTS[one.severity])} ${one.code}: ${message}`, ...indented(remedy)];
    }),
  plan: planLines,
  files: ({ files }, { words }) => files.map((file) => words(say('Written: {file}', { file }))),
  confirmed: ({ confirmed }, texts) => (confirmed === null ? [] : [texts.confirmed(confirmed)]),
  explanation: ({ explanation }, texts) =>
    explanation === null ? [] : setIn(texts.explanation(explanation)),
  'side-by-side': ({ migration }, texts) => sideBySide(migration, texts),
  migrations: ({ migration }, texts) => migration.flatMap((one) => setIn(texts.migration(one))),
  needs: needsLines,
  error: ({ error }, texts) => (error === null ? [] : errorLines(error, texts)),
  requests: ({ requests }, texts) => requestLines(requests, texts),
  end: (page, texts) => (page.end === null ? [] : endLines(page, page.end.exitCode, texts)),
};

/** How long it took, and the exit code, which a report that cannot be written changes. */
export function endLines({ end, run, ...page }: PrintedPage, code: number, { words }: Texts): string[] {
  const ended = { ...page, move: run?.move ?? null, verdicts: verdictsOf(page) };
  const seconds = ((end?.durationMs ?? 0) / 1000).toFixed(1);
  const text = words(exitText(run?.mode ?? null, code, ended));
  return [
    `${words(say('Done in {seconds} s. ', { seconds }))}${words(say('Exit code {code}: ', { code }))}${text}`,
  ];
}

/** What happened, where, and what to do next. */
export function errorLines(event: Extract<RunEvent, { type: 'error' }>, texts: Texts): string[] {
  const { words } = texts;
  const { code, where } = event.error;
  const { message, next } = texts.error(event);
  const place = where === null ? '' : words(errorPlace(where));
  return [
    `${words(say('ERROR'))} ${code}${place}: ${message}`,
    ...indented(next === null ? null : `${words(say('Next: '))}${next}`),
  ];
}

/** Requests to paste. */
export function requestLines(requests: readonly AccessRequest[], { language, words }: Texts): string[] {
  return requests.flatMap((request) => [
    words(say('Ready to paste:')),
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
    words(say('Computer: {machine}', { machine: words(machineName(machine)) })),
    ...(vpnUser === null
      ? []
      : [words(say('VPN user: {name}', { name: userText(vpnUser.name, vpnUser.sid, words) }))]),
    ...(user?.elevated === true ? [words(say('Running as administrator.'))] : []),
    ...(user?.elevated === false
      ? [words(say('Not elevated: changes to machine-wide settings need an administrator.'))]
      : []),
  ];
}

function changeLines(page: PrintedPage, { words }: Texts): string[] {
  const { backup, writes, failedSteps, result, machine, run } = page;
  const lines = [
    ...(backup === null
      ? []
      : [
          words(say('Backup {number}: {path}', { number: backup.number, path: backup.path })),
          ...(run?.followUps.import === undefined
            ? [
                `  ${words(say('To roll back: {command}', { command: command('rollback', { backup: backup.number }) }))}`,
              ]
            : []),
        ]),
    ...writes.map(
      ({ store, status }) =>
        `  ${settingName(store, words, machine?.vpnUser)}: ${words(WRITE_STATUSES[status])}`,
    ),
    ...failedSteps.map(({ step, detail }) => words(failedText(step, detail))),
  ];
  if (result === null) return lines;
  if (result.rolledBack) return [...lines, words(say('All values were restored.'))];
  return [
    ...lines,
    result.changed.length === 0
      ? words(say('Nothing was written.'))
      : words(say('Changed: {stores}.', { stores: settingNames(result.changed, words, machine?.vpnUser) })),
  ];
}

function storeLines({ stores, machine, plan }: PrintedPage, texts: Texts): string[] {
  const { words } = texts;
  const planned = (id: string) => plan?.changes.some(({ store }) => store === id) === true;
  const differing = storeTable(stores, machine, plan, texts).rows.filter(({ differs }) => differs);
  return [
    `${words(say('Settings'))}:`,
    ...stores.map((store) => {
      const note = planned(store.id) ? ` (${words(say('will be changed'))})` : '';
      return `  ${settingName(store.id, words, machine?.vpnUser)}: ${storeText(store, texts)}${note}`;
    }),
    ...(differing.length === 0
      ? []
      : [
          `  ${words(say('WinINET and WinHTTP differ: {parts}', { parts: differing.map(({ label }) => label).join(words.between.items) }))}`,
        ]),
  ];
}

function pathLines(path: PathState, part: PrintedPage['part'], texts: Texts): string[] {
  const { words } = texts;
  const { gateway, stores, checks, facts, verdict, other } = path;
  if (checks.length === 0 && verdict === null) return [words(say('{gateway}: not checked.', { gateway }))];
  const cells = [...path.dead, ...visibleStages(path), ...path.revocation];
  const lines = [
    `${gateway}: ${pathNotes(path, part, words).join(words.between.items)}`,
    ...cells.flatMap(({ check, reason }) => (check === null ? [] : [checkLine(check, reason, texts)])),
  ];
  if (verdict === null) return lines;
  const { message, next } = texts.verdict(verdict, facts, other);
  return [
    ...lines,
    `${words(stores === 'proposed' ? say('Verdict (proposed settings)') : say('Verdict'))}: ${verdict.verdict}: ${message}`,
    ...indented(next === null ? null : `${words(say('Next: '))}${next}`),
  ];
}

function checkLine(
  { stage, url, via, status, durationMs, evidence }: Check,
  reason: string | null,
  { words }: Texts,
): string {
  const parts = [`  ${words(CHECK_STATUS_TEXTS[status])}`, stage];
  if (url !== null) parts.push(url);
  parts.push(routeText(via, words));
  if (evidence.client !== undefined) parts.push(words(say('by {client}', { client: evidence.client })));
  if (evidence.account != null) parts.push(words(say('as {account}', { account: evidence.account })));
  if (evidence.decidedBy !== undefined && evidence.decidedBy !== 'option')
    parts.push(`(${settingName(evidence.decidedBy, words)})`);
  if (reason !== null) parts.push(`[${reason}]`);
  return `${parts.join(' ')} ${Math.round(durationMs)} ms`;
}

function planLines({ plan, machine, run, end }: PrintedPage, texts: Texts): string[] {
  const { words } = texts;
  if (plan === null) return [];
  if (plan.changes.length === 0)
    return [`${words(say('Plan'))}: ${noChangeText(end?.exitCode ?? null, words)}`];
  return [
    `${words(say('Plan'))}:`,
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
  const { elevation, commands, restart, restartPending, redial } = needs;
  return [
    ...(isForAdministrator(needs, machine)
      ? [
          `${words(say('Needs an administrator'))}: ${elevation.join(words.between.items)}`,
          `  ${words(say('In a terminal that was opened with "Run as administrator":'))}`,
          `    ${words(commands?.command ?? say('the same command'))}`,
        ]
      : []),
    ...(restart ? [words(restartText(restartPending.join(words.between.items)))] : []),
    ...(redial
      ? [
          words(
            hasChanged(page)
              ? say('Reconnect the VPN: open connections keep the old setting.')
              : say('Then reconnect the VPN: open connections keep the old setting.'),
          ),
        ]
      : []),
  ];
}

function indented(text: string | null): string[] {
  return text === null ? [] : [`  ${text}`];
}

/** Each line at its depth. */
export function setIn(lines: readonly TextLine[]): string[] {
  return lines.map(({ depth, text }) => `${'  '.repeat(depth)}${text}`);
}
