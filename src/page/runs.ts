import { P2sError } from '../core/model/errors.ts';
import type { Use } from '../core/options/option.ts';
import { type Call, isOption, OPTION_NAMES, type Options, ROWS } from '../core/options/table.ts';
import { differingKey } from '../machine/recorded/recorded-parts.ts';
import { isRecordingText, readPart, textOf } from '../machine/recorded/recording.ts';
import { isProfile } from '../profile/package.ts';
import type { EN } from './texts.ts';

/** A file as dropped on the page. */
export interface PageFile {
  name: string;
  bytes: Uint8Array;
  /** Milliseconds since 1970. */
  modifiedAt: number;
}

/** The kind of a file: part of a registry, a whole computer, or data about one. */
export type Kind = keyof typeof EN.kinds;

/** By content; by name only where several kinds look alike. */
function kindOf({ name, bytes }: PageFile): Kind {
  const text = textOf(bytes);
  if (isRecordingText(text)) return /^\s*\{/.test(text) ? 'capture' : 'export';
  if (/"kind"\s*:\s*"p2s-fix-path"/.test(text)) return 'transcript';
  if (/^\s*(?:\{|\[\s*[{\]])/.test(text) || /\.(?:csv|ndjson|jsonl)$/i.test(name)) return 'collected';
  if (/\bFindProxyForURL(?:Ex)?\b/.test(text)) return 'pac';
  // An empty or cut file is what its name says, and its run says what is wrong.
  if (/\.reg$/i.test(name)) return 'export';
  if (isProfile(name, bytes)) return 'profile';
  return isText(text) ? 'text' : 'unknown';
}

/** Not what only looks like text, such as a program or a picture. */
function isText(text: string): boolean {
  return text.trim() !== '' && !/(?!\s)[\p{Cc}\ufffd]/u.test(text.slice(0, 10_000));
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

/** A run of p2s-fix with files in memory. */
export interface PageRun {
  call: Call;
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

/** The runs for these files and this text, most useful first. */
export function runsFor(files: readonly PlacedFile[], text: string, options: PageOptions): PageRun[] {
  const of = (...kinds: Kind[]) => files.filter(({ kind }) => kinds.includes(kind)).map(({ path }) => path);
  const [exports, captures, collected] = [of('export'), of('capture'), of('collected')];
  const transcripts = of('transcript');
  const desired = desiredOptions(options);
  const profile = of('profile');
  const profiles: Options = profile.length === 0 ? {} : { profile };
  const gateways: Options = options.gateways.length === 0 ? {} : { gateway: options.gateways };
  const pacFile = of('pac').at(-1);
  const runs: PageRun[] = [];
  const add = (about: Kind, use: Use, given: Options) => runs.push({ about, call: { use, options: given } });
  const isFleet =
    captures.length > 1 ||
    collected.length > 0 ||
    (captures.length > 0 && exports.length > 0) ||
    areOfSeveral(files.filter(({ kind }) => kind === 'export'));
  if (isFleet)
    add('collected', 'fleet report', { files: [...exports, ...captures, ...collected], ...desired });
  else if (exports.length + captures.length > 0) {
    const pac: Options = pacFile === undefined ? {} : { 'pac-file': pacFile };
    add('export', 'audit', {
      machine: [...exports, ...captures],
      ...desired,
      ...profiles,
      ...pac,
      ...gateways,
    });
  } else if (profile.length > 0 && transcripts.length === 0)
    add('profile', 'verify', { ...profiles, ...gateways });
  for (const transcript of transcripts) add('transcript', 'verify', { transcript, ...profiles });
  for (const pasted of [
    text,
    ...files.filter(({ kind }) => kind === 'text').map(({ bytes }) => textOf(bytes)),
  ])
    if (pasted.trim() !== '') add('text', 'explain', { text: pasted.slice(0, 100_000) });
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
export function withoutFile({ about, call: { use, options } }: PageRun, path: string): PageRun | null {
  const rest = Object.entries(options).flatMap(([name, value]): [string, unknown][] => {
    if (!Array.isArray(value)) return value === path ? [] : [[name, value]];
    const others = value.filter((one) => one !== path);
    return others.length === 0 ? [] : [[name, others]];
  });
  const left: Options = Object.fromEntries(rest);
  if (allFiles(left).length === allFiles(options).length) return null;
  const [subject = ''] = Object.keys(options);
  return Object.hasOwn(left, subject) ? { about, call: { use, options: left } } : null;
}

function desiredOptions({ source, proxy, bypass, pac, direct }: PageOptions): Options {
  if (direct) return { direct };
  if (pac !== '') return { pac };
  if (proxy !== '') return { proxy, ...(bypass === '' ? {} : { bypass }) };
  return source === 'wininet' ? {} : { source };
}

/** The paths of the files of a call. */
function allFiles(options: Options): string[] {
  const names = OPTION_NAMES.filter((name) => ROWS[name].kind === 'file');
  return names.flatMap((name) => [options[name] ?? []].flat().map(String));
}

/** The files of a run, by their paths and by the user's own names. */
export function filesOf({ call: { options } }: PageRun): string[] {
  return allFiles(options).flatMap((path) => [path, path.replace(/^\//, '')]);
}

/** The same call with the user's own file names. */
export function asNamed({ call: { use, options } }: PageRun): Call {
  const own = (name: string, value: unknown): unknown =>
    Array.isArray(value)
      ? value.map((one) => own(name, one))
      : isOption(name) && ROWS[name].kind === 'file'
        ? String(value).replace(/^\//, '')
        : value;
  const entries = Object.entries(options).map(([name, value]) => [name, own(name, value)]);
  return { use, options: Object.fromEntries(entries) };
}
