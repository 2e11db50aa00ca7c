import { say } from '../core/model/say.ts';
import type { RunRecord } from '../report/model/record.ts';
import { requestsIn } from '../report/model/record-facts.ts';
import { BLANK, type Line, line } from '../report/text/lines.ts';
import { errorLines, pageOf, pictureSection } from '../report/views/page/build.ts';
import { bodyLines, copyLines, endLine, pageLines } from '../report/views/text/page-lines.ts';
import { ASCII_SIGNS, BOX_SIGNS } from '../report/views/text/picture-lines.ts';
import type { Display } from './display.ts';
import { rowsOf } from './rows.ts';
import type { Printed } from './state.ts';

/** What stays in the scrollback: complete, to be broken between words; after what is printed already, a blank line. */
export function printedLines({ kind, record }: Printed, isFirst: boolean, display: Display): Line[] {
  const { texts, unicode, columns } = display;
  const { words } = texts;
  const options = { words, columns, signs: unicode ? BOX_SIGNS : ASCII_SIGNS };
  const before = isFirst ? [] : [BLANK];
  if (kind === 'letters')
    return requestsIn(record).flatMap(({ text }) => [
      BLANK,
      ...copyLines(words(say('Ready to paste:')), words(text)),
    ]);
  if (kind === 'late')
    return record.lateError === null ? [] : [...before, ...errorLines(record.lateError, texts)];
  const page = pageOf(record, texts);
  if (kind === 'proposal') return bodyLines(page, 'terminal', options);
  const end = endLine(page, 'terminal', words);
  const whole = [
    ...before,
    ...pageLines(page, 'terminal', options, record.gateways),
    ...(end === '' ? [] : [line(0, end)]),
  ];
  if (kind === 'page') return whole;
  // Only where the page does not fit in the window, whose last rows it fills.
  const rows = whole.flatMap((one) => rowsOf(one, display)).length;
  const again = rows < display.rows ? [] : pageLines(page, 'summary', options);
  return again.length === 0 ? [] : [BLANK, ...again];
}

/** The picture of the routes in a window; empty when there is none or it does not fit. */
export function printedPicture(record: RunRecord, { texts, unicode, columns }: Display): Line[] {
  const sections = [pictureSection(record, texts)];
  return bodyLines({ sections }, 'terminal', {
    words: texts.words,
    columns,
    signs: unicode ? BOX_SIGNS : ASCII_SIGNS,
  }).slice(1);
}
