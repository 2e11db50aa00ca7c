import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../build/soak/', import.meta.url));

/** Saves the figures of one part of a soak run, for the page that is written at its end (scripts/test/soak.mjs). */
export function keepFigures(part: string, figures: object): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, `${part}.json`), `${JSON.stringify(figures, null, 1)}\n`);
}
