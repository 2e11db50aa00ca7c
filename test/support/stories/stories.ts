import { makePlan } from '../../../src/core/decide/plan.ts';
import { explainCode } from '../../../src/core/explain/explain.ts';
import { machineWithoutReply } from '../../../src/core/fleet/judge.ts';
import { type FleetMachine, isNoAnswer } from '../../../src/core/fleet/result.ts';
import { summarise } from '../../../src/core/fleet/summary.ts';
import { P2sError } from '../../../src/core/model/errors.ts';
import { errorEvent, type RunEvent } from '../../../src/core/model/events.ts';
import type { Finding, FindingCode } from '../../../src/core/model/finding.ts';
import { say } from '../../../src/core/model/say.ts';
import { DIRECT_WINHTTP } from '../../../src/core/proxy/settings.ts';
import {
  auditWithDrift,
  change,
  changeHappens,
  GATEWAY,
  inputError,
  machine,
  observedEvents,
  PLAN,
  PROXIED,
  PROXIED_WINHTTP,
  PROXY,
  SID,
  STORES,
  stage,
  started,
  store,
  tunnelPasses,
  verify407,
} from '../../ui/sequences.ts';
import { collectedFleet, movingMachine } from '../machines/fleets.ts';
import { ike, migrationOf, openVpn, readiness } from './migrations.ts';
import { ALIGNED, PATH_STORIES } from './path-stories.ts';

const NOTHING = makePlan([]);
const STRINGS_ALONE = makePlan([
  {
    ...change(STORES[0]?.id ?? ''),
    ...{ before: PROXIED, after: PROXIED, needsElevation: false },
    strings: [
      { valueName: 'ProxyServer', before: 'old.contoso.example:8080', after: PROXY },
      { valueName: 'AutoConfigURL', before: 'http://pac.contoso.example/p.pac', after: null },
    ],
  },
]);
/** Hostile text in the place of a name. */
export const HOSTILE = `<script>alert('1')</script>"><img src=x onerror=alert(2)>\u001b]0;x\u0007\u202e|[a](http://evil.example) \`code\` @everyone`;

function finding(
  code: FindingCode,
  severity: Finding['severity'],
  evidence: Finding['evidence'] = {},
  of: string | null = null,
): RunEvent {
  return { type: 'finding', finding: { code, severity, store: of, evidence } };
}

function verdict(
  code: Extract<RunEvent, { type: 'verdict' }>['verdict']['verdict'],
  decidedBy: Extract<RunEvent, { type: 'verdict' }>['verdict']['stage'],
): RunEvent {
  return {
    type: 'verdict',
    verdict: { gateway: GATEWAY, stores: 'current', verdict: code, stage: decidedBy },
  };
}

function audited(...rest: RunEvent[]): RunEvent[] {
  return [
    started('audit'),
    { type: 'machine', machine: machine() },
    { type: 'stores', stores: ALIGNED },
    { type: 'plan', plan: NOTHING },
    {
      type: 'gateways',
      gateways: [
        {
          ...{ host: GATEWAY, port: 443, source: 'phonebook' },
          profiles: [
            {
              ...{ format: 'phonebook', file: 'C:\\ProgramData\\rasphone.pbk', types: ['SSTP'], roots: [] },
              ...{ vnetId: null, entry: 'Contoso VPN', strategy: 5 },
            },
          ],
        },
      ],
    },
    ...rest,
  ];
}

function ends(exitCode: number): RunEvent {
  return { type: 'finished', exitCode, durationMs: 1234 };
}

const inspected = {
  via: PROXY,
  evidence: {
    subject: HOSTILE,
    issuer: 'CN=Contoso Inspection CA',
    sha256: 'ab'.repeat(32),
    reason: 'untrusted-root',
    reasons: ['untrusted-root'],
    inspectionSigns: ['through-proxy'],
  },
};

/** A run with this text in every place that can have a name from outside. */
export function namedEverywhere(text: string): RunEvent[] {
  return [
    started('audit'),
    { type: 'machine', machine: machine({ name: text, vpnUser: { name: text, sid: SID } }) },
    {
      type: 'stores',
      stores: [
        store(`wininet/${SID}/lan`, {
          ...PROXIED,
          proxy: { enabled: true, servers: [{ scheme: 'all', host: text, port: 1 }] },
          bypass: [text, '`', '``'],
        }),
        store(`wininet/${SID}/ras/${text}`, PROXIED, { managedBy: text }),
      ],
    },
    { type: 'gateways', gateways: [{ host: text, port: 1, source: 'option' }] },
    finding('loopback-proxy', 'warning', { host: text, port: text }, text),
    { type: 'diagnostic', text: text },
    errorEvent(
      new P2sError('input', say('{text}', { text }), { where: text, next: say('{text}', { text }) }),
    ),
    ends(3),
  ];
}

/** Two sites, and an unreachable computer. */
function fleetMoves(): RunEvent[] {
  const blocked = migrationOf(GATEWAY, {
    ikev2: ike(['silent', 'silent']),
    openvpn: openVpn(['silent', 'proxy-wants-tls']),
    readiness: readiness('old'),
  });
  const open = migrationOf(GATEWAY, {
    ikev2: ike(['reachable', 'reachable']),
    openvpn: openVpn(['reachable']),
    readiness: readiness(),
  });
  const label = { computer: 'PC-4', transport: 'ssh', durationMs: 9 } as const;
  const machines = [
    movingMachine('PC-1', open),
    ...['PC-2', 'PC-3'].map((name) => movingMachine(name, blocked)),
    machineWithoutReply(label, 'unreachable', { errno: 'ECONNREFUSED' }),
  ];
  return [
    started('fleet'),
    ...machines.map((machine): RunEvent => ({ type: 'fleet-machine', machine })),
    {
      type: 'fleet',
      summary: summarise('migrate', machines, (cause) => !isNoAnswer(cause), null),
      machines: null,
    },
    ends(1),
  ];
}

/** Collected results of a fleet. */
export function fleetCollected(machines: readonly FleetMachine[]): RunEvent[] {
  const summary = summarise('report', machines, (cause) => !isNoAnswer(cause), null);
  return [started('fleet'), { type: 'fleet', summary, machines }, ends(2)];
}

const RECORDED: RunEvent = { type: 'machine', machine: machine({ kind: 'recorded', user: null }) };
const NOTHING_CHANGED: RunEvent = {
  type: 'change-result',
  result: { changed: [], backup: null, rolledBack: false },
};

/** Runs of every kind, from a healthy machine to a hopeless one. */
export const STORIES: Readonly<Record<string, readonly RunEvent[]>> = {
  ...PATH_STORIES,
  healthy: audited(
    ...tunnelPasses(),
    ...stage('revocation', 'pass', {
      url: 'http://crl3.digicert.example/r.crl',
      evidence: { kind: 'crl', bytes: 900 },
    }),
    verdict('reachable', null),
    ends(0),
  ),
  'not aligned': auditWithDrift(),
  applied: [...observedEvents('apply'), ...changeHappens()],
  'wants a sign-in': verify407(),
  'strings alone': [
    started('audit'),
    { type: 'machine', machine: machine() },
    { type: 'stores', stores: ALIGNED },
    { type: 'plan', plan: STRINGS_ALONE },
    finding('wininet-mirror-differs', 'warning', { values: ['ProxyServer', 'AutoConfigURL'] }, STORES[0]?.id),
    ends(2),
  ],
  'bad input': inputError(),
  'opened on the way': audited(
    ...stage('tcp', 'pass'),
    ...stage('connect', 'pass'),
    ...stage('tls', 'pass'),
    ...stage('certificate', 'fail', inspected),
    verdict('tls-inspection', 'certificate'),
    ends(7),
  ),
  'hostile names': namedEverywhere(HOSTILE),
  managed: [
    started('apply'),
    {
      type: 'machine',
      machine: machine({ user: { name: 'CONTOSO\\adm', sid: 'S-1-5-21-9', elevated: true } }),
    },
    { type: 'stores', stores: STORES.map((one) => ({ ...one, managedBy: 'policy:ProxySettingsPerUser' })) },
    finding('change-blocked', 'error', { reason: 'policy' }, 'winhttp/native'),
    { type: 'change-result', result: { changed: [], backup: null, rolledBack: false } },
    ends(8),
  ],
  'auto-detect beside a proxy of WinHTTP': [
    started('apply'),
    RECORDED,
    {
      type: 'stores',
      stores: [
        store(`wininet/${SID}/lan`, {
          ...{ ...PROXIED, proxy: { ...PROXIED.proxy, enabled: false }, autoDetect: true },
          pac: { enabled: false, url: 'http://pac.contoso.example/p.pac' },
        }),
        store('winhttp/native', PROXIED_WINHTTP),
        store('winhttp/wow64', PROXIED_WINHTTP),
      ],
    },
    { type: 'plan', plan: NOTHING },
    finding('auto-detect-not-resolved', 'warning', { proxy: PROXY }, `wininet/${SID}/lan`),
    finding('wininet-mirror-differs', 'warning', { values: ['ProxyEnable'], refused: true }, STORES[0]?.id),
    NOTHING_CHANGED,
    ends(8),
  ],
  'a recording changed': [
    started('apply'),
    RECORDED,
    {
      type: 'stores',
      stores: [
        store(`wininet/${SID}/lan`, PROXIED, { present: false, managedBy: 'policy:ProxyEnable' }),
        store('winhttp/native', DIRECT_WINHTTP, { present: false }),
        store('winhttp/wow64', DIRECT_WINHTTP, { present: false }),
      ],
    },
    { type: 'plan', plan: PLAN },
    ...changeHappens(),
  ],
  'put back': [
    ...observedEvents('apply'),
    { type: 'step', step: 'back-up', status: 'started' },
    { type: 'backup', number: '0007', path: 'C:\\Program Files\\p2s-fix\\state\\backups\\0007.json' },
    { type: 'step', step: 'write', status: 'started' },
    { type: 'write', store: 'winhttp/wow64', status: 'written' },
    { type: 'write', store: 'winhttp/native', status: 'denied' },
    { type: 'step', step: 'write', status: 'failed', detail: 'denied' },
    { type: 'write', store: 'winhttp/wow64', status: 'restored' },
    errorEvent(
      new P2sError(
        'write-failed',
        say('{message} {ending}', {
          message: say('A write failed.'),
          ending: say('All values were restored.'),
        }),
        {
          where: 'winhttp/native',
        },
      ),
    ),
    ends(6),
  ],
  'proxy silent': audited(
    ...stage('tcp', 'fail', {
      evidence: { of: 'proxy', host: 'proxy.contoso.example', port: 8080, reason: 'timeout' },
      durationMs: 15_000,
    }),
    verdict('timeout', 'tcp'),
    finding('restart-pending', 'info', { reasons: ['servicing'] }),
    ends(7),
  ),
  moving: [
    started('migrate'),
    {
      type: 'migration',
      migration: migrationOf(GATEWAY, {
        ikev2: ike(['silent', 'silent']),
        openvpn: openVpn(['refused', 'proxy-refused']),
        readiness: readiness('old', 'both'),
      }),
    },
    {
      type: 'migration',
      migration: migrationOf('vpn.contoso.example:8443', {
        ikev2: ike(['reachable', 'reachable'], false),
        openvpn: openVpn(['unreachable', 'reachable']),
        readiness: readiness(),
      }),
    },
    ends(7),
  ],
  'a fleet moving': fleetMoves(),
  'a fleet collected': fleetCollected(collectedFleet(60)),
  'with logged events': audited(
    {
      type: 'evidence',
      evidence: {
        unavailable: null,
        logs: [{ name: 'Application', state: 'read', hresult: null }],
        events: [
          {
            source: 'RasClient',
            id: 20227,
            at: '2026-11-24T09:59:00.000Z',
            coId: '0a1b2c3d-0000-4000-8000-000000000001',
            connection: 'Contoso VPN',
            code: -2146885613,
            httpStatus: null,
            hashes: null,
            text: null,
          },
        ],
        crlCaches: [],
        vpnConnections: null,
      },
    },
    ends(0),
  ),
  scheduled: [
    started('schedule'),
    { type: 'schedule-move', move: { act: 'clear', why: 'proxy-does-not-answer' } },
    {
      type: 'schedule',
      schedule: {
        action: 'status',
        installed: null,
        run: null,
        log: 'C:\\Program Files\\p2s-fix\\state\\runs.ndjson',
      },
    },
    ends(0),
  ],
  explained: [started('explain'), { type: 'explained', explanation: explainCode('0x80092013') }, ends(0)],
  backups: [
    started('rollback'),
    {
      type: 'backups',
      backups: [
        {
          number: '0002',
          createdAt: null,
          reason: null,
          problem: 'damaged',
          where: 'user',
          own: false,
          foreign: 'machine',
        },
        {
          number: '0001',
          createdAt: '2026-11-24T10:00:00.000Z',
          reason: 'apply',
          problem: null,
          where: 'user',
          own: true,
          foreign: null,
        },
      ],
    },
    ends(0),
  ],
};

/** The stories that the goldens have whole. */
export const WHOLE_STORIES = ['not aligned', 'applied', 'wants a sign-in'] as const;
