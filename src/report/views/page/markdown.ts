import { SOURCES, type SourceId } from '../../../core/explain/sources.ts';
import { say } from '../../../core/model/say.ts';
import { type StageCell, visibleStages } from '../../facts/paths.ts';
import type { StoreTable } from '../../facts/store-table.ts';
import { MARKS, SEVERITY_TEXTS } from '../../messages/labels.ts';
import { firstOf } from '../../model/first-of.ts';
import type { RunRecord } from '../../model/record.ts';
import { ENGLISH, type Texts } from '../../text/texts.ts';
import type { Words } from '../../text/words.ts';
import { BOX_SIGNS, lineText, pictureLines } from '../plain/picture-lines.ts';
import { pageOf } from './build.ts';
import { fetchText, markOf, timeText } from './cell-text.ts';
import { markdownCode as code, markdownBlock, markdownText as text } from './escape.ts';
import { percent } from './html/fleet.ts';
import type { Bar, Block, Fact, Page, Section } from './model.ts';

/** Length of a bar in characters. */
const BAR = 20;
/** Maximum number of computers in a Markdown table. */
const SHOWN = 500;

/** A run as Markdown, for a ticket. Untrusted values are written as code, so that they cannot be markup. */
export function reportMarkdown(record: RunRecord, texts: Texts = ENGLISH): string {
  const page = pageOf(record, texts.forRun(record.followUps));
  const { words } = texts;
  const lines = [
    `# ${page.title}`,
    '',
    `**${page.conclusion.label}**: ${text(page.conclusion.text)}`,
    '',
    ...factLines(page.conclusion.lines),
    ...(page.conclusion.lines.length === 0 ? [] : ['']),
    ...pictureBlock(page, words),
    ...factLines(page.facts),
    '',
    ...page.sections.flatMap((section) => sectionLines(section, words)),
    '---',
    '',
    text(page.footer),
  ];
  return `${lines.join('\n')}\n`;
}

/** The picture in box characters, in its full width. */
function pictureBlock({ picture }: Page, words: Words): string[] {
  if (picture === null) return [];
  const lines = pictureLines(picture, words, BOX_SIGNS, Number.POSITIVE_INFINITY).map(lineText);
  return [`## ${words(say('Routes'))}`, '', ...markdownBlock(lines.join('\n')).split('\n'), ''];
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
    case 'stores':
      return storeLines(block.title, block.table, words);
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
        `- **${words(SEVERITY_TEXTS[block.severity])}** ${code(block.code)}: ${text(block.message)}`,
        ...(block.remedy === null ? [] : [`  ${text(block.remedy)}`]),
        ...(block.source === null ? [] : [`  ${link(block.source)}`]),
      ];
    case 'diff':
      return [code(block.title), '', ...diffLines(block.removed, block.added)];
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

function diffLines(removed: readonly string[], added: readonly string[]): string[] {
  const lines = [...removed.map((line) => `- ${line}`), ...added.map((line) => `+ ${line}`)];
  const [fence, ...rest] = markdownBlock(lines.join('\n')).split('\n');
  return [(fence ?? '').replace('text', 'diff'), ...rest];
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

function storeLines(title: string, { user, bothViews, rows, others }: StoreTable, words: Words): string[] {
  const cell = (value: string, changes: boolean) =>
    `${inTable(value)}${changes ? ` (${words(say('will be changed'))})` : ''}`;
  return [
    `${title}:`,
    '',
    row([
      words(say('Part')),
      text(words(say('WinINET of {user}', { user }))),
      words(bothViews ? say('WinHTTP (64/32-bit)') : say('WinHTTP')),
    ]),
    row(['---', '---', '---']),
    ...rows.map(({ label, differs, winInet, winHttp, winInetChanges, winHttpChanges }) =>
      row([
        `${label}${differs ? ` (${words(say('differs'))})` : ''}`,
        cell(winInet, winInetChanges),
        cell(winHttp, winHttpChanges),
      ]),
    ),
    ...(others.length === 0
      ? []
      : [
          '',
          `${words(say('Other settings'))}:`,
          '',
          ...others.map(
            ({ name, text: value, changes }) =>
              `- ${text(name)}: ${code(value)}${changes ? ` (${words(say('will be changed'))})` : ''}`,
          ),
        ]),
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
  { path, title, mark, verdict, next }: Extract<Block, { kind: 'path' }>,
  words: Words,
): string[] {
  const stages = path.verdict === null && path.checks.length === 0 ? [] : visibleStages(path);
  return [
    `**${words(MARKS[mark])}** ${text(title)}`,
    '',
    ...path.dead.map((cell) => cellLine(cell, fetchText(cell, words), words)),
    ...stages.map((cell) => cellLine(cell, cell.stage, words)),
    ...path.revocation.map((cell) => cellLine(cell, fetchText(cell, words), words)),
    ...(verdict === null ? [] : ['', text(verdict)]),
    ...(next === null ? [] : ['', text(next)]),
  ];
}

function cellLine(cell: StageCell, what: string, words: Words): string {
  const reason = cell.reason === null ? '' : `: ${text(cell.reason)}`;
  return `- ${words(MARKS[markOf(cell)])} ${code(what)}${timeText(cell)}${reason}`;
}
