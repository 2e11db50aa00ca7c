import { join } from 'node:path';
import { P2sError } from '../../core/model/errors.ts';
import { type RegistryKey, RegistrySnapshot, sameValue } from '../../core/model/registry.ts';
import { command, helpOn, say } from '../../core/model/say.ts';
import type { Call } from '../../core/options/table.ts';
import { MAX_TEXT_BYTES } from '../../core/reg-file/encoding.ts';
import { nodeFiles } from '../../files/node-files.ts';
import type { Machine } from '../port.ts';
import { reading, recordedMachine } from './recorded.ts';
import { observationOf, readPart, refuseWithoutProxyKey } from './recording.ts';

/** Not what macOS adds beside a file: its attributes. */
const KNOWN = /^(?!\._).*\.(?:reg|json)$/i;
const MAX_FILES = 64;

/**
 * The files of one machine: the named ones, and the `.reg` and `.json` files of a named folder, each once.
 *
 * @throws P2sError `input` when one cannot be read, a folder has none, or there are more than 64
 */
export async function recordingFiles(named: readonly string[]): Promise<string[]> {
  const files = nodeFiles();
  const found: string[] = [];
  for (const path of named) {
    const real = await reading(path, () => files.realpath(path));
    if ((await files.info(real))?.kind !== 'folder') {
      found.push(real);
      continue;
    }
    const names = (await reading(path, () => files.list(real))).filter((name) => KNOWN.test(name)).sort();
    if (names.length === 0)
      throw new P2sError('input', say('The folder has no .reg or .json file.'), {
        where: path,
        next: say('Name the folder of the exports of one computer: {help}', { help: helpOn('recording') }),
      });
    found.push(...names.map((name) => join(real, name)));
  }
  const distinct = [...new Set(found)];
  if (distinct.length > MAX_FILES)
    throw new P2sError(
      'input',
      say('A computer is recorded in at most {limit} files.', { limit: MAX_FILES }),
      {
        where: named.join(', '),
        next: say('Name the files of only one computer. For many computers: {command}', {
          command: command('fleet report', { files: ['FOLDER'] }),
        }),
      },
    );
  return distinct;
}

/**
 * A Windows whose keys are in several `.reg` files; read-only. `fleetReport` is the command that compares these files
 * as several computers.
 *
 * @throws P2sError `input` when a file cannot be read, the files are of several computers, or one is a capture, which
 * always covers the whole machine
 */
export async function openRecordedParts(files: readonly string[], fleetReport: Call): Promise<Machine> {
  const port = nodeFiles();
  const parts = await Promise.all(
    files.map((file) =>
      reading(file, async () => ({
        file,
        recording: readPart(await port.read(file, MAX_TEXT_BYTES)),
        modifiedAt: (await port.info(file))?.modifiedAt ?? new Date(0),
      })),
    ),
  );
  const captures = parts.filter(({ recording }) => recording.isCapture).map(({ file }) => file);
  const [capture] = captures;
  const next = say(
    'For one computer, name only its files, exported at the same time. To compare several: {fleetReport}',
    { fleetReport },
  );
  if (captures.length > 1)
    throw new P2sError(
      'input',
      say('These files are of several computers: a capture covers a whole computer.'),
      {
        where: captures.join(', '),
        next,
      },
    );
  if (capture !== undefined)
    throw new P2sError(
      'input',
      say('A capture covers the whole computer: it cannot be combined with another file.'),
      { where: capture, next: say('Name the capture alone, or only .reg files.') },
    );
  const registries = parts.map(({ recording }) => recording.registry);
  const differing = differingKey(registries);
  if (differing !== null)
    throw new P2sError(
      'input',
      say('These files are of several computers: they differ in {path}.', { path: differing.path }),
      {
        where: differing.parts.map((at) => files[at]).join(', '),
        next,
      },
    );
  const registry = new RegistrySnapshot(registries.flatMap(({ keys }) => [...keys]));
  refuseWithoutProxyKey(registry);
  const newest = new Date(Math.max(...parts.map(({ modifiedAt }) => modifiedAt.getTime())));
  return recordedMachine(files.join('|'), async () => observationOf(registry, newest));
}

/** The first key with other values in another part, and the indices of both; `null`: the parts are of one machine. */
export function differingKey(
  registries: readonly RegistrySnapshot[],
): { path: string; parts: [number, number] } | null {
  const known = new Map<string, { part: number; key: RegistryKey }>();
  for (const [part, registry] of registries.entries())
    for (const key of registry.keys) {
      const id = key.path.toLowerCase();
      const other = known.get(id);
      if (other === undefined) known.set(id, { part, key });
      else if (!sameKeyContent(other.key, key)) return { path: key.path, parts: [other.part, part] };
    }
  return null;
}

function sameKeyContent(a: RegistryKey, b: RegistryKey): boolean {
  const lower = ({ values }: RegistryKey) =>
    new Map([...values].map(([name, value]) => [name.toLowerCase(), value]));
  const [left, right] = [lower(a), lower(b)];
  if (a.visibility !== b.visibility || left.size !== right.size) return false;
  return [...left].every(([name, value]) => sameValue(value, right.get(name) ?? null));
}
