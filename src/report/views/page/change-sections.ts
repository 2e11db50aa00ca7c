import { byGravity } from '../../../core/model/finding.ts';
import type { ReportDocument, ReportedFinding } from '../../model/document.ts';
import type { RunRecord } from '../../model/run-record.ts';
import { changeTitle, noChangeText, sidesOf } from '../../text/change-text.ts';
import type { Texts } from '../../text/texts.ts';
import type { Words, WriteStatus } from '../../text/words.ts';
import type { Block, Mark, Section } from './model.ts';

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

/** The most severe first; what a change has settled stands apart from what is left. */
export function findingsSections(
  { document: { findings, result }, before }: RunRecord,
  texts: Texts,
): Section[] {
  const { page } = texts.words;
  const settled = result !== null && result.changed.length > 0 && !result.rolledBack;
  const was = settled ? (before?.findings ?? []) : [];
  return [
    { id: 'findings', title: page.findings, blocks: findingBlocks(findings, texts) },
    { id: 'findings-before', title: page.findingsBefore, blocks: findingBlocks(was, texts) },
  ];
}

function findingBlocks(findings: readonly ReportedFinding[], texts: Texts): Block[] {
  return [...findings].sort(byGravity).map((finding) => {
    const { severity, code } = finding;
    return { kind: 'finding', severity, code, ...texts.finding(finding) };
  });
}

export function planSection({ plan, machine, mode, exitCode }: ReportDocument, texts: Texts): Section {
  const { words } = texts;
  const changes = plan?.changes.map((change) => ({
    kind: 'diff' as const,
    title: changeTitle(change, machine, mode, words),
    ...sidesOf(change, texts),
  }));
  const nothing: Block = { kind: 'text', text: noChangeText(exitCode, words) };
  return { id: 'plan', title: words.plan, blocks: changes?.length === 0 ? [nothing] : (changes ?? []) };
}

/** What was written, how each write went, and how to undo it. */
export function changeSection(
  { document: { result }, backup, writes, failedSteps }: RunRecord,
  words: Words,
): Section {
  const { page } = words;
  const items = [
    ...writes.map(({ store, status }) => ({
      mark: WRITE_MARK[status],
      text: `${store}: ${words.writes[status]}`,
    })),
    ...failedSteps.map(({ step, detail }) => ({
      mark: 'fail' as const,
      text: words.failed(step, detail),
    })),
  ];
  const blocks: Block[] = [];
  if (backup !== null)
    blocks.push({
      kind: 'facts',
      facts: [
        [page.backup, `${backup.number}: ${backup.path}`],
        [page.undo, `p2s-fix rollback ${backup.number}`],
      ],
    });
  if (items.length > 0) blocks.push({ kind: 'list', items });
  if (result !== null) blocks.push({ kind: 'text', text: resultText(result, words) });
  return { id: 'change', title: page.change, blocks };
}

function resultText({ changed, rolledBack }: NonNullable<ReportDocument['result']>, words: Words): string {
  if (rolledBack) return words.everythingPutBack;
  return changed.length === 0 ? words.nothingWritten : words.changed(changed.join(words.comma));
}

/** What a person still has to do. */
export function needsSection({ document: { needs, machine }, before }: RunRecord, words: Words): Section {
  const { elevation, command, restart, restartPending, redial } = needs;
  const blocks: Block[] = [];
  if (elevation.length > 0 && machine?.user?.elevated !== true) {
    blocks.push({ kind: 'text', text: `${words.needsAdministrator}: ${elevation.join(words.comma)}` });
    if (command != null) blocks.push({ kind: 'copy', title: words.page.administratorCommand, text: command });
  }
  if (restart) blocks.push({ kind: 'text', text: words.needsRestart(restartPending.join(words.comma)) });
  if (redial) blocks.push({ kind: 'text', text: words.redial(before !== null) });
  return { id: 'needs', title: words.page.needs, blocks };
}
