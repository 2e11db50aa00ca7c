import { pictureOf } from '../../facts/picture/picture.ts';
import { type PictureText, pictureText } from '../../text/picture-text.ts';
import type { Texts } from '../../text/texts.ts';
import type { PrintedPage } from './page.ts';

/** The picture for the last page of a run; `null` when no route was tested. */
export function pagePicture(page: PrintedPage, texts: Texts): PictureText | null {
  const { end, machine, stores, paths, planned, part } = page;
  if (end === null || !paths.some(({ checks }) => checks.length > 0)) return null;
  const isChanged = part === 'change';
  const picture = pictureOf({ machine, stores, paths, plan: planned, before: null, isChanged });
  return picture === null ? null : pictureText(picture, texts);
}
