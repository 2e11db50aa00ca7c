import { SOURCES, type SourceId } from '../../../core/explain/sources.ts';
import { say } from '../../../core/model/say.ts';
import type { PartNow, StoreTable } from '../../facts/store-table.ts';
import type { RunRecord } from '../../model/record.ts';
import { firstOf } from '../../text/first-of.ts';
import { MARKS } from '../../text/labels.ts';
import { lineText } from '../../text/lines.ts';
import { ENGLISH, type Texts } from '../../text/texts.ts';
import type { Words } from '../../text/words.ts';
import { BOX_SIGNS, pictureLines } from '../text/picture-lines.ts';
import { pageOf } from './build.ts';
import { markdownCode as code, markdownBlock, markdownText as text } from './escape.ts';
import { percent } from './html/fleet.ts';
import { LISTED_BELOW } from './html/html.ts';
import { type Bar, type Block, type Fact, type Section, sectionsIn } from './model.ts';

/** Length of a bar in characters. */
const BAR = 20;
/** Maximum number of computers in a Markdown table. */
const SHOWN = 500;

/** A run as Markdown, for a ticket. Untrusted values are written as code, so that they cannot be markup. */
export function reportMarkdown(record: RunRecord, texts: Texts = ENGLISH): string {
  const page = pageOf(record, texts.forRun(record.followUps));
  const { words } = texts;
  const [outcome, ...more] = page.conclusion;
  const facts = more.flatMap(({ kind, label, text: value }) =>
    LISTED_BELOW.includes(kind) ? [] : [[label, value] as const],
  );
  const lines = [
    `# ${page.title}`,
    '',
    `**${outcome?.label ?? ''}**: ${text(outcome?.text ?? '')}`,
    '',
    ...factLines(facts),
    ...(facts.length === 0 ? [] : ['']),
    ...factLines(page.facts),
    '',
    ...sectionsIn(page, 'file').flatMap((section) => sectionLines(section, words)),
    '---',
    '',
    text(page.footer),
  ];
  return `${lines.join('\n')}\n`;
}

function sectionLines({ title, blocks }: Section, words: Words): string[] {
  return [`## ${title}`, '', ...blocks.flatMap((block) => [...blockLines(block, words), ''])];
}

function blockLines(block: Block, words: Words): string[] {
  switch (block.kind) {
    case 'text':
      return [text(block.text)];
    case 'facts':
      return factLines(block.facts);
    case 'list':
      return block.items.map(({ mark, text: item }) => `- **${words(MARKS[mark])}** ${text(item)}`);
    case 'lines':
    case 'side-by-side':
      return [];
    case 'picture':
      return codeLines(pictureLines(block.picture, words, BOX_SIGNS, Number.POSITIVE_INFINITY).map(lineText));
    case 'stores':
      return storeLines(block.table, words);
    case 'table':
      return tableLines(block, words);
    case 'bars':
      return block.bars.flatMap((bar) => [...barLines(bar, words), '']);
    case 'machines':
      return machineLines(block, words);
    case 'path':
      return pathLines(block, words);
    case 'finding':
      return [
        `- **${block.label}** ${code(block.code)}: ${text(block.message)}`,
        ...(block.remedy === null ? [] : [`  ${text(block.remedy)}`]),
        ...(block.source === null ? [] : [`  ${link(block.source)}`]),
      ];
    case 'owner':
      return [
        `### ${text(block.name)}`,
        '',
        ...block.blocks.flatMap((one) => [...blockLines(one, words), '']),
      ];
    case 'command':
      return [
        ...(block.label === null ? [] : [text(block.label), '']),
        ...markdownBlock(block.text).split('\n'),
      ];
    case 'links':
      return [`${text(block.title)}:`, '', ...block.sources.map((id) => `- ${link(id)}`)];
    case 'copy':
      return [
        ...(block.form === 'bare' ? [] : [`${text(block.title)}:`, '']),
        ...markdownBlock(block.text).split('\n'),
      ];
    case 'details':
      return [`- ${code(block.title)}`, ...factLines(block.facts).map((line) => `  ${line}`)];
  }
}

/** Links only to a page of our own table. */
function link(id: SourceId): string {
  const { title, url } = SOURCES[id];
  return `[${text(title)}](<${url}>)`;
}

function factLines(facts: readonly Fact[]): string[] {
  return facts.map(([label, value]) => `- ${text(label)}: ${code(value)}`);
}

function codeLines(lines: readonly string[]): string[] {
  return markdownBlock(lines.join('\n')).split('\n');
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

function tableLines({ title, columns, rows }: Extract<Block, { kind: 'table' }>, words: Words): string[] {
  return [
    `${text(title)}:`,
    '',
    row(columns.map(text)),
    row(columns.map(() => '---')),
    ...rows.map(({ name, cells }) =>
      row([
        inTable(name),
        ...cells.map(({ mark, text: word, notes }) =>
          [`**${words(MARKS[mark])}** ${text(word)}`, ...notes.map(text)].join('; '),
        ),
      ]),
    ),
  ];
}

/** A bar of block characters, which every viewer shows. */
function barLines(
  { mark, code: cause, count, share, text: sentence, owner, notes, blocks }: Bar,
  words: Words,
): string[] {
  const filled = Math.max(1, Math.round(share * BAR));
  const bar = '\u2588'.repeat(filled) + '\u2591'.repeat(BAR - filled);
  return [
    `**${words(MARKS[mark])}** ${text(count)}: ${sentence === null ? code(cause) : `${text(sentence)} (${code(cause)})`}`,
    '',
    `${code(bar)} ${percent(share)}`,
    '',
    ...[owner, ...notes].flatMap((note) => (note === null ? [] : [`- ${text(note)}`])),
    '',
    ...blocks.flatMap((block) => [...blockLines(block, words), '']),
  ];
}

/** A ticket shows fewer computers than a page; JSON has all of them. */
function machineLines({ columns, rows }: Extract<Block, { kind: 'machines' }>, words: Words): string[] {
  const { shown, left } = firstOf(rows, SHOWN);
  return [
    row([...columns.map(text), words(say('Details'))]),
    row([...columns, ''].map(() => '---')),
    ...shown.map(({ cells, facts }) =>
      row([
        ...cells.map(inTable),
        facts.map(([label, value]) => `${text(label)}: ${inTable(value)}`).join('; '),
      ]),
    ),
    ...(left === 0 ? [] : ['', words(say('and {count} more', { count: left }))]),
  ];
}

function storeLines({ user, bothViews, rows, others, strings }: StoreTable, words: Words): string[] {
  const cell = ({ now, after }: PartNow) =>
    after === null ? inTable(now) : `${inTable(now)} \u2192 ${inTable(after)}`;
  const rest = [...others.map(({ name, text: value }) => `${name}: ${value}`), ...strings];
  return [
    row([
      '',
      text(words(say('WinINET of {user}', { user }))),
      words(bothViews ? say('WinHTTP (64/32-bit)') : say('WinHTTP')),
    ]),
    row(['---', '---', '---']),
    ...rows.map(({ label, differs, winInet, winHttp }) =>
      row([`${label}${differs ? ` (${words(say('differs'))})` : ''}`, cell(winInet), cell(winHttp)]),
    ),
    ...(rest.length === 0 ? [] : ['', ...rest.map((one) => `- ${code(one)}`)]),
  ];
}

/**
 * A bar character ends a cell, even inside code. A backslash before it cannot be escaped inside code, so such a
 * value is written as text.
 */
function inTable(value: string): string {
  return value.includes('\\|') ? text(value) : code(value).replaceAll('|', '\\|');
}

function pathLines(
  { title, mark, skipped, stages, fetches, notes }: Extract<Block, { kind: 'path' }>,
  words: Words,
): string[] {
  const parts = [...skipped, ...stages, ...fetches].map(
    ({ mark: own, name, time, reason }) =>
      `- ${words(MARKS[own])} ${code(name)}${time}${reason === null ? '' : `: ${text(reason)}`}`,
  );
  return [
    `**${words(MARKS[mark])}** ${text(title)}`,
    '',
    ...parts,
    ...notes.flatMap((note) => ['', text(note)]),
  ];
}
