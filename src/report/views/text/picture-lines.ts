import { displayWidth } from '../../text/columns.ts';
import { type Line, line, type Mark, TONES } from '../../text/lines.ts';
import type { Words } from '../../text/words.ts';
import type { MarkedText, NodeText, PanelText, PictureText } from '../picture-text.ts';

/** How a terminal draws marks and lines. */
export interface PictureSigns {
  marks: Record<Mark, string>;
  lines: Record<Mark, string>;
  arrow: string;
  ellipsis: string;
}

export const BOX_SIGNS: PictureSigns = {
  marks: { pass: '\u2714', warn: '!', fail: '\u2716', skip: '-' },
  lines: { pass: '\u2500', warn: '\u2500', fail: '\u254c', skip: '\u2508' },
  arrow: '>',
  ellipsis: '\u2026',
};

export const ASCII_SIGNS: PictureSigns = {
  marks: { pass: 'ok', warn: 'warn', fail: 'FAIL', skip: 'skip' },
  lines: { pass: '-', warn: '-', fail: '=', skip: '.' },
  arrow: '>',
  ellipsis: '...',
};

const INDENT = '  ';
/** On each side of the mark of a link. */
const DASHES = 2;
/** Columns reserved for each following name. */
const LEAST_NAME = 16;

/**
 * Each route as two lines: its state, settings and failure reason; then its nodes. A name that did not answer has
 * its mark where the route works without it. Names are shortened to fit `columns`, the reason is not.
 */
export function pictureLines(
  { panels, others }: PictureText,
  words: Words,
  signs: PictureSigns,
  columns: number,
): Line[] {
  const parts = [
    ...panels.flatMap((panel) => [titleLine(panel, words, signs), routeLine(panel, words, signs, columns)]),
    ...(others === null ? [] : [[plain(others)]]),
  ];
  return parts.map((all) =>
    line(0, ...all.map(({ mark, text }) => (mark === null ? text : { text, tone: TONES[mark] }))),
  );
}

function titleLine(
  { mark, route, state, settings, links }: PanelText,
  words: Words,
  signs: PictureSigns,
): MarkedText[] {
  const rows = links.flatMap((link) => link.rows);
  const failed = rows.filter((row) => row.mark === 'fail');
  // What failed without an effect has its mark, because it follows the word that the route works.
  const minor = rows.filter((row) => row.mark === 'warn');
  const reasons =
    failed.length > 0
      ? failed.map(({ text }) => text)
      : minor.map(({ text }) => `${signs.marks.warn} ${text}`);
  const parts = [
    `${route} (${settings})`,
    state,
    ...(reasons.length === 0 ? [] : [reasons.join(words.between.items)]),
  ];
  return [{ mark, text: signs.marks[mark] }, plain(` ${parts.join(': ')}`)];
}

function routeLine(
  { nodes, links }: PanelText,
  words: Words,
  signs: PictureSigns,
  columns: number,
): MarkedText[] {
  const arrows = links.map(({ mark }): MarkedText => ({ mark, text: arrowOf(mark, signs) }));
  const named = nodes.map((node, index) => (index === 0 ? node.heading : namesOf(node, words, signs)));
  const fixed = [INDENT, named[0] ?? '', ...arrows.map(({ text }) => text)];
  let space = columns - fixed.reduce((sum, text) => sum + displayWidth(text), 0);
  return named.flatMap((name, index) => {
    const arrow = arrows[index - 1];
    if (arrow === undefined) return [plain(`${INDENT}${name}`)];
    const shown = cut(name, Math.max(LEAST_NAME, space - (named.length - 1 - index) * LEAST_NAME), signs);
    space -= displayWidth(shown);
    return [arrow, plain(shown)];
  });
}

function arrowOf(mark: Mark, { marks, lines, arrow }: PictureSigns): string {
  const line = lines[mark].repeat(DASHES);
  return ` ${line}${marks[mark]}${line}${arrow} `;
}

function namesOf({ names, heading }: NodeText, words: Words, { marks }: PictureSigns): string {
  if (names.length === 0) return heading;
  const shown = names.map(({ mark, text }) => (mark === 'warn' ? `${marks.warn} ${text}` : text));
  return shown.join(words.between.items);
}

function cut(text: string, columns: number, { ellipsis }: PictureSigns): string {
  if (displayWidth(text) <= columns) return text;
  let head = '';
  for (const character of text) {
    if (displayWidth(head + character) > columns - ellipsis.length) break;
    head += character;
  }
  return `${head}${ellipsis}`;
}

function plain(text: string): MarkedText {
  return { mark: null, text };
}
