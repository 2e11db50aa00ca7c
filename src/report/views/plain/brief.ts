import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '../../../core/model/finding.ts';
import type { Mode } from '../../../core/model/modes.ts';
import { counted, say } from '../../../core/model/say.ts';
import { settingNames } from '../../facts/setting-name.ts';
import { storeText } from '../../facts/store-table.ts';
import { SEVERITY_TEXTS, WRITE_STATUSES } from '../../messages/labels.ts';
import { exitText, failedText } from '../../messages/run.ts';
import { conclusionOf } from '../../model/conclusion.ts';
import { causesOf, withoutTwins } from '../../model/conclusion-facts.ts';
import { groupedBy } from '../../model/first-of.ts';
import { type HeadlineLine, headline } from '../../model/headline.ts';
import type { RunRecord } from '../../model/record.ts';
import { factsOf } from '../../model/record-facts.ts';
import { sidesOf } from '../../text/change-text.ts';
import type { Texts } from '../../text/texts.ts';
import { machineText } from '../../text/user-text.ts';
import { routeLines } from './brief-routes.ts';
import { setIn } from './plain-sections.ts';
import { sideBySide } from './sections.ts';
import { shortNames } from './short-names.ts';

/** Only the conclusion: outcome, cause, changes, next steps. The exit code follows when the output ends. */
export function summaryLines(record: RunRecord, texts: Texts): string[] {
  return headlineLines(record, texts);
}

/** A run in about 25 lines: the conclusion, the settings with changes, the routes, other findings. */
export function briefLines(record: RunRecord, texts: Texts): string[] {
  const short = shortNames(record.gateways);
  return [
    headerLine(record, texts),
    ...(record.sample
      ? [
          texts.words(
            say(
              'Sample computer with simulated servers on this computer; no real setting is read or changed.',
            ),
          ),
        ]
      : []),
    '',
    ...headlineLines(record, texts),
    ...proposalLines(record, texts).map(short),
    '',
  ];
}

/** The summary before a question: the settings, the routes and the findings. */
export function proposalLines(record: RunRecord, texts: Texts): string[] {
  return [answerLines, settingLines, routeLines, findingLines, fileLines].flatMap((part) => {
    const lines = part(record, texts);
    return lines.length === 0 ? [] : ['', ...lines];
  });
}

/** The answer of a run that does not assess a computer, without its first sentence, which opens the report. */
function answerLines(record: RunRecord, texts: Texts): string[] {
  const { move, error, backups = [], schedule, migration } = record;
  // An error opens the report instead.
  const opened = error === null ? 1 : 0;
  const isFirst = move !== null && conclusionOf(factsOf(record, texts), texts).headline === texts.move(move);
  const title = migration.length === 1 ? opened : 0;
  return [
    ...backups.map((one) => `${one.number}  ${texts.backup(one, backups)}`),
    ...(schedule === undefined ? [] : texts.schedule(schedule).slice(opened)),
    ...(move === null || isFirst ? [] : [texts.move(move)]),
    ...(migration.length === 0 ? [] : sideBySide(migration, texts)),
    ...migration.flatMap((one) => ['', ...setIn(texts.migration(one).slice(title))]),
  ];
}

function headlineLines(record: RunRecord, texts: Texts): string[] {
  // The findings are listed below.
  const lines = headline(factsOf(record, texts), texts).filter(
    ({ label }) => label !== texts.words(say('Found')),
  );
  return lines.map(({ label, text }: HeadlineLine) => `${label}: ${text}`);
}

function headerLine({ version, mode, machine }: RunRecord, { words }: Texts): string {
  if (machine === null) return `p2s-fix ${version}  ${mode}`;
  return `p2s-fix ${version}  ${mode}  ${machineText(machine, words)}`;
}

/** One line per setting, equal ones together; with an arrow to the new value. */
function settingLines({ stores, plan, machine, result }: RunRecord, texts: Texts): string[] {
  const { words } = texts;
  const open = (result?.changed.length ?? 0) > 0 ? [] : (plan?.changes ?? []);
  const rows = stores.map((store) => {
    const change = open.find((one) => one.store === store.id);
    const now = storeText(store, texts);
    const text =
      change === undefined ? now : arrow(now, sidesOf(change, texts), change.strings !== undefined);
    const [api = ''] = store.id.split('/');
    return { id: store.id, text, colon: api === 'advproxy' ? '' : ':', group: `${api} ${text}` };
  });
  const lines = groupedBy(rows, ({ group }) => group).map(([, alike]) => {
    const ids = alike.map(({ id }) => id);
    return `  ${settingNames(ids, words, machine?.vpnUser)}${alike[0]?.colon} ${alike[0]?.text}`;
  });
  return lines.length === 0 ? [] : [`${words(say('Settings'))}:`, ...lines];
}

function arrow(now: string, { removed, added }: ReturnType<typeof sidesOf>, ofStrings: boolean): string {
  const [from, to] = [removed.join(', '), added.join(', ')];
  return ofStrings ? `${now} (${from} -> ${to})` : `${from} -> ${to}`;
}

/** Every finding, with its remedy. */
export function allFindingLines({ findings }: RunRecord, texts: Texts): string[] {
  return findings.flatMap((one) => findingText(one, texts));
}

function findingText(one: Finding, texts: Texts): string[] {
  const { message, remedy } = texts.finding(one);
  return [
    `  ${texts.words(SEVERITY_TEXTS[one.severity])} ${message}`,
    ...(remedy === null ? [] : [`    ${remedy}`]),
  ];
}

/** Errors and warnings except the cause, which is listed above; info findings are counted. */
function findingLines(record: RunRecord, texts: Texts): string[] {
  const { words } = texts;
  const [cause] = causesOf(factsOf(record, texts));
  const findings = withoutTwins(record.findings);
  const shown = findings.filter((one) => one.severity !== 'info' && !isSame(one, cause));
  const lines = shown.flatMap((one) => findingText(one, texts));
  const notes = findings.filter(({ severity }) => severity === 'info').length;
  const more =
    notes === 0
      ? []
      : [
          `  ${words(counted(notes, say('{count} note: --verbose', { count: notes }), say('{count} notes: --verbose', { count: notes })))}`,
        ];
  return lines.length + more.length === 0 ? [] : [`${words(say('Findings'))}:`, ...lines, ...more];
}

function isSame(one: Finding, other: Finding | undefined): boolean {
  return (
    one.code === other?.code && one.store === other.store && isDeepStrictEqual(one.evidence, other.evidence)
  );
}

/** What was written, and what else failed in the run. */
function fileLines(
  { files, mode, recovered, backup, writes, failedSteps, error }: RunRecord,
  { words }: Texts,
): string[] {
  const opened = error === null && (mode === 'export' || mode === 'capture') ? 1 : 0;
  return [
    ...(recovered ? [words(say('An interrupted or unconfirmed change was rolled back first.'))] : []),
    ...(backup === null
      ? []
      : [words(say('Backup {number}: {path}', { number: backup.number, path: backup.path }))]),
    ...writes
      .filter(({ status }) => status !== 'written' && status !== 'waiting')
      .map(({ store, status }) => `  ${store}: ${words(WRITE_STATUSES[status])}`),
    ...failedSteps.map(({ step, detail }) => words(failedText(step, detail))),
    ...files.slice(opened).map((file) => words(say('Written: {file}', { file }))),
  ];
}

/** Modes that a second run with more details repeats; `apply` finds nothing more to do, and says so. */
const REPEATABLE: readonly Mode[] = ['audit', 'apply', 'verify', 'migrate'];

/** The last line of the short forms. */
export function endLine(
  record: RunRecord,
  exitCode: number,
  detail: 'summary' | 'brief',
  { words }: Texts,
): string {
  const end = `${words(say('Exit code {code}: ', { code: exitCode }))}${words(exitText(record.mode, exitCode, record))}`;
  return detail === 'summary' || !REPEATABLE.includes(record.mode)
    ? end
    : `${end}${words.between.sentences}${words(say('Details: --verbose, or --report report.html'))}`;
}
