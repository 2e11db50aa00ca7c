import { basename, dirname, join, resolve, sep } from 'node:path';
import type { DesiredSettings } from '../../core/decide/desired-settings.ts';
import { MAX_FILE_BYTES } from '../../core/fleet/file-limit.ts';
import { failedMachine, type JudgedMachine, judgeMachine } from '../../core/fleet/judge.ts';
import { type Collected, lastWords } from '../../core/fleet/last-words.ts';
import { isNoAnswer } from '../../core/fleet/result.ts';
import { summarise } from '../../core/fleet/summary.ts';
import { P2sError } from '../../core/model/errors.ts';
import { outcomeOfExit } from '../../core/model/exit-code.ts';
import type { Finding } from '../../core/model/finding.ts';
import { RegistrySnapshot } from '../../core/model/registry.ts';
import { command, say } from '../../core/model/say.ts';
import { CHECK_PATH, errnoOf, errnoReason } from '../../files/errno.ts';
import { nodeFiles } from '../../files/node-files.ts';
import { CAPTURE_KIND } from '../../machine/recorded/capture.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { groupedBy } from '../../report/text/first-of.ts';
import type { Ports } from '../run/ports.ts';
import { type RunOptions, runMode } from '../run/run.ts';
import { machinesOfJson, machinesOfLines, parsed } from './collected.ts';
import { machinesOfGraph, machinesOfTable } from './collected-intune.ts';

export interface FleetReportOptions extends RunOptions {
  /** Files, and folders of them. */
  files: readonly string[];
  desired: DesiredSettings;
}

/** The result of a file that cannot be read: no computer has answered. */
const UNREAD = 'input';
const KNOWN = /\.(?:reg|json|ndjson|jsonl|log|txt|csv)$/i;

/**
 * Combines results collected elsewhere into the summary and report of a fleet: captures and `.reg` exports, which
 * are judged here; documents and lines of earlier runs; Intune's script output. If a computer, or a package on it,
 * appears more than once, the last counts; see {@link distinctNames} for computers without a name. A file that cannot
 * be read affects only itself.
 */
export function runFleetReport(options: FleetReportOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('fleet', ports, options, async (context) => {
    const files = (await Promise.all(options.files.map(filesOf))).flat();
    if (files.length === 0) {
      const [folder] = options.files;
      const message = folder === undefined ? say('No file is named.') : say('The folder has no file.');
      throw new P2sError('input', message, {
        where: folder ?? 'command line',
        next: say('{command}', {
          command: command('fleet report', { files: ['captures/', 'results.ndjson', 'intune.csv'] }),
        }),
      });
    }
    const found: CollectedFrom[] = [];
    for (const parts of recordingsIn(files)) {
      if (context.signal?.aborted === true) throw new P2sError('cancelled', say('Cancelled.'));
      const [file = ''] = parts;
      for (const word of await wordsIn(parts, options.desired, ports.wallClock())) found.push({ file, word });
    }
    const words = lastWords();
    for (const word of distinctNames(found)) words.add(word);
    const all = words.machines();
    for (const code of new Set(all.map(({ exitCode }) => exitCode))) {
      const outcome = outcomeOfExit(code);
      if (outcome !== null) context.outcome(outcome);
    }
    for (const machine of all) if (machine.cause === UNREAD) context.emit({ type: 'fleet-machine', machine });
    const summary = summarise('report', all, (cause) => cause !== UNREAD && !isNoAnswer(cause), null);
    context.emit({ type: 'fleet', summary, machines: all });
  });
}

/** A file, or the usable files of a folder. */
async function filesOf(path: string): Promise<string[]> {
  const files = nodeFiles();
  const info = await files.info(path).catch(() => null);
  if (info?.kind !== 'folder') return [path];
  const names = await files.list(path);
  return names
    .filter((name) => KNOWN.test(name))
    .sort()
    .map((name) => join(path, name));
}

/** `user.reg` and `computer.reg` of a folder are one computer: the commands of `help recording` write them. */
function recordingsIn(files: readonly string[]): string[][] {
  const isPart = (file: string) => /^(?:user|computer)\.reg$/i.test(basename(file));
  const groups = groupedBy(files, (file) => (isPart(file) ? dirname(resolve(file)) : file));
  return groups.map(([, parts]) => [...new Set(parts)]);
}

async function wordsIn(parts: readonly string[], desired: DesiredSettings, at: Date): Promise<Collected[]> {
  const [file = ''] = parts;
  const computer = parts.length > 1 ? basename(dirname(resolve(file))) : basename(file).replace(KNOWN, '');
  try {
    if (parts.length > 1)
      return [await recorded(await Promise.all(parts.map(reading)), computer, desired, at)];
    const bytes = await reading(file);
    const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
    const content = () => new TextDecoder(utf16 ? 'utf-16le' : 'utf-8').decode(bytes);
    if (/\.reg$/i.test(file)) return [await recorded([bytes], computer, desired, at)];
    if (/\.csv$/i.test(file)) return someOf(machinesOfTable(content(), basename(file)), file);
    const whole = parsed(content());
    if (isCapture(whole)) return [await recorded([bytes], computer, desired, at)];
    const reported =
      whole === undefined
        ? machinesOfLines(content(), computer)
        : (machinesOfJson(whole, computer) ?? machinesOfGraph(whole, basename(file)));
    return someOf(reported ?? [], file);
  } catch (error) {
    if (!(error instanceof P2sError)) throw error;
    const { message, next } = error.messages;
    const ofFile = new P2sError(error.code, say('File {file}: {message}', { file, message }), {
      where: file,
      ...(next === null ? {} : { next }),
      evidence: error.evidence,
    });
    const machine = failedMachine({ computer, transport: 'file', durationMs: 0 }, ofFile);
    return [{ machine, part: null, of: [], unnamed: true }];
  }
}

function isCapture(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === CAPTURE_KIND;
}

/** A capture, or an export in one file or two, judged as an audit of one computer without a path check. */
async function recorded(
  parts: readonly Uint8Array[],
  computer: string,
  desired: DesiredSettings,
  at: Date,
): Promise<Collected> {
  const { observationOf, readPart, readRecording } = await import('../../machine/recorded/recording.ts');
  const { withVpnOwners } = await import('../run/vpn-owners.ts');
  const [bytes = new Uint8Array(0), ...more] = parts;
  const keys = more.length === 0 ? [] : parts.flatMap((part) => [...readPart(part).registry.keys]);
  const observation = withVpnOwners(
    more.length === 0 ? readRecording(bytes).observation(at) : observationOf(new RegistrySnapshot(keys), at),
  );
  const label = { computer: observation.name ?? computer, transport: 'file' as const, durationMs: 0 };
  const judged = judgeMachine(label, observation, desired, null);
  const logged = await loggedFindings(judged);
  const { machine } = logged.length === 0 ? judged : judgeMachine(label, observation, desired, null, logged);
  return { machine, part: null, of: [], unnamed: observation.name === null };
}

/** Findings from what a capture contains besides the settings: logged VPN errors and client certificates. */
async function loggedFindings({ assessment }: JudgedMachine): Promise<Finding[]> {
  const evidence = assessment?.observation.evidence ?? null;
  if (assessment === null || evidence === null) return [];
  const { evidenceFindings } = await import('../path/evidence.ts');
  return evidenceFindings({ kind: 'recorded' }, evidence, assessment, { verdicts: [], urls: [] });
}

function someOf(words: Collected[], file: string): Collected[] {
  if (words.length > 0) return words;
  throw new P2sError('input', say('The file has no p2s-fix result.'), {
    where: file,
    next: say('Name documents of p2s-fix, captures or .reg exports: {command}', {
      command: command('fleet report', { files: ['FOLDER'] }),
    }),
  });
}

async function reading(file: string): Promise<Uint8Array> {
  try {
    return await nodeFiles().read(file, MAX_FILE_BYTES);
  } catch (error) {
    if (errnoOf(error) === null) throw error;
    throw new P2sError('input', say('The file cannot be read: {reason}.', { reason: errnoReason(error) }), {
      where: file,
      next: CHECK_PATH,
    });
  }
}

/** A collected result, and the file that has it. */
interface CollectedFrom {
  file: string;
  word: Collected;
}

/**
 * Gives different names to computers that only their files name. Files of several folders often have the same name,
 * because the export commands always write `user.reg`: such computers get the shortest path that differs, and within
 * a folder the file name with its ending. A computer that names itself in its result keeps its name.
 */
export function distinctNames(results: readonly CollectedFrom[]): Collected[] {
  const filesOf = new Map<string, Set<string>>();
  for (const { file, word } of results) {
    if (word.unnamed !== true) continue;
    const name = keyOf(word.machine.computer);
    const files = filesOf.get(name) ?? new Set();
    // A file can be given twice, also as part of its folder.
    filesOf.set(name, files.add(resolve(file)));
  }
  const placeOf = new Map([...filesOf].map(([name, files]) => [name, distinctPlaces([...files])]));
  return results.map(({ file, word }) => {
    const { machine, unnamed } = word;
    const places = placeOf.get(keyOf(machine.computer));
    const place = unnamed === true ? places?.get(resolve(file)) : undefined;
    if (place === undefined) return word;
    const computer = [...place.folders, nameIn(place, machine.computer)].join('/');
    return { ...word, machine: { ...machine, computer } };
  });
}

/** How a file differs from others that name a computer alike. */
interface Place {
  /** The folders above the file, as many as needed. */
  folders: readonly string[];
  /** `null`: the folders suffice. */
  name: string | null;
}

function nameIn({ name }: Place, computer: string): string {
  if (name === null) return computer;
  // The name of a line of a table has more than the file name.
  return name.startsWith(computer) ? name : `${name}: ${computer}`;
}

function distinctPlaces(files: readonly string[], depth = 0): Map<string, Place> {
  const groups = groupedBy(files, (file) => keyOf(lastFolders(file, depth).join(sep)));
  return new Map(
    groups.flatMap(([, group]): [string, Place][] => {
      const [first = ''] = group;
      const folders = lastFolders(first, depth);
      if (group.length === 1) return [[first, { folders, name: null }]];
      const isOneFolder = group.every((file) => keyOf(dirname(file)) === keyOf(dirname(first)));
      if (!isOneFolder) return [...distinctPlaces(group, depth + 1)];
      return group.map((file, at) => [file, { folders, name: fileName(file, group.slice(0, at)) }]);
    }),
  );
}

/** The file name with its ending; with a number if it differs from an earlier one only in case. */
function fileName(file: string, earlier: readonly string[]): string {
  const name = basename(file);
  const alike = earlier.filter((one) => keyOf(basename(one)) === keyOf(name)).length;
  return alike === 0 ? name : `${name} (${alike + 1})`;
}

function lastFolders(file: string, depth: number): string[] {
  return depth === 0 ? [] : dirname(file).split(sep).slice(-depth);
}

/** The results of a computer are joined under its name in any case. */
function keyOf(name: string): string {
  return name.toLowerCase();
}
