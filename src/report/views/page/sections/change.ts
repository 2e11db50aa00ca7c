import type { SourceId } from '../../../../core/explain/sources.ts';
import { byGravity, type Finding, type FindingCode } from '../../../../core/model/finding.ts';
import { say } from '../../../../core/model/say.ts';
import { settingName, settingNames } from '../../../facts/setting-name.ts';
import { WRITE_STATUSES } from '../../../messages/labels.ts';
import { failedText } from '../../../messages/run.ts';
import type { RunRecord, WriteStatus } from '../../../model/record.ts';
import { changeTitle, noChangeText, sidesOf } from '../../../text/change-text.ts';
import type { Texts } from '../../../text/texts.ts';
import type { Words } from '../../../text/words.ts';
import type { Block, Mark, Section } from '../model.ts';

const WRITE_MARK: Record<WriteStatus, Mark> = {
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

/** The most severe first; info findings, and those that a change has fixed, are separate. */
export function findingsSections({ findings, result, before }: RunRecord, texts: Texts): Section[] {
  const settled = result !== null && result.changed.length > 0 && !result.rolledBack;
  const was = settled ? (before?.findings ?? []) : [];
  const notes = findings.filter(({ severity }) => severity === 'info');
  const urgent = findings.filter(({ severity }) => severity !== 'info');
  return [
    { id: 'findings', title: texts.words(say('Findings')), blocks: findingBlocks(urgent, texts) },
    {
      id: 'notes',
      title: texts.words(say('Also worth knowing ({count})', { count: notes.length })),
      blocks: findingBlocks(notes, texts),
      folded: true,
    },
    {
      id: 'findings-before',
      title: texts.words(say('Findings before the change ({count})', { count: was.length })),
      blocks: findingBlocks(was, texts),
      folded: true,
    },
  ];
}

function findingBlocks(findings: readonly Finding[], texts: Texts): Block[] {
  return [...findings].sort(byGravity).map((finding) => {
    const { severity, code } = finding;
    const { message, remedy } = texts.finding(finding);
    return { kind: 'finding', severity, code, message, remedy, source: SOURCE_OF[code] ?? null };
  });
}

export function planSection({ plan, machine, mode, end }: RunRecord, texts: Texts): Section {
  const { words } = texts;
  const changes = plan?.changes.map((change) => ({
    kind: 'diff' as const,
    title: changeTitle(change, machine, mode, words),
    ...sidesOf(change, texts),
  }));
  const nothing: Block = { kind: 'text', text: noChangeText(end?.exitCode ?? 0, words) };
  return {
    id: 'plan',
    title: words(say('Plan')),
    blocks: changes?.length === 0 ? [nothing] : (changes ?? []),
  };
}

/** The changes, the result of each write, and how to roll back. */
export function changeSection(
  { result, machine, backup, writes, failedSteps }: RunRecord,
  words: Words,
): Section {
  const items = [
    ...writes.map(({ store, status }) => ({
      mark: WRITE_MARK[status],
      text: `${settingName(store, words, machine?.vpnUser)}: ${words(WRITE_STATUSES[status])}`,
    })),
    ...failedSteps.map(({ step, detail }) => ({
      mark: 'fail' as const,
      text: words(failedText(step, detail)),
    })),
  ];
  const blocks: Block[] = [];
  if (backup !== null)
    blocks.push({
      kind: 'facts',
      facts: [[words(say('Backup')), `${backup.number}: ${backup.path}`]],
    });
  if (items.length > 0) blocks.push({ kind: 'list', items });
  if (result !== null) blocks.push({ kind: 'text', text: resultText(result, machine, words) });
  return { id: 'change', title: words(say('Change')), blocks };
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
