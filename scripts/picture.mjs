// Puts pictures of a run into README.md and README.ja.md, one run for each, and takes the pictures of the page
// that judges files in a browser.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { takePagePictures } from './picture/page.mjs';
import { PICTURES, takePicture, withPicture } from './picture/picture.mjs';
import { prepare, root, say } from './prepare.mjs';

prepare();
for (const [name, locale] of Object.entries(PICTURES)) {
  const file = join(root, name);
  const picture = await takePicture(root, locale);
  writeFileSync(file, withPicture(readFileSync(file, 'utf8'), picture));
  say(`${name} shows ${picture.split('\n').length} lines.`);
}
say(`Taken: ${(await takePagePictures(root)).join(', ')}.`);
