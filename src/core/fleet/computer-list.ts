import { P2sError } from '../model/errors.ts';
import { command, option, say } from '../model/say.ts';
import {
  type ComputerFields,
  computerFrom,
  type FleetComputer,
  type FleetDefaults,
  MAX_COMPUTERS,
  parseComputer,
} from './computer.ts';
import { csvRows, formatCsv } from './csv.ts';

/** Names of the computer column in exports of directories and inventories. */
const COMPUTER_COLUMNS = ['computer', 'computername', 'name', 'dnshostname', 'hostname', 'machine'];
const COLUMNS = [
  'computer',
  'host',
  'transport',
  'port',
  'user',
  'key',
  'subsystem',
  'ssl',
  'configuration',
  'vpnuser',
] as const;

/**
 * Computers from a text: a CSV with column names in the first line, or one computer per line (`#` begins a
 * comment). Unknown columns are ignored. `where` names the file.
 *
 * @throws P2sError `input` with the line
 */
export function parseComputerList(text: string, defaults: FleetDefaults, where: string): FleetComputer[] {
  // The line itself is kept, so that line numbers in errors match the file.
  const rows = csvRows(text.replaceAll(/^[^\S\n]*#.*$/gm, ''));
  const head = rows[0]?.cells.map((name) => name.trim().toLowerCase()) ?? [];
  const named = COMPUTER_COLUMNS.find((name) => head.includes(name));
  if (named === undefined) {
    if (head.length > 1) {
      const next = say('Name it one of {computerColumns} in the first line.', {
        computerColumns: COMPUTER_COLUMNS,
      });
      throw new P2sError('input', say('The table has no column with the computer.'), { where, next });
    }
    return rows.map(({ line, cells: [name = ''] }) =>
      parseComputer(name.replace(/\s#.*$/, ''), defaults, `${where}, line ${line}`),
    );
  }
  return rows.slice(1).map(({ line, cells }) => {
    const fields: ComputerFields = {};
    for (const column of COLUMNS) {
      const at = head.indexOf(column === 'computer' ? named : column);
      if (at >= 0) fields[column] = cells[at] ?? '';
    }
    return computerFrom(fields, defaults, `${where}, line ${line}`);
  });
}

/** A table that {@link parseComputerList} reads as the same computers, with the cause of each. */
export function formatComputerList(computers: readonly { computer: FleetComputer; cause: string }[]): string {
  const rows = computers.map(({ computer, cause }) => [
    computer.name,
    computer.host,
    computer.transport,
    computer.port === null ? '' : String(computer.port),
    computer.user ?? '',
    computer.key ?? '',
    computer.subsystem ?? '',
    computer.ssl ? 'true' : '',
    computer.configuration ?? '',
    computer.vpnUser ?? '',
    cause,
  ]);
  return formatCsv([[...COLUMNS, 'cause'], ...rows]);
}

/**
 * Removes duplicates by name.
 *
 * @throws P2sError `input` when there are none or too many
 */
export function distinctComputers(computers: readonly FleetComputer[]): FleetComputer[] {
  const all = new Map(computers.map((computer) => [computer.name.toLowerCase(), computer]));
  if (all.size === 0) {
    throw new P2sError('input', say('No computer is named.'), {
      where: 'command line',
      next: say('{command}, or {computers} FILE.csv, or {computers} - for standard input.', {
        command: command('fleet audit', { computer: ['PC1', 'PC2'] }),
        computers: option('computers'),
      }),
    });
  }
  if (all.size > MAX_COMPUTERS) {
    throw new P2sError(
      'input',
      say('{size} computers exceed the limit of one run ({limit}).', {
        size: all.size,
        limit: MAX_COMPUTERS,
      }),
      {
        where: 'computers',
        next: say(
          'Split the list, or use a management tool that you already have: docs/fleet.md, "100,000 machines".',
        ),
      },
    );
  }
  return [...all.values()];
}
