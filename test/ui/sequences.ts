import { makePlan, type StoreChange } from '../../src/core/decide/plan.ts';
import type { Check, Stage } from '../../src/core/model/check.ts';
import { P2sError } from '../../src/core/model/errors.ts';
import { errorEvent, type MachineFacts, type RunEvent } from '../../src/core/model/events.ts';
import type { Mode } from '../../src/core/model/modes.ts';
import { command, say } from '../../src/core/model/say.ts';
import { inBothForms } from '../../src/core/options/follow-ups.ts';
import { DIRECT_WINHTTP, type ProxySettings } from '../../src/core/proxy/settings.ts';
import type { StoreView } from '../../src/core/stores/stores.ts';

export const SID = 'S-1-5-21-1111111111-2222222222-3333333333-1001';
export const GATEWAY = 'azuregateway-0a1b2c3d-4e5f.vpn.azure.com';
export const PROXY = 'proxy.contoso.example:8080';
export const CRL = 'http://crl3.digicert.example/DigiCertGlobalRootG2.crl';
export const OCSP = 'http://ocsp.digicert.example/';

export const PROXIED: ProxySettings = {
  direct: true,
  proxy: { enabled: true, servers: [{ scheme: 'all', host: 'proxy.contoso.example', port: 8080 }] },
  bypass: ['<local>', '*.contoso.example'],
  pac: { enabled: false, url: null },
  autoDetect: false,
};
export const PROXIED_WINHTTP: ProxySettings = { ...PROXIED, pac: null, autoDetect: null };

export function store(id: string, settings: ProxySettings | null, more: Partial<StoreView> = {}): StoreView {
  return { id, present: true, managedBy: null, settings, raw: null, ...more };
}

export const STORES: readonly StoreView[] = [
  store(`wininet/${SID}/lan`, PROXIED),
  store('wininet/S-1-5-19/lan', { ...DIRECT_WINHTTP, pac: { enabled: false, url: null }, autoDetect: false }),
  store('winhttp/native', DIRECT_WINHTTP),
  store('winhttp/wow64', DIRECT_WINHTTP),
];

const ALIGNED = STORES.map((one) =>
  one.id.startsWith('winhttp/') ? { ...one, settings: PROXIED_WINHTTP } : one,
);

export function machine(more: Partial<MachineFacts> = {}): MachineFacts {
  return {
    kind: 'local',
    name: 'DESKTOP-7',
    os: { platform: 'win32', version: '10.0.22631', build: 22631 },
    powershell: null,
    user: { name: 'CONTOSO\\ana', sid: SID, elevated: false },
    vpnUser: { name: 'CONTOSO\\ana', sid: SID },
    ...more,
  };
}

export function change(storeId: string): StoreChange {
  return {
    store: storeId,
    action: 'set',
    before: DIRECT_WINHTTP,
    after: PROXIED_WINHTTP,
    needsElevation: true,
    writes: [],
    winHttp: null,
  };
}

export const PLAN = makePlan([change('winhttp/wow64'), change('winhttp/native')]);

type Variant = 'current' | 'proposed';

/** A stage that begins and ends. */
export function stage(
  name: Stage,
  status: Check['status'],
  more: {
    stores?: Variant;
    via?: string;
    url?: string;
    evidence?: Record<string, unknown>;
    durationMs?: number;
  } = {},
): RunEvent[] {
  const { stores = 'current', via = PROXY, url = null, evidence = {}, durationMs = 12.4 } = more;
  return [
    { type: 'check-started', gateway: GATEWAY, stage: name, url, via, stores },
    {
      type: 'check',
      check: {
        gateway: GATEWAY,
        stage: name,
        url,
        via,
        from: 'this-machine',
        stores,
        status,
        durationMs,
        evidence,
      },
    },
  ];
}

export function tunnelPasses(stores: Variant = 'current'): RunEvent[] {
  return (['dns', 'tcp', 'connect', 'tls', 'certificate', 'http', 'sstp'] as const).flatMap((name) =>
    stage(name, 'pass', { stores }),
  );
}

function revocation(stores: Variant, passes: boolean): RunEvent[] {
  return [CRL, OCSP].flatMap((url) =>
    passes
      ? stage('revocation', 'pass', { stores, url })
      : stage('revocation', 'fail', {
          stores,
          url,
          via: 'direct',
          evidence: { reason: 'not-found', errno: 'ENOTFOUND' },
        }),
  );
}

export function started(mode: Mode): RunEvent {
  return { type: 'started', mode, version: '0.1.0', at: '2026-11-24T10:00:00.000Z', sample: false };
}

/** The command that an administrator would have to run. */
const APPLY = inBothForms(command('apply', { user: SID }), 'sh');
export const COMMAND = APPLY.command;

/** Reads, checks both variants, finds WinHTTP not aligned and plans; up to where apply would ask. */
export function observedEvents(mode: 'audit' | 'apply', who: MachineFacts = machine()): RunEvent[] {
  const elevation = who.user?.elevated === false ? PLAN.changes.map(({ store: id }) => id) : [];
  return [
    started(mode),
    { type: 'step', step: 'observe', status: 'started' },
    { type: 'step', step: 'observe', status: 'done' },
    { type: 'machine', machine: who },
    { type: 'stores', stores: STORES },
    { type: 'plan', plan: PLAN },
    { type: 'gateways', gateways: [{ host: GATEWAY, port: 443, source: 'option' }] },
    { type: 'step', step: 'probe-current', status: 'started' },
    { type: 'step', step: 'probe-proposed', status: 'started' },
    ...tunnelPasses(),
    ...revocation('current', false),
    ...tunnelPasses('proposed'),
    ...revocation('proposed', true),
    {
      type: 'verdict',
      verdict: {
        gateway: GATEWAY,
        stores: 'current',
        verdict: 'revocation-unreachable',
        stage: 'revocation',
        mendedByProposal: true,
      },
    },
    { type: 'verdict', verdict: { gateway: GATEWAY, stores: 'proposed', verdict: 'reachable', stage: null } },
    { type: 'step', step: 'probe-current', status: 'done' },
    { type: 'step', step: 'probe-proposed', status: 'done' },
    {
      type: 'finding',
      finding: { code: 'machine-wide-proxy', severity: 'info', store: 'winhttp/native', evidence: {} },
    },
    {
      type: 'finding',
      finding: {
        code: 'winhttp-not-aligned',
        severity: 'error',
        store: 'winhttp/native',
        evidence: {
          holds: 'direct',
          desired: 'proxy proxy.contoso.example:8080',
          command: 'p2s-fix --apply',
        },
      },
    },
    {
      type: 'finding',
      finding: {
        code: 'wininet-mirror-differs',
        severity: 'warning',
        store: `wininet/${SID}/lan`,
        evidence: { values: ['ProxyServer'] },
      },
    },
    {
      type: 'needs',
      needs: {
        elevation,
        ...(elevation.length > 0 ? APPLY : { command: null }),
        restart: false,
        restartPending: [],
        redial: true,
      },
    },
  ];
}

export function auditWithDrift(): RunEvent[] {
  return [...observedEvents('audit'), { type: 'finished', exitCode: 2, durationMs: 812 }];
}

export const ADMINISTRATOR = machine({
  user: { name: 'CONTOSO\\adm', sid: 'S-1-5-21-9-9-9-500', elevated: true },
});

/** Everything after the answer. */
export function changeHappens(): RunEvent[] {
  return [
    { type: 'step', step: 'back-up', status: 'started' },
    { type: 'backup', number: '0007', path: 'C:\\Program Files\\p2s-fix\\state\\backups\\0007.json' },
    { type: 'step', step: 'back-up', status: 'done' },
    { type: 'step', step: 'write', status: 'started' },
    { type: 'write', store: 'winhttp/wow64', status: 'started' },
    { type: 'write', store: 'winhttp/wow64', status: 'written' },
    { type: 'write', store: 'winhttp/native', status: 'started' },
    { type: 'write', store: 'winhttp/native', status: 'written' },
    { type: 'step', step: 'write', status: 'done' },
    { type: 'step', step: 'read-back', status: 'started' },
    { type: 'step', step: 'read-back', status: 'done' },
    {
      type: 'change-result',
      result: { changed: ['winhttp/wow64', 'winhttp/native'], backup: '0007', rolledBack: false },
    },
    { type: 'step', step: 'observe', status: 'started' },
    { type: 'step', step: 'observe', status: 'done' },
    { type: 'stores', stores: ALIGNED },
    { type: 'step', step: 'probe-after', status: 'started' },
    ...tunnelPasses(),
    ...revocation('current', true),
    { type: 'verdict', verdict: { gateway: GATEWAY, stores: 'current', verdict: 'reachable', stage: null } },
    { type: 'step', step: 'probe-after', status: 'done' },
    { type: 'needs', needs: { elevation: [], restart: false, restartPending: [], redial: true } },
    { type: 'finished', exitCode: 0, durationMs: 2310 },
  ];
}

export function verify407(): RunEvent[] {
  return [
    started('verify'),
    { type: 'gateways', gateways: [{ host: GATEWAY, port: 443, source: 'option' }] },
    { type: 'step', step: 'probe-current', status: 'started' },
    ...stage('dns', 'pass'),
    ...stage('tcp', 'pass'),
    ...stage('connect', 'fail', {
      evidence: { reason: 'proxy-auth', httpStatus: 407, schemes: ['Negotiate'] },
    }),
    {
      type: 'verdict',
      verdict: { gateway: GATEWAY, stores: 'current', verdict: 'proxy-auth-required', stage: 'connect' },
    },
    { type: 'step', step: 'probe-current', status: 'done' },
    { type: 'finished', exitCode: 7, durationMs: 140 },
  ];
}

export function inputError(): RunEvent[] {
  return [
    started('audit'),
    { type: 'step', step: 'observe', status: 'started' },
    { type: 'step', step: 'observe', status: 'failed', detail: 'input' },
    errorEvent(
      new P2sError('input', say('Not a registry export.'), {
        where: 'desk.reg line 1',
        next: say('Export it with reg.exe.'),
      }),
    ),
    { type: 'finished', exitCode: 3, durationMs: 20 },
  ];
}
