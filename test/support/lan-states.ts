import { encodeWinInetBlob, freshWinInetBlob } from '../../src/core/codec/wininet-blob.ts';
import { INTERNET, regText, USER_SETTINGS } from './reg-text.ts';

/** What the strings of every row say; WinHTTP is direct. */
export const STRINGS = 'strings.contoso.example:8080';
const OTHER = 'other.contoso.example:3128';

type Copy = 'as the strings' | 'direct' | 'another proxy' | 'absent' | 'damaged';
const COPIES: readonly Copy[] = ['as the strings', 'direct', 'another proxy', 'absent', 'damaged'];

/** What an audit without a named state makes of a row. */
export type Outcome = 'blob-and-strings' | 'strings-follow' | 'waits' | 'unknown' | 'strings' | 'unreadable';

/** Blob and legacy settings beside the strings, with `MigrateProxy` 1. */
export interface LanState {
  blob: Copy;
  legacy: Copy;
  outcome: Outcome;
}

/** Written down by hand: what the code makes of a row is held to it. */
function outcomeOf(blob: Copy, legacy: Copy): Outcome {
  if (blob === 'as the strings') return 'blob-and-strings';
  if (blob === 'absent') return 'strings';
  if (blob === 'damaged') return 'unreadable';
  if (legacy === 'as the strings') return 'strings-follow';
  return legacy === 'absent' || legacy === 'damaged' ? 'unknown' : 'waits';
}

export const LAN_STATES: readonly LanState[] = COPIES.flatMap((blob) =>
  COPIES.map((legacy) => ({ blob, legacy, outcome: outcomeOf(blob, legacy) })),
);

function copy(name: Copy): Uint8Array | null {
  if (name === 'absent') return null;
  if (name === 'damaged') return Uint8Array.from([0x46, 0, 0, 0, 0]);
  const proxy = name === 'as the strings' ? STRINGS : name === 'direct' ? '' : OTHER;
  return encodeWinInetBlob({ ...freshWinInetBlob(), counter: 7, flags: proxy === '' ? 1 : 3, proxy });
}

/** The row as a `.reg` file of a user; what is absent is deleted from whatever was there. */
export function regOf({ blob, legacy }: LanState): Buffer {
  const values = { DefaultConnectionSettings: copy(blob), SavedLegacySettings: copy(legacy) };
  const there = Object.entries(values).filter((entry): entry is [string, Uint8Array] => entry[1] !== null);
  return regText({
    [USER_SETTINGS]: { ProxyEnable: 1, ProxyServer: STRINGS, MigrateProxy: 1 },
    [`${USER_SETTINGS}\\Connections`]: Object.fromEntries(there),
    [`HKEY_LOCAL_MACHINE\\SOFTWARE\\${INTERNET}\\Connections`]: {},
    [`HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\${INTERNET}\\Connections`]: {},
  });
}

const SHOWN: Readonly<Record<Outcome, string>> = {
  'blob-and-strings': 'the proxy of both | WinHTTP follows it',
  'strings-follow': 'the blob | strings and legacy settings follow the blob, and so does WinHTTP',
  waits: 'the strings, not taken over yet | nothing, exit 8: name the state',
  unknown: 'not known | nothing, exit 8: name the state',
  strings: 'the strings: Windows makes the blob of them | WinHTTP follows them',
  unreadable: 'not known: the blob cannot be read | nothing, exit 8: name the state',
};

/** The table of docs/how-it-works.md. */
export function lanStatesTable(): string {
  const rows = LAN_STATES.map(({ blob, legacy, outcome }) => `| ${blob} | ${legacy} | ${SHOWN[outcome]} |`);
  const head = [
    '| blob | legacy settings | what counts | a plain `--apply` writes |',
    '| --- | --- | --- | --- |',
  ];
  return [...head, ...rows].join('\n');
}
