import type { PrintedPage } from '../report/views/plain/pages.ts';
import { ASCII_SIGNS, BOX_SIGNS, pagePicture, pictureLines } from '../report/views/plain/picture-lines.ts';
import { type Display, toneOf } from './display.ts';
import { type Line, line } from './views/Lines.tsx';

/** Two names side by side do not fit in a narrower window. */
const LEAST_COLUMNS = 76;

/** The picture of the routes; empty when there is none or it does not fit. */
export function pictureRows(page: PrintedPage, display: Display): Line[] {
  const { texts, columns, unicode } = display;
  const picture = columns < LEAST_COLUMNS ? null : pagePicture(page, texts);
  if (picture === null) return [];
  const lines = pictureLines(picture, texts.words, unicode ? BOX_SIGNS : ASCII_SIGNS, columns);
  return lines.map((pieces) =>
    line(0, ...pieces.map(({ mark, text }) => (mark === null ? text : { text, tone: toneOf(mark) }))),
  );
}
