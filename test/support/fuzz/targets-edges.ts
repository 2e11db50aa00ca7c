import { listBackups, readBackup } from '../../../src/change/backup/backup.ts';
import { backupToJson } from '../../../src/change/backup/backup-schema.ts';
import { readJournal } from '../../../src/change/state/journal.ts';
import { parseChainChecks } from '../../../src/machine/chains.ts';
import { evidenceToJson } from '../../../src/machine/evidence-schema.ts';
import { parseCapture, serializeCapture } from '../../../src/machine/recorded/capture.ts';
import { readRecording } from '../../../src/machine/recorded/recording.ts';
import { parseFolderObservation } from '../../../src/machine/wire/folders.ts';
import {
  parseEffective,
  parseEvidence,
  parseListeners,
  parseProxyResolution,
  parseWinHttpFetches,
  parseWriteReport,
} from '../../../src/machine/wire/local.ts';
import { Diagnostics } from '../../../src/powershell/diagnostics.ts';
import { encodeRequest, newNonce, ReplyReader } from '../../../src/powershell/wire.ts';
import { localEvidence, rasClient, rasSstp } from '../machines/evidence.ts';
import { randomMachine } from '../machines/random-machines.ts';
import { type FuzzTarget, target } from './fuzz.ts';
import { mutated, mutatedJson } from './mutate.ts';
import { Random } from './random.ts';
import { holding, sealed } from './sealed-files.ts';

const IDENTITY = { kind: 'recorded', id: '/home/admin/machine.reg' } as const;
const VALUES = [
  { kind: 'binary', hex: '2800000000000000010000000000000000000000' },
  { kind: 'string', text: 'proxy.contoso.example:8080' },
  { kind: 'dword', number: 1 },
  { kind: 'multi-string', texts: ['a', 'b'] },
  { kind: 'qword', text: '18446744073709551615' },
  { kind: 'other', type: 0, hex: '00' },
];
const EVIDENCE = localEvidence({
  events: [
    rasClient(20227, '-2146885613'),
    rasClient(20225, null, { minutesAgo: 3 }),
    rasSstp(4, [new Uint8Array([0x97, 1, 0, 0])]),
    rasSstp(6, ['00'.repeat(20), '11'.repeat(32)]),
    rasSstp(23, ['text']),
  ],
  certificates: {
    state: 'read',
    hresult: -2146893802,
    own: [{ der: new Uint8Array([0x30, 0]), hasPrivateKey: true }],
    omitted: 1,
    issuers: [{ der: new Uint8Array([0x30, 0]), stores: ['LocalMachine\\Root'] }],
    unread: ['CurrentUser\\CA'],
  },
});
const CAPTURES = machines(60).filter((content) => /^\s*\{/.test(content.toString()));
const CAPTURE_JSON = CAPTURES.map((content): unknown => withEveryKind(JSON.parse(content.toString())));

const JOURNAL = {
  schemaVersion: 1,
  startedAt: '2026-11-25T10:00:00.000Z',
  backup: '0001',
  planId: 'sha256:0',
  machine: IDENTITY,
  steps: VALUES.map((next, i) => ({
    id: `s#${i}`,
    key: 'HKEY_CURRENT_USER\\x',
    name: 'n',
    expected: null,
    next,
    status: 'pending',
  })),
};
const RECORDING = new Uint8Array(40);
const EMPTY_BACKUP = backupToJson({
  number: '0001',
  createdAt: '2026-11-25T10:00:00.000Z',
  reason: 'apply',
  planId: null,
  machine: IDENTITY,
  values: [{ key: 'HKEY_CURRENT_USER\\x', name: 'n', value: { kind: 'dword', number: 1 } }],
  createdKeys: ['HKEY_CURRENT_USER\\x'],
  file: { bytes: RECORDING, sha256: '0'.repeat(64), leftSha256: '1'.repeat(64) },
});
/** With the bytes that `seal` inserts. */
const BACKUP = {
  ...EMPTY_BACKUP,
  file: { ...EMPTY_BACKUP.file, base64: Buffer.from(RECORDING).toString('base64') },
};

const REPLIES: readonly { read: (result: unknown) => unknown; result: unknown }[] = [
  {
    read: parseWriteReport,
    result: {
      outcomes: VALUES.map((found, i) => ({
        id: `s#${i}`,
        status: 'written',
        how: 'registry',
        found,
        now: null,
        createdKey: false,
        hresult: -2147024891,
      })),
      notified: true,
    },
  },
  {
    read: parseEffective,
    result: {
      winHttp: { accessType: 3, proxy: 'p:1', bypass: '<local>' },
      winInetUser: { autoDetect: false, autoConfigUrl: null, proxy: 'p:1', bypass: null },
      unavailable: null,
      win32: 5,
    },
  },
  {
    read: parseWinHttpFetches,
    result: {
      client: 'WinHttpRequest',
      fetches: [
        {
          id: '0',
          status: 200,
          hresult: null,
          bytes: 3,
          contentLength: 3,
          bodyHex: '300100',
          location: null,
          durationMs: 5,
        },
      ],
    },
  },
  { read: parseWinHttpFetches, result: { client: null, unavailable: 'language-mode' } },
  {
    read: parseProxyResolution,
    result: {
      answers: [{ id: '0', accessType: 3, proxy: 'p:1', bypass: null, foundBy: 'pac', win32: null }],
      unavailable: null,
    },
  },
  {
    read: parseListeners,
    result: {
      listeners: [{ port: 9000, address: '127.0.0.1', pid: 4, process: 'agent' }],
      unavailable: null,
    },
  },
  { read: parseEvidence, result: evidenceToJson(EVIDENCE) },
  {
    read: parseChainChecks,
    result: {
      checks: [
        {
          id: '1',
          mode: 'online',
          flags: 0x1000020,
          hresult: null,
          durationMs: 19,
          elements: [{ thumbprint: 'ADF55BFCEB5C84D5452386063B88CCF2054E6509', flags: 0x1000000 }],
        },
      ],
      account: 'S-1-5-21-1-2-3-1001',
      unavailable: null,
    },
  },
  {
    read: (result) => parseFolderObservation(result, ['C:\\p']),
    result: {
      user: { sid: 'S-1-5-18', elevated: true },
      programs: 'C:\\Program Files',
      folders: [{ path: 'C:\\p', kind: 'folder', other: null }],
    },
  },
];

const NONCE = newNonce();
const OUTPUT = [
  `noise\r\n${encodeReply({ type: 'progress', step: 1 })}\n${encodeReply({ type: 'result', result: { a: ['}', '{', '\\"', '東'] } })}\n`,
  `\ufeff${encodeReply({ type: 'error', error: { code: 'access-denied', hresult: -5, target: 'HKLM' } })}`,
  `prompt>${encodeReply({ type: 'result', result: 'x'.repeat(300) })}PS C:\\>\u001b[0m\n`,
].map((text) => Buffer.from(text));
const MAX_OUTPUT = 2000;

function encodeReply(message: Record<string, unknown>): string {
  return `{"nonce":"${NONCE}",${encodeRequest(message, '').slice(1)}`;
}

/** A key with a value of each kind. */
function withEveryKind(capture: { keys: unknown[] }): unknown {
  const values = VALUES.map((value, i) => ({ name: `v${i}`, ...value }));
  const key = { path: 'HKEY_CURRENT_USER\\Software\\x', visibility: 'present', values };
  return { ...capture, evidence: evidenceToJson(EVIDENCE), keys: [...capture.keys, key] };
}

function machines(count: number): Buffer[] {
  const random = new Random(11);
  return Array.from({ length: count }, () => randomMachine(random));
}

function promise(kept: boolean, what: string): void {
  if (!kept) throw new Error(what);
}

/** The output of a child, in these pieces. */
function replyOf(pieces: readonly string[]) {
  const diagnostics = new Diagnostics();
  const reader = new ReplyReader({ nonce: NONCE, diagnostics, maxLength: MAX_OUTPUT });
  for (const piece of pieces) reader.push(piece);
  reader.end();
  return { reply: reader.reply, overflowed: reader.overflowed, lines: diagnostics.lines };
}

export const EDGE_TARGETS: readonly FuzzTarget[] = [
  target({
    name: 'capture, its bytes',
    codes: ['input'],
    make: (random) => mutated(random, CAPTURES),
    run: (bytes) => void readRecording(bytes),
  }),
  target({
    name: 'capture, its JSON',
    codes: ['input'],
    make: (random) => mutatedJson(random, random.pick(CAPTURE_JSON)),
    run(json) {
      const once = serializeCapture(parseCapture(json));
      const twice = serializeCapture(parseCapture(JSON.parse(JSON.stringify(once))));
      promise(JSON.stringify(twice) === JSON.stringify(once), 'reads otherwise when written');
    },
  }),
  target({
    name: 'output of a script',
    codes: [],
    make: (random) => mutated(random, OUTPUT),
    run(bytes, random) {
      const text = Buffer.from(bytes).toString('latin1');
      const pieces: string[] = [];
      for (let start = 0; start < text.length; ) {
        const end = start + 1 + random.below(random.chance(50) ? 8 : 400);
        pieces.push(text.slice(start, end));
        start = end;
      }
      const [whole, inPieces] = [replyOf([text]), replyOf(pieces)];
      if (!whole.overflowed)
        promise(JSON.stringify(whole) === JSON.stringify(inPieces), 'reads otherwise in other pieces');
      promise(inPieces.lines.length <= 101, 'keeps too many lines');
    },
  }),
  target({
    name: 'result of a script',
    codes: ['powershell-failed'],
    make: (random) => {
      const { read, result } = random.pick(REPLIES);
      return { read, result: random.chance(15) ? result : mutatedJson(random, result) };
    },
    run: ({ read, result }) => void read(result),
  }),
  target({
    name: 'journal',
    codes: ['interrupted-change'],
    make: (random) => sealed(random, JOURNAL),
    async run({ bytes, tampered }) {
      promise((await readJournal(holding('journal.json', bytes))) !== null, 'overlooks a journal');
      promise(!tampered, 'takes what was tampered with');
    },
  }),
  target({
    name: 'backup',
    codes: ['backup-unusable'],
    make: (random) => sealed(random, BACKUP),
    async run({ bytes, tampered }) {
      const dir = holding('0001.json', bytes);
      const [summary] = await listBackups(dir);
      promise(summary?.number === '0001', 'is missing in the list');
      const backup = await readBackup(dir, '1', IDENTITY);
      promise(summary?.problem === null && backup.number === '0001', 'is not what the list says');
      promise(!tampered, 'takes what was tampered with');
    },
  }),
];
