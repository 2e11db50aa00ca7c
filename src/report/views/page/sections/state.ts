import { verdictMark } from '../../../../core/causes/verdicts.ts';
import { say } from '../../../../core/model/say.ts';
import { type PathState, pathNotes } from '../../../facts/paths.ts';
import { storeTable } from '../../../facts/store-table.ts';
import type { RunRecord } from '../../../model/record.ts';
import type { Texts } from '../../../text/texts.ts';
import type { Words } from '../../../text/words.ts';
import type { Block, Section } from '../model.ts';

/** Both settings side by side; after a write, the values before and after. */
export function storesSection({ stores, machine, plan, result, before }: RunRecord, texts: Texts): Section {
  const was = before?.stores ?? [];
  const tables: Block[] = [];
  if (was.length > 0)
    tables.push({
      kind: 'stores',
      title: texts.words(say('Before')),
      table: storeTable(was, machine, plan, texts),
    });
  if (stores.length > 0) {
    // The plan was carried out or rolled back: nothing of it is still pending.
    const left = was.length > 0 || result?.rolledBack === true ? null : plan;
    const heading = was.length > 0 ? texts.words(say('After')) : texts.words(say('As they are'));
    tables.push({ kind: 'stores', title: heading, table: storeTable(stores, machine, left, texts) });
  }
  return { id: 'stores', title: texts.words(say('Settings')), blocks: tables };
}

/** Each path as a picture of its stages. */
export function pathSections({ before, paths }: RunRecord, texts: Texts): Section[] {
  const was = before?.paths ?? [];
  // Nothing was probed since the change, so these paths are from before it.
  const now = was === paths ? [] : paths;
  const part = before === null ? 'audit' : 'change';
  return [
    {
      id: 'path-before',
      title: texts.words(say('Path before the change')),
      blocks: was.map((path) => pathBlock(path, 'audit', texts)),
      folded: true,
    },
    {
      id: 'path',
      title: was.length > 0 ? texts.words(say('Path after the change')) : texts.words(say('Path')),
      blocks: now.map((path) => pathBlock(path, part, texts)),
      folded: true,
    },
  ];
}

function pathBlock(path: PathState, part: 'audit' | 'change', texts: Texts): Block {
  const { gateway, verdict, checks, facts, other } = path;
  const { words } = texts;
  if (verdict === null) {
    const notes = checks.length === 0 ? [words(say('not checked'))] : pathNotes(path, part, words);
    return {
      kind: 'path',
      path,
      title: titleOf(gateway, notes, words),
      mark: 'skip',
      verdict: null,
      next: null,
    };
  }
  const { message, next } = texts.verdict(verdict, facts, other);
  return {
    kind: 'path',
    path,
    title: titleOf(gateway, pathNotes(path, part, words), words),
    mark: verdictMark(verdict.verdict),
    verdict: `${verdict.verdict}: ${message}`,
    next: next === null ? null : `${words(say('Next: '))}${next}`,
  };
}

function titleOf(gateway: string, notes: readonly string[], words: Words): string {
  return `${gateway} (${notes.join(words.between.items)})`;
}
