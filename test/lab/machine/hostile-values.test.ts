import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeWinInetBlob, freshWinInetBlob } from '../../../src/core/codec/wininet-blob.ts';
import { namedWireValueSchema } from '../../../src/machine/wire/value.ts';
import type { ScriptName } from '../../../src/powershell/port.ts';
import { type Computer, newComputer } from '../../support/lab/lab.ts';
import { buildLabDriver, type LabDriver } from '../../support/lab/powershell-lab.ts';
import { machineText } from '../../support/machines/reg-text.ts';

const SETTINGS = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const PROXY = 'proxy.contoso.example:8080';
const BLOB = { flags: 3, proxy: PROXY, bypass: '<local>' };

/** Every type that Windows names, and two that it does not. */
const TYPES = {
  REG_NONE: 0,
  REG_SZ: 1,
  REG_EXPAND_SZ: 2,
  REG_BINARY: 3,
  REG_DWORD: 4,
  REG_DWORD_BIG_ENDIAN: 5,
  REG_LINK: 6,
  REG_MULTI_SZ: 7,
  REG_RESOURCE_LIST: 8,
  REG_FULL_RESOURCE_DESCRIPTOR: 9,
  REG_RESOURCE_REQUIREMENTS_LIST: 10,
  REG_QWORD: 11,
  '0xFFFF': 0xffff,
  '0xFFFFFFFF': 0xffffffff,
};
/** Types that are also tested with more data than a key may hold. */
const LARGE = ['REG_SZ', 'REG_BINARY', 'REG_MULTI_SZ', '0xFFFF'];
const CONNECTIONS = `${SETTINGS}\\Connections`;
/** Each value that a package reads of a user. */
const VALUES: [name: string, key: string, bytes: Buffer][] = [
  ['ProxyEnable', SETTINGS, Buffer.from([1, 0, 0, 0])],
  ['ProxyServer', SETTINGS, Buffer.from(`${PROXY}\0`, 'utf16le')],
  ['ProxyOverride', SETTINGS, Buffer.from('<local>\0', 'utf16le')],
  ['AutoConfigURL', SETTINGS, Buffer.from('http://eve.example/\0', 'utf16le')],
  ['MigrateProxy', SETTINGS, Buffer.from([1, 0, 0, 0])],
  [
    'DefaultConnectionSettings',
    CONNECTIONS,
    Buffer.from(encodeWinInetBlob({ ...freshWinInetBlob(), ...BLOB })),
  ],
  ['SavedLegacySettings', CONNECTIONS, Buffer.from(encodeWinInetBlob({ ...freshWinInetBlob(), ...BLOB }))],
];

/** Data that means the desired state or nothing. For the two other values, any type and size means nothing. */
const GOOD: Readonly<Record<string, string[]>> = {
  ProxyEnable: ['REG_DWORD as usual'],
  ProxyServer: ['REG_SZ as usual', 'REG_EXPAND_SZ as usual'],
  ProxyOverride: ['REG_SZ as usual', 'REG_EXPAND_SZ as usual'],
  AutoConfigURL: ['REG_SZ 0', 'REG_EXPAND_SZ 0'],
  DefaultConnectionSettings: ['REG_BINARY as usual'],
};
const TARGET = { id: 'wininet/current/lan', api: 'wininet', perMachine: false };
const SCRIPT = 'Test-HostileValue' as ScriptName;

interface Answer {
  state: string;
  by: string | null;
  read: [string, unknown];
  limited: [string, unknown];
}

interface Case {
  what: string;
  key: string;
  name: string;
  type: number;
  hex: string;
  size: number | null;
  limited: boolean;
}

const CASES: Case[] = VALUES.flatMap(([name, key, bytes]) =>
  Object.entries(TYPES).flatMap(([what, type]) =>
    [null, 0, ...(LARGE.includes(what) ? [600_000] : [])].map((size) => {
      const hex = size === null ? bytes.toString('hex') : '';
      return { what, key, name, type, hex, size, limited: size === null };
    }),
  ),
);

describe('a value of each type and size in the hive of a user', () => {
  let computer: Computer;
  let driver: LabDriver;
  let answers: Answer[];
  beforeAll(async () => {
    [computer, driver] = await Promise.all([newComputer('hostile-values'), buildLabDriver()]);
    const strings = { ProxyEnable: 1, ProxyServer: PROXY, ProxyOverride: '<local>', MigrateProxy: 1 };
    await computer.regImport(machineText(BLOB, strings, PROXY, BLOB));
    const change = { proxy: PROXY, bypass: '<local>', pac: null, autoDetect: false };
    const target = { ...TARGET, key: CONNECTIONS, name: 'DefaultConnectionSettings', change };
    // One PowerShell for all: each case restores its value.
    const request = { target, cases: CASES };
    const call = { host: 'oneShot', script: SCRIPT, request, deadlineMs: 80_000 } as const;
    const answer = await driver.ask(computer, call);
    expect(answer.error).toBeUndefined();
    answers = answer.result as Answer[];
    expect(answers).toHaveLength(CASES.length);
  });
  afterAll(async () => {
    driver?.remove();
    await computer?.destroy();
  });

  // What a package reports when all else is as desired, for the types and sizes that are right and for all others.
  it.each(VALUES)('is planned, and makes no all-clear: %s below %s', (name) => {
    const good: string[] = [];
    for (const [at, { what, size, name: of }] of CASES.entries()) {
      if (of !== name) continue;
      const { state, read, limited } = answers[at] as Answer;
      for (const [visibility, value] of [read, limited])
        if (visibility === 'present') expect(namedWireValueSchema.parse(value)).toMatchObject({ name });
      // This value alone decides nothing.
      const counts = name !== 'SavedLegacySettings';
      if (read[0] === 'unseen' && counts) expect([what, size, state]).toEqual([what, size, 'unseen']);
      if (state === 'aligned') good.push(`${what} ${size ?? 'as usual'}`);
    }
    expect(good).toEqual(GOOD[name] ?? good);
  });
});
