import { readApplied } from '../../../src/change/applied.ts';
import { readUnconfirmed } from '../../../src/change/state/unconfirmed.ts';
import { formatHops, parsePacAnswer, parseWinHttpAnswer } from '../../../src/core/proxy/auto-answer.ts';
import { DIRECT_WINHTTP } from '../../../src/core/proxy/settings.ts';
import { parseAdvProxy } from '../../../src/core/stores/adv-proxy.ts';
import { judgeTranscript } from '../../../src/path/transcript/judge-transcript.ts';
import { reasonOfBytes } from '../../../src/path/transcript/replay.ts';
import { readDesiredState } from '../../../src/pipeline/inputs/desired-file.ts';
import { decodePlan } from '../../../src/pipeline/inputs/plan-file.ts';
import { parseTranscript } from '../../../src/pipeline/path/transcript-file.ts';
import { transcript, trusted } from '../../path/transcript/transcripts.ts';
import { type FuzzTarget, target } from './fuzz.ts';
import { mutated, mutatedJson, mutatedText } from './mutate.ts';
import type { Random } from './random.ts';
import { holding, sealed } from './sealed-files.ts';

const PAC_ANSWERS = [
  'PROXY proxy.contoso.example:8080; SOCKS5 socks.contoso.example:1080; DIRECT',
  'HTTPS [2001:db8::1]:443;PROXY user:secret@p.example:1',
];
const PAC_TOKENS = [
  'PROXY ',
  'DIRECT',
  'SOCKS ',
  'HTTPS ',
  ';',
  ' ',
  ':',
  '@',
  '[::1]',
  '\t',
  '\u001b',
  '65536',
  'constructor ',
];

const ADV_TEXTS = [
  `\r\nCurrent WinHTTP advanced proxy settings:\r\n\r\n{"ProxyIsEnabled":true,"Proxy":"p.example:8080","ProxyBypass":"<local>","AutoConfigIsEnabled":false,"AutoConfigUrl":"","AutoDetect":true,"PerUserProxySettings":true}\r\n`,
  'WinHTTP の詳細 {x} {"Proxy":"","ProxyBypass":"","AutoconfigUrl":"http://u:secret@pac.example/p.pac","AutoDetect":false}',
];
const ADV_TOKENS = ['{', '}', '"', '\\', '"Proxy":', '"AutoDetect":1', 'null', '[', ']', ','];

const TRANSCRIPT = transcript();
const TLS_ANSWERS = [
  Buffer.from('15030300020228', 'hex'),
  Buffer.from(`160303002a020000260302${'00'.repeat(36)}15030300020246`, 'hex'),
];

/** The same with other bytes somewhere on the wire. */
function otherBytes(random: Random): unknown {
  const other = transcript();
  const [gateway] = other.gateways;
  const { proxy, tls, inside } = gateway?.tunnel ?? {};
  const { certificates = [] } = tls ?? {};
  const chunks = [
    ...(proxy?.chunks ?? []),
    ...(inside?.chunks ?? []),
    ...(gateway?.fetches[0]?.proxy?.chunks ?? []),
  ];
  const change = (base64: string) =>
    Buffer.from(mutated(random, [Buffer.from(base64, 'base64')])).toString('base64');
  if (random.chance(30)) certificates[0] = change(certificates[0] ?? '');
  const chunk = random.pick(chunks);
  chunk.base64 = change(chunk.base64);
  return other;
}

const MACHINE = { kind: 'local', id: '00000000-0000-4000-8000-000000000001' } as const;
const EXPLICIT = {
  source: 'explicit',
  winInet: {
    kind: 'proxy',
    servers: [{ scheme: 'all', host: 'p.example', port: 8080, tls: true }],
    bypass: ['<local>'],
  },
  winHttp: 'follow',
  stores: { 'wininet/S-1-5-18/lan': { kind: 'pac', url: 'http://pac.example/p.pac' } },
};
const PLAN = {
  schemaVersion: '1.0',
  kind: 'p2s-fix-plan',
  createdAt: '2026-11-25T10:00:00.000Z',
  machine: '0'.repeat(64),
  planId: `sha256:${'0'.repeat(64)}`,
  wish: EXPLICIT,
  user: 'S-1-5-21-1-2-3-1001',
  changes: [{ store: 'winhttp/native', after: DIRECT_WINHTTP }],
};
const VALUE = { key: 'HKEY_CURRENT_USER\\x', name: 'n', value: { kind: 'dword', number: 1 } };
const APPLIED = {
  schemaVersion: 1,
  machine: MACHINE,
  backup: '0001',
  appliedAt: '2026-11-25T10:00:00.000Z',
  values: [VALUE],
  previous: { restored: '0001' },
};
const UNCONFIRMED = {
  schemaVersion: 1,
  backup: '0001',
  machine: MACHINE,
  armedAt: '2026-11-25T10:00:00.000Z',
  deadline: '2026-11-25T10:10:00.000Z',
  steps: [{ id: 's#0', key: VALUE.key, name: 'n', expected: null, next: VALUE.value }],
  putBackAt: null,
  left: [],
};
const DESIRED = {
  schemaVersion: '1.0',
  winInet: { proxy: 'p.example:8080', bypass: '<local>' },
  winHttp: 'follow',
  stores: {
    'wininet/S-1-5-18/lan': { direct: true },
    'wininet/S-1-5-19/lan': { pac: 'http://pac.example/p.pac' },
  },
  gateways: ['gateway.contoso.example:443'],
  healthCheck: { gateways: ['gateway.contoso.example'] },
};

function promise(kept: boolean, what: string): void {
  if (!kept) throw new Error(what);
}

export const ANSWER_TARGETS: readonly FuzzTarget[] = [
  target({
    name: 'answer of a PAC file',
    codes: [],
    make: (random) => mutatedText(random, PAC_ANSWERS, PAC_TOKENS),
    run(text) {
      const hops = parsePacAnswer(text);
      promise(hops.length > 0, 'gives no hop');
      if (text.lastIndexOf('@') > text.lastIndexOf('secret'))
        promise(!JSON.stringify(hops).includes('secret'), 'tells a password');
      const readable = hops.filter(({ kind }) => kind !== 'unreadable');
      // With its ports written out, the text may be longer than the limit of the reader.
      if (readable.length > 0 && text.length < 2000)
        promise(
          JSON.stringify(parsePacAnswer(formatHops(readable))) === JSON.stringify(readable),
          'reads otherwise when formatted',
        );
      parseWinHttpAnswer('https://gateway.contoso.example/', {
        accessType: 3,
        proxy: text,
        bypass: text,
        win32: null,
      });
    },
  }),
  target({
    name: 'advanced proxy settings',
    codes: [],
    make: (random) => mutatedText(random, ADV_TEXTS, ADV_TOKENS),
    run(text) {
      for (const { settings } of parseAdvProxy(text))
        promise(settings.proxy.servers.length >= 0, 'has no servers');
    },
  }),
  target({
    name: 'plan file',
    codes: ['input'],
    make: (random) => sealed(random, PLAN),
    run({ bytes, tampered }) {
      const { desired } = decodePlan(bytes, 'plan.json');
      promise(['wininet', 'winhttp', 'explicit'].includes(desired.source), 'gives no desired settings');
      promise(!tampered, 'takes what was tampered with');
    },
  }),
  target({
    name: 'desired-state file',
    codes: ['input', 'refused'],
    make: (random) => {
      if (random.chance(10)) return new Uint8Array(Buffer.from(JSON.stringify(DESIRED)));
      if (random.chance(30)) return mutated(random, [Buffer.from(JSON.stringify(DESIRED, null, 2))]);
      return new Uint8Array(Buffer.from(JSON.stringify(mutatedJson(random, DESIRED)) ?? ''));
    },
    async run(bytes) {
      const { files } = holding('desired.json', bytes);
      const { desired } = await readDesiredState('desired.json', files);
      promise(desired.source === 'explicit', 'gives no desired settings');
    },
  }),
  target({
    name: 'record of the applied settings',
    codes: [],
    make: (random) => sealed(random, APPLIED),
    async run({ bytes, tampered }) {
      const read = await readApplied(holding('.json', bytes), MACHINE);
      promise(read === null || !tampered, 'takes what was tampered with');
    },
  }),
  target({
    name: 'record of an unconfirmed change',
    codes: ['interrupted-change'],
    make: (random) => sealed(random, UNCONFIRMED),
    async run({ bytes, tampered }) {
      promise((await readUnconfirmed(holding('unconfirmed.json', bytes))) !== null, 'overlooks a note');
      promise(!tampered, 'takes what was tampered with');
    },
  }),
  target({
    name: 'transcript of Test-P2SPath.ps1',
    codes: ['input'],
    make: (random) => (random.chance(92) ? mutatedJson(random, TRANSCRIPT) : otherBytes(random)),
    async run(json, random) {
      const { gateways, collectedAt } = parseTranscript(Buffer.from(JSON.stringify(json)), 'path.json');
      // The search for the root among all trusted ones is slow.
      for (const gateway of random.chance(30) ? gateways : []) {
        const wallClock = () => new Date(collectedAt);
        const judged = await judgeTranscript({ gateway, extraRoots: trusted, wallClock });
        promise(judged.tunnel.length > 0, 'sees nothing');
        promise(/^[ -~]*$/.test(JSON.stringify(judged)), 'shows what it should neutralise');
      }
    },
  }),
  target({
    name: 'first bytes of a TLS server',
    codes: [],
    make: (random) => mutated(random, TLS_ANSWERS),
    run(bytes) {
      const reason = reasonOfBytes(bytes);
      promise(reason === null || bytes.length > 0, 'knows something of nothing');
    },
  }),
];
