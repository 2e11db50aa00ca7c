import * as z from 'zod';
import { csvRows } from '../../core/fleet/csv.ts';
import { type Collected, partOfUser } from '../../core/fleet/last-words.ts';
import { withoutControls } from '../../core/model/neutralise.ts';
import { machinesOfJson, parsed, wordOfLine } from './collected.ts';

/** The names by which Intune's exports and Graph call the device. */
const DEVICE = /^(?:device ?name|devicename|computer|computer ?name|name|hostname)$/i;

/** And whose result a row is, where a package runs as the user. */
const USER = /^(?:user ?name|upn|user ?principal ?name)$/i;

/** One text of a device, by the name of its column or property. */
interface Cell {
  name: string;
  text: string;
}

/**
 * Machines from a table that holds the line of a script in some of its cells, as Intune exports it, the device in another.
 */
export function machinesOfTable(content: string, file: string): Collected[] {
  const [head, ...rows] = csvRows(content);
  const names = head?.cells ?? [];
  const device = names.findIndex((name) => DEVICE.test(name.trim()));
  return rows.flatMap(({ line, cells }) => {
    // A row may have more cells than there are names.
    const own = cells.map((text, at) => ({ name: names[at] ?? '', text }));
    return machinesOfCells(own, cells[device]?.trim() ?? '', `${file}:${line}`);
  });
}

const deviceState = z.record(z.string(), z.unknown());
const states = z.array(deviceState).max(1_000_000);
const pageOfStates = z.looseObject({ value: states });

/**
 * The same from the states that Graph gives of a remediation (resource type deviceHealthScriptDeviceState; the device by
 * `$expand=managedDevice`): a page of them, or an array as a script keeps it, which may hold results of runs as well, and
 * is no array where PowerShell made JSON of a single one. `null` for anything else.
 */
export function machinesOfGraph(value: unknown, file: string): Collected[] | null {
  const page = pageOfStates.safeParse(value);
  const list = page.success ? page.data.value : states.safeParse(value).data;
  if (list !== undefined) return list.flatMap((state, at) => machinesOfState(state, `${file}:${at + 1}`));
  // A capture is an object of its own, too.
  const alone = deviceState.safeParse(value);
  const found = alone.success ? machinesOfState(alone.data, `${file}:1`) : [];
  return found.length === 0 ? null : found;
}

function machinesOfState(state: z.infer<typeof deviceState>, unnamed: string): Collected[] {
  const cells = textsOf(state);
  const managed = Object.entries(state).find(([name]) => /^managedDevice$/i.test(name))?.[1];
  const device = [...textsOf(deviceState.safeParse(managed).data ?? {}), ...cells].find(({ name }) =>
    DEVICE.test(name),
  );
  const name = device?.text.trim() ?? '';
  return machinesOfJson(state, name || unnamed) ?? machinesOfCells(cells, name, unnamed);
}

function textsOf(object: Readonly<Record<string, unknown>>): Cell[] {
  return Object.entries(object).flatMap(([name, text]) => (typeof text === 'string' ? [{ name, text }] : []));
}

/**
 * The newest result comes last, in whatever order the columns were exported. What a user package prints is under that
 * user's control: only the line of a package is taken, since a document would bring sentences and commands of its own. It
 * counts for the device that Intune names or, where that has no name, for its place in the file: a line could name another
 * computer, or a server that a copied command would then sign in to.
 */
function machinesOfCells(cells: readonly Cell[], device: string, unnamed: string): Collected[] {
  const user = cells.find(({ name }) => USER.test(name.trim()))?.text.trim() ?? '';
  return cells
    .toSorted((a, b) => ageOf(a.name) - ageOf(b.name))
    .flatMap(({ text }) => {
      // The last line is what the script said.
      const said = text.trim().split('\n').at(-1) ?? '';
      const value = said.startsWith('{') ? parsed(said) : undefined;
      const word = value === undefined ? null : wordOfLine(value, device || unnamed);
      if (word === null) return [];
      const machine = { ...word.machine, computer: withoutControls(device || unnamed, 200) };
      // On a shared computer the line of one user says nothing of the setting of another.
      const part = user === '' || word.part === 'system' ? word.part : partOfUser('user', user);
      return { ...word, machine, part };
    });
}

/** By its column: what a detection said before the remediation is older than what it said after it. */
function ageOf(column: string): number {
  if (/^\W*pre/i.test(column)) return 0;
  return /^\W*post/i.test(column) ? 2 : 1;
}
