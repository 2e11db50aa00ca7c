import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RegistryValue } from '../../src/core/model/registry.ts';
import { openRecordedMachine } from '../../src/machine/recorded/recorded.ts';
import { tempFolder } from '../support/files.ts';
import { type ContractMachine, machineContract } from './contract.ts';
import { CONNECTIONS, captureText, regText } from './samples.ts';

const MISSING =
  'HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections';

async function contractMachine(name: string, content: Uint8Array): Promise<ContractMachine> {
  const folder = await tempFolder();
  const file = join(folder.path, name);
  await writeFile(file, content);
  const machine = await openRecordedMachine(file, { mode: { inPlace: true } });
  return {
    machine,
    key: CONNECTIONS,
    missingKey: MISSING,
    read: (key, value) => readByHand(file, key, value),
    close: folder.remove,
  };
}

/** Checks by simple means whether the file holds the value; a new machine compares the values themselves. */
async function readByHand(file: string, key: string, name: string): Promise<RegistryValue | null> {
  const bytes = await readFile(file);
  const wide = bytes[0] === 0xff;
  const holds = bytes
    .toString(wide ? 'utf16le' : 'utf8')
    .toLowerCase()
    .includes(`"${name}"`.toLowerCase());
  const other = await openRecordedMachine(file, { mode: 'read' });
  const value = (await other.observe({ deadlineMs: 1000 })).registry.value(key, name) ?? null;
  if ((value !== null) !== holds) throw new Error(`The file ${holds ? 'holds' : 'does not hold'} "${name}".`);
  return value;
}

machineContract('a .reg export', () =>
  contractMachine('a.reg', Buffer.from(`\ufeff${regText()}`, 'utf16le')),
);
machineContract('a .reg typed by hand', () =>
  contractMachine('a.reg', Buffer.from(regText().replaceAll('\r\n', '\n').trimEnd())),
);
machineContract('a capture', () => contractMachine('a.json', Buffer.from(captureText())));
