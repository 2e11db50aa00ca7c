import { isList, isSwitch } from '../cli/options.ts';
import { followUpOptions } from '../cli/parse/command-line.ts';
import { type Args, toInvocation } from '../cli/parse/to-invocation.ts';
import { P2sError } from '../core/model/errors.ts';
import { differingKey } from '../machine/recorded/recorded-parts.ts';
import { isRecordingText, readPart, textOf } from '../machine/recorded/recording.ts';
import { isProfile } from '../profile/package.ts';
import { pageShell } from './ports.ts';

/** A file as dropped on the page. */
export interface PageFile {
  name: string;
  bytes: Uint8Array;
  /** Milliseconds since 1970. */
  modifiedAt: number;
}

/** The kind of a file: part of a registry, a whole computer, or data about one. */
export type Kind = 'export' | 'capture' | 'profile' | 'pac' | 'transcript' | 'collected' | 'text';

/** By content; by name only where several kinds look alike. */
function kindOf({ name, bytes }: PageFile): Kind {
  const text = textOf(bytes);
  if (isRecordingText(text)) return /^\s*\{/.test(text) ? 'capture' : 'export';
  if (/"kind"\s*:\s*"p2s-fix-path"/.test(text)) return 'transcript';
  if (/^\s*(?:\{|\[\s*[{\]])/.test(text) || /\.(?:csv|ndjson|jsonl)$/i.test(name)) return 'collected';
  if (/\bFindProxyForURL(?:Ex)?\b/.test(text)) return 'pac';
  return isProfile(name, bytes) ? 'profile' : 'text';
}

/** The user's choices in addition to the files; an empty text is not set. */
export interface PageOptions {
  source: 'wininet' | 'winhttp';
  proxy: string;
  bypass: string;
  pac: string;
  direct: boolean;
  gateways: readonly string[];
}

/** A command line of p2s-fix with files in memory. */
export interface PageRun {
  /** The command and its positional words. */
  words: readonly string[];
  options: readonly (readonly [name: string, value: string])[];
  /** The kind of its first file. */
  about: Kind;
}

/** A file with the path from which the run reads it. */
export interface PlacedFile extends PageFile {
  path: string;
  kind: Kind;
}

/** Gives each file its own path, because several files can have the same name. */
export function placed(files: readonly PageFile[]): PlacedFile[] {
  const taken = new Set<string>();
  return files.map((file) => {
    const name = file.name.replace(/[/\\\0]/g, '_') || 'unnamed';
    let path = `/${name}`;
    for (let number = 2; taken.has(path.toLowerCase()); number += 1)
      path = `/${name.replace(/(\.[^.]*)?$/, (ending) => ` (${number})${ending}`)}`;
    taken.add(path.toLowerCase());
    return { ...file, path, kind: kindOf(file) };
  });
}

/** The command lines for these files and this text, most useful first. */
export function runsFor(files: readonly PlacedFile[], text: string, options: PageOptions): PageRun[] {
  const of = (...kinds: Kind[]) => files.filter(({ kind }) => kinds.includes(kind)).map(({ path }) => path);
  const [exports, captures, collected] = [of('export'), of('capture'), of('collected')];
  const transcripts = of('transcript');
  const desired = desiredOptions(options);
  const profiles = of('profile').map((path) => ['profile', path] as const);
  const beside = [
    ...profiles,
    ...of('pac')
      .slice(-1)
      .map((path) => ['pac-file', path] as const),
    ...options.gateways.map((gateway) => ['gateway', gateway] as const),
  ];
  const runs: PageRun[] = [];
  const isFleet =
    captures.length > 1 ||
    collected.length > 0 ||
    (captures.length > 0 && exports.length > 0) ||
    areOfSeveral(files.filter(({ kind }) => kind === 'export'));
  if (isFleet)
    runs.push({
      words: ['fleet', 'report', ...exports, ...captures, ...collected],
      options: desired,
      about: 'collected',
    });
  else if (exports.length + captures.length > 0) {
    const machine = [...exports, ...captures].map((path) => ['machine', path] as const);
    runs.push({ words: ['audit'], options: [...machine, ...desired, ...beside], about: 'export' });
  } else if (profiles.length > 0 && transcripts.length === 0)
    runs.push({
      words: ['verify'],
      options: beside.filter(([name]) => name !== 'pac-file'),
      about: 'profile',
    });
  for (const path of transcripts)
    runs.push({ words: ['verify'], options: [['transcript', path], ...profiles], about: 'transcript' });
  for (const pasted of [
    text,
    ...files.filter(({ kind }) => kind === 'text').map(({ bytes }) => textOf(bytes)),
  ])
    if (pasted.trim() !== '')
      runs.push({ words: ['explain', pasted.slice(0, 100_000)], options: [], about: 'text' });
  return runs;
}

/** Whether exports differ in a key, and so are of several computers. A damaged one has its own answer later. */
function areOfSeveral(exports: readonly PlacedFile[]): boolean {
  if (exports.length < 2) return false;
  const registries = exports.flatMap(({ bytes }) => {
    try {
      return [readPart(bytes).registry];
    } catch (error) {
      if (error instanceof P2sError) return [];
      throw error;
    }
  });
  return differingKey(registries) !== null;
}

/** The run without one of its files; `null` when no input would remain or the file is not part of it. */
export function withoutFile(run: PageRun, path: string): PageRun | null {
  const options = run.options.filter(([, value]) => value !== path);
  const words = run.words.filter((word) => word !== path);
  if (options.length === run.options.length && words.length === run.words.length) return null;
  const [subject] = run.options[0] ?? [];
  const isLeft = words[0] === 'fleet' ? words.length > 2 : options.some(([name]) => name === subject);
  return isLeft ? { ...run, words, options } : null;
}

function desiredOptions({ source, proxy, bypass, pac, direct }: PageOptions): PageRun['options'] {
  if (direct) return [['direct', '']];
  if (pac !== '') return [['pac', pac]];
  if (proxy !== '') return [['proxy', proxy], ...(bypass === '' ? [] : [['bypass', bypass] as const])];
  return source === 'wininet' ? [] : [['source', source]];
}

/** The run as parsed by the command line of p2s-fix. */
export function invocationOf({ words, options }: PageRun) {
  const [command = 'audit', ...rest] = words;
  const args: Record<string, unknown> = {};
  for (const [name, value] of options) {
    const before = args[name];
    if (isSwitch(name)) args[name] = true;
    else if (isList(name)) args[name] = [...(Array.isArray(before) ? before : []), value];
    else args[name] = value;
  }
  const named: Record<string, unknown> =
    command === 'fleet'
      ? { action: rest[0], names: rest.slice(1) }
      : command === 'explain'
        ? { text: rest[0] }
        : command === 'export'
          ? { what: rest[0] }
          : { gateways: rest };
  const all: Args = { ...args, ...named, _: [command] };
  return toInvocation(all);
}

const OF_FILES: readonly string[] = ['machine', 'profile', 'pac-file', 'transcript'];

/** The files of a run, by their paths and by the user's own names. */
export function filesOf({ words, options }: PageRun): string[] {
  const paths = [
    ...(words[0] === 'fleet' ? words.slice(2) : []),
    ...options.filter(([name]) => OF_FILES.includes(name)).map(([, path]) => path),
  ];
  return paths.flatMap((path) => [path, path.replace(/^\//, '')]);
}

/** The run as words of a shell, with the user's own file names. */
export function argvOf({ words, options }: PageRun): string[] {
  const own = (path: string) => path.replace(/^\//, '');
  const [command = 'audit', ...rest] = words;
  return [
    command,
    ...(command === 'fleet' ? rest.map(own) : rest),
    ...options.map(([name, value]) =>
      isSwitch(name) ? `--${name}` : `--${name}=${OF_FILES.includes(name) ? own(value) : value}`,
    ),
  ];
}

export const followUpsOf = (run: PageRun) => followUpOptions(argvOf(run), pageShell());
