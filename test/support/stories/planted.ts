import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const INSTALLED = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** Optional packages that bundled libraries try to load, in addition to the packages installed here. */
const OPTIONAL_NAMES = [
  ...['supports-color', 'react-devtools-core', 'ws', 'bufferutil', 'utf-8-validate', 'encoding', 'fsevents'],
  ...[
    'source-map-support',
    'inspector',
    'graceful-fs',
    'iconv-lite',
    'node-pty',
    'yoga-wasm-web',
    'bluebird',
  ],
];

/** Every name that the program could load: of any package that it consists of, and in any call of `require`. */
export async function namesToPlant(dist: string): Promise<string[]> {
  const names = new Set(OPTIONAL_NAMES);
  for (const entry of await readdir(INSTALLED)) {
    if (!entry.startsWith('@')) names.add(entry);
    else for (const inner of await readdir(join(INSTALLED, entry))) names.add(`${entry}/${inner}`);
  }
  for (const file of await readdir(dist, { recursive: true })) {
    if (!file.endsWith('.js')) continue;
    const text = await readFile(join(dist, file), 'utf8');
    for (const [, name = ''] of text.matchAll(/require\d*\(["']([\w@][\w@/.-]*)["']\)/g)) names.add(name);
  }
  return [...names].filter((name) => !name.startsWith('.'));
}

/** The code of a planted module: it writes its own path to the file `mark`, with the rights of the run. */
export function plantedCode(mark: string): string {
  return `require('fs').appendFileSync(${JSON.stringify(mark)}, __filename + '\\n');\n`;
}

/** Puts a module of each name into `folder/node_modules`, and beside it other files that are searched upwards. */
export async function plant(folder: string, names: readonly string[], mark: string): Promise<void> {
  for (const name of names) {
    const home = join(folder, 'node_modules', name);
    await mkdir(home, { recursive: true });
    await writeFile(join(home, 'index.js'), plantedCode(mark));
  }
  await mkdir(join(folder, 'locales'), { recursive: true });
  const words = { 'Options:': 'planted', 'Commands:': 'planted' };
  for (const language of ['en', 'ja'])
    await writeFile(join(folder, 'locales', `${language}.json`), JSON.stringify(words));
  const manifest = { type: 'commonjs', version: '99.0.0', yargs: { 'dot-notation': false } };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest), { flag: 'wx' }).catch(
    () => undefined,
  );
  await writeFile(join(folder, '.npmrc'), 'node-options=--require=supports-color\n');
  await writeFile(join(folder, '.env'), 'NODE_OPTIONS=--require=supports-color\n');
}
