import { taskXml } from '../../../src/core/schedule/task-xml.ts';
import { schedule as viewSchema } from '../../../src/core/schema/schedule.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { parseEventOutcome } from '../../../src/machine/wire/event-log.ts';
import { configBytes, parseConfig } from '../../../src/pipeline/schedule/config.ts';
import { taskFacts } from '../../../src/pipeline/schedule/registered.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';
import type { History } from '../../../src/schedule/history.ts';
import { readHistory } from '../../../src/schedule/history.ts';
import { readLastRun } from '../../../src/schedule/last-run.ts';
import { type FuzzTarget, target } from './fuzz.ts';
import { mutated, mutatedJson } from './mutate.ts';
import { holding, sealed } from './sealed-files.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const IDENTITY = { kind: 'local', id: '00000000-0000-4000-8000-000000000000' } as const;
const AT = '2026-11-25T10:00:00.000Z';
const PROXY = {
  direct: true,
  proxy: { enabled: true, servers: [{ scheme: 'all', host: 'proxy.contoso.example', port: 8080 }] },
  bypass: ['<local>'],
  pac: null,
  autoDetect: null,
};
const REVERSION = {
  act: 'align',
  count: 2,
  foundAt: AT,
  stores: ['winhttp/native'],
  by: null,
  leftAlone: true,
};
const HISTORY = {
  schemaVersion: 1,
  machine: IDENTITY,
  own: PROXY,
  last: { at: AT, act: 'align', left: [{ store: 'winhttp/native', settings: PROXY }] },
  undone: [{ ...REVERSION, changedAt: AT, left: [{ store: 'winhttp/native', settings: PROXY }] }],
  gateways: [{ host: 'vpn.contoso.example', port: 443, chain: ['MIIB'] }],
};
const LAST_RUN = {
  schemaVersion: 1,
  machine: IDENTITY,
  run: {
    at: AT,
    durationMs: 812,
    exitCode: 0,
    move: { act: 'align', why: 'proxy-works' },
    changed: ['winhttp/native'],
    backup: '0001',
    verdicts: [{ gateway: 'vpn.contoso.example', verdict: 'reachable' }],
    undone: REVERSION,
    error: {
      ...{ code: 'locked', message: 'Another run (process 7, since A) is making a change.' },
      messages: {
        message: {
          template: 'Another run (process {pid}, since {startedAt}) is making a change.',
          values: {
            pid: '7',
            startedAt: { template: '{at}', values: { at: ['A', { template: 'B', values: {} }] } },
          },
        },
      },
    },
  },
  reported: 'unreachable',
};

const FOLDER = 'C:\\Program Files\\p2s-fix\\scheduled\\0123456789abcdef0123456789abcdef';
const INSTALLED = { folder: FOLDER, task: 'registered', problem: null } as const;
const TASK = taskXml({
  name: 'p2s-fix',
  version: '1.0.0',
  node: `${FOLDER}\\node.exe`,
  program: `${FOLDER}\\program\\cli.js`,
  workingFolder: FOLDER,
  arguments: ['schedule', 'run', '--installed'],
});
const TASKS = [Buffer.from(`\ufeff${TASK}`, 'utf16le'), Buffer.from(TASK)];

const CONFIG = configBytes({
  machine: { powershell: '/opt/pwsh' },
  path: {
    gateways: [{ host: 'vpn.contoso.example', port: 443, source: 'option' }],
    deadlineMs: 15_000,
    extraRoots: ['-----BEGIN CERTIFICATE-----'],
    probe: null,
  },
  desired: {
    source: 'explicit',
    winInet: {
      kind: 'proxy',
      servers: [{ scheme: 'all', host: 'proxy.contoso.example', port: 8080 }],
      bypass: ['<local>'],
    },
    winHttp: 'follow',
  },
  user: null,
});

export const SCHEDULE_TARGETS: readonly FuzzTarget[] = [
  target({
    name: 'history of scheduled runs',
    codes: [],
    make: (random) => sealed(random, random.pick([HISTORY, { ...HISTORY, undone: REVERSION }])),
    async run({ bytes, tampered }) {
      const history: History = await readHistory(holding('.json', bytes), IDENTITY);
      if (tampered && history.last !== null) throw new Error('believed what was changed');
      for (const { chain } of history.gateways)
        if (chain.some((one) => !(one instanceof Uint8Array))) throw new Error('a chain that is none');
    },
  }),
  target({
    name: 'status of the last scheduled run',
    codes: [],
    make: (random) => sealed(random, LAST_RUN),
    async run({ bytes, tampered }) {
      const { run } = await readLastRun(holding('.json', bytes), IDENTITY);
      if (tampered && run !== null) throw new Error('believed what was changed');
      const view = { action: 'status', installed: INSTALLED, run, log: null } as const;
      viewSchema.parse(JSON.parse(JSON.stringify(view)));
      for (const texts of [ENGLISH, JAPANESE])
        if (texts.schedule(view).some((line) => /\bundefined\b|\[native code\]|\[object /.test(line)))
          throw new Error('tells what is no text');
    },
  }),
  target({
    name: 'registered task',
    codes: [],
    make: (random) => mutated(random, TASKS),
    run(bytes) {
      const { folder, runs } = taskFacts(bytes);
      if (runs && folder === '') throw new Error('runs nothing');
    },
  }),
  target({
    name: 'configuration of the installed program',
    codes: ['program-changed'],
    make: (random) => {
      if (random.chance(10)) return CONFIG;
      if (random.chance(50)) return mutated(random, [CONFIG]);
      return Buffer.from(JSON.stringify(mutatedJson(random, JSON.parse(Buffer.from(CONFIG).toString()))));
    },
    run(bytes) {
      const { path } = parseConfig(bytes, 'config.json');
      if (!(path.deadlineMs > 0)) throw new Error('no deadline');
    },
  }),
  target({
    name: 'reply about the event log',
    codes: ['powershell-failed'],
    make: (random) => mutatedJson(random, { unavailable: random.pick([null, 'no-source']) }),
    run: (result) => void parseEventOutcome(result, 'Write-P2SEvent'),
  }),
];
