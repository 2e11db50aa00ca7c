import type { RegistryValue } from '../../../src/core/model/registry.ts';
import { parseRegFile } from '../../../src/core/reg-file/parse.ts';
import { toSnapshot } from '../../../src/core/reg-file/snapshot.ts';
import { type ContractMachine, machineContract } from '../../machine/contract.ts';
import { type Computer, newComputer } from '../../support/lab/lab.ts';
import { labMachine } from '../../support/lab/machine-lab.ts';

const INTERNET_SETTINGS = 'Microsoft\\Windows\\CurrentVersion\\Internet Settings';

/** The 32-bit view of the machine's settings; the values that the machine reads are read again with reg.exe. */
const MISSING = `HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\${INTERNET_SETTINGS}\\Connections`;

async function readWithRegExe(computer: Computer, key: string, name: string): Promise<RegistryValue | null> {
  const asked = key.replace(/^HKEY_USERS\\/, 'HKU\\').replace(/^HKEY_LOCAL_MACHINE\\/, 'HKLM\\');
  const there = (await computer.reg(['query', asked])).exitCode === 0;
  if (!there) return null;
  return toSnapshot(parseRegFile(await computer.regExport(asked))).value(key, name) ?? null;
}

async function contractMachine(): Promise<ContractMachine> {
  const computer = await newComputer('local-machine');
  const key = `HKEY_USERS\\${computer.user}\\Software\\${INTERNET_SETTINGS}\\Connections`;
  await computer.regImport(`Windows Registry Editor Version 5.00\n\n[${key}]\n"there"=dword:00000001\n`);
  await computer.reg(['delete', MISSING.replace('HKEY_LOCAL_MACHINE', 'HKLM'), '/f'], { retry: false });
  const machine = await labMachine(computer);
  return {
    machine,
    key,
    missingKey: MISSING,
    read: (at, name) => readWithRegExe(computer, at, name),
    async close() {
      await machine.close();
      await computer.destroy();
    },
  };
}

machineContract('PowerShell for Windows', contractMachine);
