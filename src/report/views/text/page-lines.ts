import type { HeadlineLine } from '../../model/headline.ts';
import type { RunRecord } from '../../model/record.ts';
import { BLANK, type Line, line } from '../../text/lines.ts';
import { compactTable } from '../../text/side-by-side.ts';
import type { Words } from '../../text/words.ts';
import { type Block, type Page, type Reader, sectionsIn } from '../page/model.ts';
import { BOX_SIGNS, type PictureSigns, pictureLines } from './picture-lines.ts';
import { shortNames } from './short-names.ts';

type TextReader = Exclude<Reader, 'file'>;

/** The width and the signs of a text; a pipe has no columns. */
export interface TextOptions {
  words: Words;
  columns?: number;
  signs?: PictureSigns;
  /** Before each line of a text to paste. */
  quote?: string;
}

export const SEVERITY_TONES = { error: 'bad', warning: 'warn', info: 'accent' } as const;
/** Two names of a route side by side do not fit in a narrower window. */
const LEAST_COLUMNS = 76;
const MOOD_TONES = { good: 'good', bad: 'bad', plain: 'strong' } as const;

/** A page as lines, before they are broken; without its last line, see {@link endLine}. */
export function pageLines(
  page: Page,
  view: TextReader,
  options: TextOptions,
  gateways: RunRecord['gateways'] = [],
): Line[] {
  const [program = '', ...notes] = page.opening;
  const opening = [line(0, program), ...notes.map((text) => line(0, { text, tone: 'warn' }))];
  const conclusion = page.conclusion.map(conclusionLine);
  if (page.form === 'error') return bodyLines(page, view, options).slice(1);
  if (view === 'summary') return conclusion;
  if (page.form === 'answer')
    return [...opening, ...bodyLines(page, view, options).filter(({ spans }) => spans.length > 0)];
  const body = bodyLines(page, view, options);
  const short = view === 'full' ? body : body.map(shortNames(gateways));
  return [...opening, ...(conclusion.length === 0 ? [] : [BLANK, ...conclusion]), ...short, BLANK];
}

/** The sections of a page, each after a blank line: also what a question is asked about. */
export function bodyLines(page: Pick<Page, 'sections'>, view: TextReader, options: TextOptions): Line[] {
  return sectionsIn(page, view).flatMap(({ title, bare, blocks }) => {
    const lines = blocks.flatMap((block) => blockLines(block, view, options));
    if (lines.length === 0) return [];
    return [BLANK, ...(bare === true ? [] : [line(0, { text: `${title}:`, tone: 'strong' })]), ...lines];
  });
}

/** The exit code and what it means, after how long it took or where to find more. */
export function endLine({ end, form }: Pick<Page, 'end' | 'form'>, view: TextReader, words: Words): string {
  if (end === null) return '';
  const { took, text, more } = end;
  if (view === 'full' || (form === 'answer' && view !== 'summary')) return `${took}${text}`;
  return view === 'summary' || more === null ? text : `${text}${words.between.sentences}${more}`;
}

function conclusionLine({ label, text, mood, kind }: HeadlineLine): Line {
  return kind === 'outcome'
    ? line(0, { text: `${label}: `, tone: MOOD_TONES[mood] }, { text, tone: 'strong' })
    : line(0, { text: label, tone: 'strong' }, `: ${text}`);
}

function blockLines(block: Block, view: TextReader, options: TextOptions): Line[] {
  const { words, signs = BOX_SIGNS, columns = Number.POSITIVE_INFINITY, quote = '' } = options;
  switch (block.kind) {
    case 'lines':
      return [...block.lines];
    case 'picture':
      return columns < LEAST_COLUMNS ? [] : pictureLines(block.picture, words, signs, columns);
    case 'side-by-side':
      return compactTable(block.rows, block.title, options.columns).map((text) => line(0, text));
    case 'finding': {
      const { severity, label, code, message, remedy } = block;
      const name = view === 'full' ? ` ${code}:` : '';
      return [
        line(2, { text: label, tone: SEVERITY_TONES[severity] }, `${name} ${message}`),
        ...(remedy === null ? [] : [line(4, remedy)]),
      ];
    }
    case 'copy':
      return copyLines(block.title, block.text, quote);
    default:
      return [];
  }
}

/** A text to paste, with what is before each of its lines. */
export function copyLines(title: string, text: string, quote = ''): Line[] {
  return [
    line(0, { text: title, tone: 'strong' }),
    ...text.split('\n').map((row) => line(2, `${quote}${row}`)),
  ];
}
