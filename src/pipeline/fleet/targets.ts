import { type FleetComputer, parseComputer } from '../../core/fleet/computer.ts';
import { distinctComputers, parseComputerList } from '../../core/fleet/computer-list.ts';
import { P2sError } from '../../core/model/errors.ts';
import { say } from '../../core/model/say.ts';
import { CHECK_PATH, errnoOf, errnoReason } from '../../files/errno.ts';
import { nodeFiles } from '../../files/node-files.ts';
import type { FleetTargets } from './options.ts';

const MAX_LIST_BYTES = 16 * 1024 * 1024;
const STANDARD_INPUT = '-';

/**
 * The computers of a run, each once. With `only`, those of that list; if others are named as well, those in both.
 * None if an earlier run left none in the list.
 *
 * @throws P2sError `input`
 */
export async function readTargets(
  { names, file, only, defaults }: FleetTargets,
  standardInput: AsyncIterable<Uint8Array>,
): Promise<FleetComputer[]> {
  const named = names.map((name) => parseComputer(name, defaults));
  const listed = file === null ? [] : parseComputerList(await readList(file, standardInput), defaults, file);
  const all = [...named, ...listed];
  if (only === null) return distinctComputers(all);
  const left = await readList(only, standardInput);
  const again = parseComputerList(left, defaults, only);
  // Only its first line remains: a completely empty file is a mistake.
  if (again.length === 0 && left.trim() !== '') return [];
  if (all.length === 0) return distinctComputers(again);
  const failedNames = new Set(again.map(({ name }) => name.toLowerCase()));
  return distinctComputers(all.filter(({ name }) => failedNames.has(name.toLowerCase())));
}

async function readList(file: string, standardInput: AsyncIterable<Uint8Array>): Promise<string> {
  const bytes = file === STANDARD_INPUT ? await readAll(standardInput) : await readFile(file);
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

/** Detects the encoding by the byte order mark. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

async function readFile(file: string): Promise<Uint8Array> {
  try {
    return await nodeFiles().read(file, MAX_LIST_BYTES);
  } catch (error) {
    if (errnoOf(error) === null) throw error;
    throw new P2sError(
      'input',
      say('The list of computers cannot be read: {reason}.', { reason: errnoReason(error) }),
      {
        where: file,
        next: CHECK_PATH,
        cause: error,
      },
    );
  }
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > MAX_LIST_BYTES)
      throw new P2sError('input', say('The list of computers is too long.'), {
        where: 'standard input',
        next: say('Split it, and run once for each part.'),
      });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
