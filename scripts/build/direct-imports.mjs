// Takes a detour out of the bundle. What is imported both on demand and by other chunks, esbuild puts into a chunk of
// its own beside an entry that only passes its exports on. Node would find and read one file after the other.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const IMPORT = /^import (?:\{([^}]*)\} from )?"\.\/(.+)";$/gm;
const EXPORT = /^export \{([^}]*)\};$/m;

/**
 * Lets `import()` name the chunk that has the code, and removes the files that only pass exports on.
 * @param {string} folder of the entry points, with `chunks/`
 * @param {string} banner at the head of each file
 */
export function importDirectly(folder, banner) {
  const chunks = new Map(textsIn(join(folder, 'chunks')));
  const instead = new Map();
  for (const [name, text] of chunks) {
    const target = passesOn(text.replace(banner, ''), chunks);
    if (target === null) continue;
    instead.set(name, target.name);
    if (target.added.length > 0) {
      chunks.set(target.name, `${chunks.get(target.name)}export {\n  ${target.added.join(',\n  ')}\n};\n`);
    }
  }
  for (const [name] of instead) rmSync(join(folder, 'chunks', name));
  const direct = (text) =>
    text.replaceAll(/(\bimport\("\.\/(?:chunks\/)?)([^"/]+)("\))/g, (_, before, name, after) => {
      return `${before}${instead.get(name) ?? name}${after}`;
    });
  for (const [name, text] of chunks)
    if (!instead.has(name)) writeFileSync(join(folder, 'chunks', name), direct(text));
  for (const [name, text] of textsIn(folder)) writeFileSync(join(folder, name), direct(text));
}

/** Where the exports of such a file come from, and those that this chunk does not have by the same name. */
function passesOn(text, chunks) {
  const rest = text.replaceAll(IMPORT, '').replace(EXPORT, '').trim();
  const from = [...text.matchAll(IMPORT)].filter(([, names]) => names !== undefined);
  if (rest !== '' || from.length !== 1) return null;
  const [[, imported, name]] = from;
  const local = new Map(pairs(imported).map(([theirs, ours]) => [ours, theirs]));
  const known = new Set(pairs(EXPORT.exec(chunks.get(name))?.[1] ?? '').map(([, as]) => as));
  const added = [];
  for (const [ours, as] of pairs(EXPORT.exec(text)?.[1] ?? '')) {
    if (local.get(ours) === as) continue;
    if (known.has(as)) return null;
    added.push(`${local.get(ours)} as ${as}`);
  }
  return { name, added };
}

/** The two names of each, in `a, b as c`. */
function pairs(list) {
  return list
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one) => {
      const [from, as = from] = one.split(' as ');
      return [from, as];
    });
}

function textsIn(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .sort()
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
}
