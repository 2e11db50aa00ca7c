import * as z from 'zod';
import { csvRows } from '../../core/fleet/csv.ts';
import { machineWithoutReply } from '../../core/fleet/judge.ts';
import { type Collected, partOfUser } from '../../core/fleet/last-words.ts';
import { withoutControls } from '../../core/model/neutralise.ts';
import { machinesOfJson, parsed, wordOfLine } from './collected.ts';

/** The column or property names of the device in Intune's exports and in Graph. */
const DEVICE = /^(?:device ?name|devicename|computer|computer ?name|name|hostname)$/i;

/** The column or property names of the user, for a package that runs as the user. */
const USER = /^(?:user ?name|upn|user ?principal ?name)$/i;

/** One text about a device, with the name of its column or property. */
interface Cell {
  name: string;
  text: string;
}

/**
 * Computers from a table as Intune exports it: some cells hold a script's output line, another one the device
 * name.
 */
export function machinesOfTable(content: string, file: string): Collected[] {
  const [head, ...rows] = csvRows(content);
  const names = head?.cells ?? [];
  const device = names.findIndex((name) => DEVICE.test(name.trim()));
  return withoutGaps(
    rows.map(({ line, cells }) => {
      // A row can have more cells than the header.
      const own = cells.map((text, at) => ({ name: names[at] ?? '', text }));
      const name = cells[device]?.trim() ?? '';
      const place = `${file}:${line}`;
      return { ...entryOf(name, place, own), words: machinesOfCells(own, name, place) };
    }),
  );
}

/** A row of a table, or a state of Graph: the results of one device. */
interface Entry {
  /** Its name; empty if it has none. */
  device: string;
  /** Its place in the file, which names it if nothing else does. */
  place: string;
  /** Neither a name nor a text: it is about no device. */
  isEmpty: boolean;
  words: Collected[];
}

function entryOf(device: string, place: string, cells: readonly Cell[]): Omit<Entry, 'words'> {
  return { device, place, isEmpty: device === '' && cells.every(({ text }) => text.trim() === '') };
}

/** A device without a line of p2s-fix does not count as aligned. Without any, it is not a table of results. */
function withoutGaps(entries: readonly Entry[]): Collected[] {
  const isTable = entries.some(({ words }) => words.length > 0);
  return entries.flatMap(({ words, isEmpty, ...entry }) =>
    words.length === 0 && isTable && !isEmpty ? [ofNoLine(entry)] : words,
  );
}

/** It replaces no result of the device in another row or file. */
function ofNoLine({ device, place }: Pick<Entry, 'device' | 'place'>): Collected {
  const unnamed = device === '';
  const computer = withoutControls(device || place, 200);
  const label = { computer, transport: 'file' as const, durationMs: 0 };
  const machine = machineWithoutReply(label, 'no-result', {});
  const name = unnamed ? null : computer;
  // No connection was tried, so none is to be tried again.
  return { machine: { ...machine, name, again: false }, part: null, of: [], judges: false, unnamed };
}

const deviceState = z.record(z.string(), z.unknown());
const states = z.array(deviceState).max(1_000_000);
const pageOfStates = z.looseObject({ value: states });

/**
 * The same from Graph's states of a remediation (resource type deviceHealthScriptDeviceState; the device by
 * `$expand=managedDevice`): a page, or an array as a script saves it. The array can also contain run results, and
 * is a single object if PowerShell converted only one item. `null` for anything else.
 */
export function machinesOfGraph(value: unknown, file: string): Collected[] | null {
  const page = pageOfStates.safeParse(value);
  const list = page.success ? page.data.value : states.safeParse(value).data;
  if (list !== undefined)
    return withoutGaps(list.map((state, at) => entryOfState(state, `${file}:${at + 1}`)));
  // A capture is also a single object.
  const alone = deviceState.safeParse(value);
  const found = alone.success ? entryOfState(alone.data, `${file}:1`).words : [];
  return found.length === 0 ? null : found;
}

function entryOfState(state: z.infer<typeof deviceState>, unnamed: string): Entry {
  const cells = textsOf(state);
  const managed = Object.entries(state).find(([name]) => /^managedDevice$/i.test(name))?.[1];
  const device = [...textsOf(deviceState.safeParse(managed).data ?? {}), ...cells].find(({ name }) =>
    DEVICE.test(name),
  );
  const name = device?.text.trim() ?? '';
  const reported = machinesOfJson(state, name || unnamed);
  const words = reported ?? machinesOfCells(cells, name, unnamed);
  const entry = entryOf(name, unnamed, cells);
  // The document of a fleet can be one without computers.
  return { ...entry, words, isEmpty: entry.isEmpty || (name === '' && reported !== null) };
}

function textsOf(object: Readonly<Record<string, unknown>>): Cell[] {
  return Object.entries(object).flatMap(([name, text]) => (typeof text === 'string' ? [{ name, text }] : []));
}

/**
 * The newest result comes last, whatever the order of the exported columns. A user controls what a user package
 * prints, so only the package's line is read: a document could bring its own sentences and commands. The line
 * counts for the device that Intune names or, without a name, for its place in the file: a line could name another
 * computer, or a server that a copied command would sign in to.
 */
function machinesOfCells(cells: readonly Cell[], device: string, unnamed: string): Collected[] {
  const user = cells.find(({ name }) => USER.test(name.trim()))?.text.trim() ?? '';
  return cells
    .toSorted((a, b) => ageOf(a.name) - ageOf(b.name))
    .flatMap(({ text }) => {
      // The last line is the script's output.
      const last = text.trim().split('\n').at(-1) ?? '';
      const value = last.startsWith('{') ? parsed(last) : undefined;
      const word = value === undefined ? null : wordOfLine(value, device || unnamed);
      if (word === null) return [];
      const computer = withoutControls(device || unnamed, 200);
      const name = word.machine.name ?? (device === '' ? null : computer);
      const machine = { ...word.machine, computer, name };
      // On a shared computer, one user's line says nothing about another user's setting.
      const part = user === '' || word.part === 'system' ? word.part : partOfUser('user', user);
      return { ...word, machine, part, unnamed: device === '' };
    });
}

/** The age of a column: the detection output before the remediation is older than the output after it. */
function ageOf(column: string): number {
  if (/^\W*pre/i.test(column)) return 0;
  return /^\W*post/i.test(column) ? 2 : 1;
}
