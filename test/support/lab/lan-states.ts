import { encodeWinInetBlob, freshWinInetBlob } from '../../../src/core/codec/wininet-blob.ts';
import { INTERNET, regText, USER_SETTINGS } from '../machines/reg-text.ts';

/** The proxy in the strings of every row; WinHTTP is direct. */
export const STRINGS = 'strings.contoso.example:8080';
export const OTHER = 'other.contoso.example:3128';

export const PAC = 'http://pac.contoso.example/proxy.pac';

type Copy = 'as the strings' | 'direct' | 'another proxy' | 'absent' | 'damaged' | 'a PAC file';
const COPIES: readonly Copy[] = ['as the strings', 'direct', 'another proxy', 'absent', 'damaged'];

const WINHTTP = ['winhttp/wow64', 'winhttp/native'];

/** The result of an audit without a named state for a row. */
export type Outcome = 'blob-and-strings' | 'strings-follow' | 'waits' | 'unknown' | 'strings' | 'unreadable';

/** Blob and legacy settings beside the strings, with `MigrateProxy` 1. */
export interface LanState {
  blob: Copy;
  legacy: Copy;
  outcome: Outcome;
}

/** The expected results, written by hand, to compare with the code. */
function outcomeOf(blob: Copy, legacy: Copy): Outcome {
  if (blob === 'as the strings') return 'blob-and-strings';
  if (blob === 'absent') return 'strings';
  if (blob === 'damaged') return 'unreadable';
  if (legacy === 'as the strings') return 'strings-follow';
  return legacy === 'absent' || legacy === 'damaged' ? 'unknown' : 'waits';
}

const state = (blob: Copy, legacy: Copy): LanState => ({ blob, legacy, outcome: outcomeOf(blob, legacy) });

/** In the last row a tool wrote only the strings while a PAC file was in use. */
export const LAN_STATES: readonly LanState[] = [
  ...COPIES.flatMap((blob) => COPIES.map((legacy) => state(blob, legacy))),
  state('a PAC file', 'a PAC file'),
];

function copy(name: Copy): Uint8Array | null {
  if (name === 'absent') return null;
  if (name === 'damaged') return Uint8Array.from([0x46, 0, 0, 0, 0]);
  if (name === 'a PAC file')
    return encodeWinInetBlob({ ...freshWinInetBlob(), counter: 7, flags: 5, pac: PAC });
  const proxy = name === 'as the strings' ? STRINGS : name === 'direct' ? '' : OTHER;
  return encodeWinInetBlob({ ...freshWinInetBlob(), counter: 7, flags: proxy === '' ? 1 : 3, proxy });
}

/** The row as a `.reg` file of a user, beside a direct WinHTTP. */
export function regOf(row: LanState): Buffer {
  return regText({
    ...userKeys(row, USER_SETTINGS),
    [`HKEY_LOCAL_MACHINE\\SOFTWARE\\${INTERNET}\\Connections`]: {},
    [`HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\${INTERNET}\\Connections`]: {},
  });
}

/** Several rows as one `.reg` file, each of them a user by this SID. */
export function regOfUsers(rows: readonly (LanState & { sid: string })[]): Buffer {
  const keys = rows.map((row) => userKeys(row, `HKEY_USERS\\${row.sid}\\Software\\${INTERNET}`));
  return regText(Object.assign({}, ...keys));
}

function userKeys({ blob, legacy }: LanState, settings: string): Parameters<typeof regText>[0] {
  const values = { DefaultConnectionSettings: copy(blob), SavedLegacySettings: copy(legacy) };
  const there = Object.entries(values).filter((entry): entry is [string, Uint8Array] => entry[1] !== null);
  return {
    [settings]: { ProxyEnable: 1, ProxyServer: STRINGS, MigrateProxy: 1 },
    [`${settings}\\Connections`]: Object.fromEntries(there),
  };
}

const SHOWN: Readonly<Record<Outcome, string>> = {
  'blob-and-strings': 'the proxy of both | WinHTTP follows it',
  'strings-follow': 'the blob | strings and legacy settings follow the blob, and so does WinHTTP',
  waits: 'the strings, not taken over yet | nothing, exit 8: name the state',
  unknown: 'not known | nothing, exit 8: name the state',
  strings: 'the strings: Windows makes the blob of them | WinHTTP follows them',
  unreadable: 'not known: the blob cannot be read | nothing, exit 8: name the state',
};

/** The table of contributing/how-it-works.md. */
export function lanStatesTable(): string {
  const rows = LAN_STATES.map(({ blob, legacy, outcome }) => `| ${blob} | ${legacy} | ${SHOWN[outcome]} |`);
  const head = [
    '| blob | legacy settings | what counts | a plain `--apply` writes |',
    '| --- | --- | --- | --- |',
  ];
  return [...head, ...rows].join('\n');
}

/** The result of an audit without a named state, and its planned writes; the stores in the order of the plan. */
export const PLANNED_ALONE: Readonly<
  Record<Outcome, (lan: string, blob: Copy) => { exitCode: number; planned: string[] }>
> = {
  'blob-and-strings': () => ({ exitCode: 2, planned: WINHTTP }),
  'strings-follow': (lan, blob) => ({ exitCode: 2, planned: [lan, ...(blob === 'direct' ? [] : WINHTTP)] }),
  strings: () => ({ exitCode: 2, planned: WINHTTP }),
  waits: () => ({ exitCode: 8, planned: [] }),
  unknown: () => ({ exitCode: 8, planned: [] }),
  unreadable: () => ({ exitCode: 8, planned: [] }),
};
