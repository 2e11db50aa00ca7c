import { isDeepStrictEqual } from 'node:util';
import type { SourceId } from '../../../../core/explain/sources.ts';
import { byGravity, type Finding, type FindingCode } from '../../../../core/model/finding.ts';
import { counted, say } from '../../../../core/model/say.ts';
import { causesOf, withoutTwins } from '../../../model/conclusion-facts.ts';
import type { RunRecord, WriteStatus } from '../../../model/record.ts';
import { factsOf } from '../../../model/record-facts.ts';
import { SEVERITY_TEXTS, WRITE_STATUSES } from '../../../text/labels.ts';
import { line, type Mark } from '../../../text/lines.ts';
import { failedText } from '../../../text/run.ts';
import { settingName, settingNames } from '../../../text/setting-name.ts';
import type { Texts } from '../../../text/texts.ts';
import type { Words } from '../../../text/words.ts';
import { type Block, IN_ALL, IN_TEXT, type Page, type Section } from '../model.ts';

export const WRITE_MARKS: Record<WriteStatus, Mark> = {
  waiting: 'skip',
  started: 'warn',
  written: 'pass',
  unchanged: 'pass',
  restored: 'warn',
  'not-done': 'skip',
  changed: 'fail',
  denied: 'fail',
  failed: 'fail',
};

/** Findings with a published announcement. */
const SOURCE_OF: Partial<Record<FindingCode, SourceId>> = {
  'sstp-retirement': 'azure-update-499923',
  'gateway-root-migration': 'azure-root-migration',
  'profile-root-old': 'azure-root-migration',
  'profile-root-both': 'azure-root-migration',
};

/**
 * The most severe first. The short forms omit the cause, which opens the page, and count the notes; a run that only
 * failed lists all. Those that a change has fixed are separate.
 */
export function findingsSections(record: RunRecord, form: Page['form'], texts: Texts): Section[] {
  const { result, before } = record;
  const { words } = texts;
  const isSettled = result !== null && result.changed.length > 0 && !result.rolledBack;
  const was = isSettled ? (before?.findings ?? []) : [];
  const title = words(say('Findings'));
  if (form === 'error')
    return [
      {
        id: 'findings',
        title,
        in: IN_ALL,
        bare: true,
        blocks: record.findings.map((one) => block(one, texts)),
      },
    ];
  const [cause] = causesOf(factsOf(record, texts));
  const all = withoutTwins(record.findings);
  const notes = all.filter(({ severity }) => severity === 'info');
  const urgent = all.filter(({ severity }) => severity !== 'info');
  const short = ['brief', 'terminal'] as const;
  const count = notes.length;
  const more = counted(
    count,
    say('{count} note: --verbose', { count }),
    say('{count} notes: --verbose', { count }),
  );
  return [
    {
      id: 'findings',
      title,
      in: IN_ALL,
      closed: true,
      blocks: [
        ...urgent.filter((one) => !isSame(one, cause)).map((one) => ({ ...block(one, texts), in: short })),
        ...urgent.toSorted(byGravity).map((one) => ({ ...block(one, texts), in: ['full', 'file'] as const })),
        ...(count === 0 ? [] : [{ kind: 'lines', lines: [line(2, words(more))], in: short } as const]),
      ],
    },
    {
      id: 'notes',
      title: words(say('Also worth knowing ({count})', { count })),
      in: ['full', 'file'],
      closed: true,
      blocks: notes.map((one) => block(one, texts)),
    },
    {
      id: 'findings-before',
      title: words(say('Findings before the change ({count})', { count: was.length })),
      in: ['file'],
      closed: true,
      blocks: was.toSorted(byGravity).map((one) => block(one, texts)),
    },
  ];
}

function block(finding: Finding, texts: Texts): Block {
  const { severity, code } = finding;
  const { message, remedy } = texts.finding(finding);
  const label = texts.words(SEVERITY_TEXTS[severity]);
  return { kind: 'finding', severity, label, code, message, remedy, source: SOURCE_OF[code] ?? null };
}

function isSame(one: Finding, other: Finding | undefined): boolean {
  return (
    one.code === other?.code && one.store === other.store && isDeepStrictEqual(one.evidence, other.evidence)
  );
}

/** What was written, and what else failed in the run. */
export function changeSection(record: RunRecord, form: Page['form'], { words }: Texts): Section {
  const { result, machine, backup, writes, failedSteps, files, mode, recovered, error } = record;
  const failed = failedSteps.map(({ step, detail }) => words(failedText(step, detail)));
  const written = files.map((file) => words(say('Written: {file}', { file })));
  const opened = error === null && (mode === 'export' || mode === 'capture') ? 1 : 0;
  const lines = [
    ...(recovered ? [words(say('An interrupted or unconfirmed change was rolled back first.'))] : []),
    ...(backup === null
      ? []
      : [words(say('Backup {number}: {path}', { number: backup.number, path: backup.path }))]),
    ...writes
      .filter(({ status }) => status !== 'written' && status !== 'waiting')
      .map(({ store, status }) => `  ${store}: ${words(WRITE_STATUSES[status])}`),
    ...failed,
    ...written.slice(opened),
  ];
  const items = [
    ...writes.map(({ store, status }) => ({
      mark: WRITE_MARKS[status],
      text: `${settingName(store, words, machine?.vpnUser)}: ${words(WRITE_STATUSES[status])}`,
    })),
    ...failed.map((text) => ({ mark: 'fail' as const, text })),
  ];
  // A run that only failed is in short its error.
  const inText = form === 'error' ? (['terminal', 'full'] as const) : IN_TEXT;
  const file: Block[] = [
    ...(backup === null
      ? []
      : [{ kind: 'facts', facts: [[words(say('Backup')), `${backup.number}: ${backup.path}`]] } as const]),
    ...(items.length === 0 ? [] : [{ kind: 'list', items } as const]),
    ...(result === null ? [] : [{ kind: 'text', text: resultText(result, machine, words) } as const]),
  ];
  return {
    id: 'change',
    title: words(say('Change')),
    in: IN_ALL,
    bare: true,
    closed: true,
    blocks: [
      ...(lines.length === 0
        ? []
        : [{ kind: 'lines', lines: lines.map((text) => line(0, text)), in: inText } as const]),
      ...file.map((one) => ({ ...one, in: ['file'] as const })),
    ],
  };
}

function resultText(
  { changed, rolledBack }: NonNullable<RunRecord['result']>,
  machine: RunRecord['machine'],
  words: Words,
): string {
  if (rolledBack) return words(say('All values were restored.'));
  return changed.length === 0
    ? words(say('Nothing was written.'))
    : words(say('Changed: {stores}.', { stores: settingNames(changed, words, machine?.vpnUser) }));
}
