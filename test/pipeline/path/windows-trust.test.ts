import { beforeAll, describe, expect, it } from 'vitest';
import { type CertificateAuthority, createCa, type TlsIdentity } from '../../../scripts/simulated/ca.ts';
import { startCrlServer } from '../../../scripts/simulated/crl-server.ts';
import { startGateway } from '../../../scripts/simulated/gateway.ts';
import { startProxy } from '../../../scripts/simulated/proxy.ts';
import type { PathSettings } from '../../../src/core/decide/routes.ts';
import { ofStage } from '../../../src/core/model/check.ts';
import type { RunEvent } from '../../../src/core/model/events.ts';
import type { ChainCheck } from '../../../src/core/path/chain-status.ts';
import type { CertificateChain, Machine } from '../../../src/machine/port.ts';
import { gatewaysOf } from '../../../src/pipeline/inputs/gateways.ts';
import { probePaths } from '../../../src/pipeline/path/probe.ts';
import {
  createWindowsTrust,
  thumbprintOf,
  trustedByWindows,
} from '../../../src/pipeline/path/windows-trust.ts';
import type { RunContext } from '../../../src/pipeline/run/run.ts';
import { closeAfterEach } from '../../path/fixtures.ts';
import { liveOver, recordedOver } from '../../support/machines/machines.ts';
import { systemPorts } from '../../support/stories/runs.ts';

const HOST = 'vpn.contoso.example';
const CRL = { leaf: 'http://crl.example/issuing.crl', intermediate: 'http://crl.example/root.crl' };
const OFFLINE = 0x100_0000;
const UNTRUSTED = 0x20;
const EXPIRED = 0x1;
const keep = closeAfterEach();
let ca: CertificateAuthority;
let leaf: TlsIdentity;

beforeAll(async () => {
  ca = await createCa({ intermediateCrlUrls: [CRL.intermediate] });
  leaf = await ca.issue({ names: [HOST], crlUrls: [CRL.leaf] });
});

/** The result of a Windows engine with these certificates in its stores; the last one is a root. */
function checkOf(
  { id, certificates, withElements }: CertificateChain,
  store: readonly Uint8Array[],
  flags: number,
) {
  const sent = certificates.map((der) => ({ thumbprint: thumbprintOf(der), flags, der: null }));
  const own = store.map((der) => ({
    thumbprint: thumbprintOf(der),
    flags: 0,
    der: withElements === true ? der : null,
  }));
  return { id, flags, hresult: null, durationMs: 1, elements: [...sent, ...own] };
}

interface Scene {
  /** The certificates that the gateway sends; default: its own and the issuer's. */
  cert?: string;
  store?: readonly Uint8Array[];
  flags?: number;
  stores?: 'current' | 'proposed';
  kind?: 'live' | 'recorded';
  unavailable?: string;
}

/** A private gateway behind a proxy, checked by a Node that does not trust its root. */
async function probed(scene: Scene) {
  const { cert = leaf.cert, store = [ca.root.der], flags = OFFLINE, unavailable = null } = scene;
  const gateway = keep(await startGateway({ key: leaf.key, cert }));
  const resources = {
    '/issuing.crl': { body: await ca.crl('intermediate') },
    '/root.crl': { body: await ca.crl('root') },
  };
  const server = keep(await startCrlServer({ resources }));
  const proxy = keep(await startProxy({ hosts: { [`${HOST}:443`]: gateway, 'crl.example': server } }));
  const settings = {
    direct: true,
    proxy: { enabled: true, servers: [{ scheme: 'all' as const, host: proxy.host, port: proxy.port }] },
    bypass: [],
    pac: null,
    autoDetect: null,
  };
  const paths: PathSettings = {
    winInet: { id: 'wininet/S-1-5-21-1-2-3-1001/lan', settings },
    winHttp: { id: 'winhttp/native', settings },
    checker: null,
  };
  const asked: CertificateChain[] = [];
  const over = scene.kind === 'recorded' ? recordedOver : liveOver;
  const base = {
    recording: null,
    identity: async () => ({ kind: 'recorded', id: 'x' }),
  } as unknown as Machine;
  const machine = over({ ...base, kind: scene.kind === 'recorded' ? 'recorded' : 'local' } as Machine, {
    checkChains: async (chains, _timeoutMs, _signal, onCheck) => {
      asked.push(...chains);
      if (unavailable !== null) return { checks: [], account: null, unavailable };
      const engineChecks: ChainCheck[] = (['offline', 'online'] as const).flatMap((mode) =>
        chains.map((chain) => ({ ...checkOf(chain, store, flags), mode })),
      );
      for (const check of engineChecks) onCheck?.(check);
      return { checks: engineChecks, account: 'S-1-5-21-1-2-3-1001', unavailable: null };
    },
    fetchByWinHttp: async () => ({ fetches: [], account: null, unavailable: null }),
  });
  const events: RunEvent[] = [];
  const context: RunContext = {
    emit: (event) => events.push(event),
    ports: systemPorts(),
    outcome: () => undefined,
    settle: () => undefined,
    signal: undefined,
    deadlines: [],
  };
  const stores = scene.stores ?? 'current';
  const path = {
    gateways: [{ host: HOST, port: 443, source: 'option' as const }],
    deadlineMs: 10_000,
    extraRoots: [],
    probe: true,
  };
  const variants = [{ stores, step: `probe-${stores}` as const, paths }];
  const report = await probePaths(context, machine, variants, await gatewaysOf(path, null, null));
  const checks = events.flatMap((event) => (event.type === 'check' ? [event.check] : []));
  const own = checks.filter(({ evidence }) => evidence.client === undefined);
  return {
    asked,
    found: report.findings.map(({ code }) => code).filter((code) => code !== 'gateway-name-unusual'),
    verdict: report.verdicts[0]?.verdict,
    certificates: ofStage(own, 'certificate').map(({ status, evidence }) => [
      status,
      evidence.reason ?? evidence.trustedBy,
    ]),
    revocation: own.filter(({ stage }) => stage === 'revocation').map(({ url, status }) => [url, status]),
  };
}

describe('a root that Windows trusts and this Node cannot see', () => {
  it('is trusted by what Windows says, and the lists of every certificate are judged by its chain', async () => {
    const run = await probed({});
    expect(run.verdict).toBe('reachable');
    expect(run.certificates).toEqual([
      ['fail', 'untrusted-root'],
      ['pass', 'system'],
    ]);
    expect(run.revocation).toEqual([
      [CRL.leaf, 'pass'],
      [CRL.intermediate, 'pass'],
    ]);
    expect(run.found).toEqual(['windows-revocation-offline']);
    expect(run.asked).toMatchObject([{ withElements: true }]);
  });

  it('is untrusted where Windows says so, and where it is not asked, or does not answer', async () => {
    const refused = await probed({ flags: UNTRUSTED });
    expect([refused.verdict, refused.certificates]).toEqual(['untrusted-root', [['fail', 'untrusted-root']]]);
    const recorded = await probed({ kind: 'recorded' });
    expect([recorded.verdict, recorded.asked]).toEqual(['untrusted-root', []]);
    const mute = await probed({ unavailable: 'powershell-timeout' });
    expect([mute.verdict, mute.found]).toEqual(['untrusted-root', ['chain-check-unavailable']]);
  });

  it('is trusted under proposed settings, too: that does not hang on the way', async () => {
    const run = await probed({ stores: 'proposed' });
    expect([run.verdict, run.asked.length]).toEqual(['reachable', 1]);
  });

  it('does not make good what else is wrong: dates are judged here', async () => {
    const expired = await ca.issue({ names: [HOST], notAfter: new Date(Date.now() - 3_600_000) });
    const before = leaf;
    leaf = expired;
    try {
      const run = await probed({ flags: EXPIRED });
      expect([run.verdict, run.certificates.at(-1)]).toEqual(['certificate-invalid', ['fail', 'expired']]);
    } finally {
      leaf = before;
    }
  });

  it('comes with what lies between, where the gateway does not send it and nothing can be fetched', async () => {
    const run = await probed({ cert: leaf.pem, store: [ca.intermediate.der, ca.root.der] });
    expect(run.verdict).toBe('reachable');
    expect(run.certificates.at(-1)).toEqual(['warn', 'chain-incomplete']);
    expect(run.revocation).toEqual([
      [CRL.leaf, 'pass'],
      [CRL.intermediate, 'pass'],
    ]);
  });
});

describe("Windows' chain", () => {
  const check = (elements: ChainCheck['elements'], more: Partial<ChainCheck> = {}): ChainCheck => ({
    ...{ id: '1', mode: 'offline', flags: OFFLINE, hresult: null, durationMs: 1, elements },
    ...more,
  });
  const element = (der: Uint8Array, shown: Uint8Array | null) => ({
    thumbprint: thumbprintOf(der),
    flags: 0,
    der: shown,
  });

  it('counts only whole, from the very leaf, and to a trusted root', () => {
    const sent = [leaf.der, ca.intermediate.der];
    const [first, second] = sent.map((der) => element(der, null));
    const whole = [first, second, element(ca.root.der, ca.root.der)].filter((one) => one !== undefined);
    expect(trustedByWindows(check(whole), sent)).toEqual([...sent, ca.root.der]);
    expect(trustedByWindows(check(whole.slice(1)), sent)).toBeNull();
    expect(trustedByWindows(check([...whole.slice(0, 2), element(ca.root.der, null)]), sent)).toBeNull();
    const other = element(ca.root.der, ca.intermediate.der);
    expect(trustedByWindows(check([...whole.slice(0, 2), other]), sent)).toBeNull();
    for (const flags of [UNTRUSTED, 0x1_0000, 0x400_0000, 0x8, 0x80])
      expect(trustedByWindows(check(whole, { flags }), sent)).toBeNull();
    expect(trustedByWindows(check(whole, { hresult: -1 }), sent)).toBeNull();
    expect(trustedByWindows(check([]), sent)).toBeNull();
    expect(trustedByWindows(null, sent)).toBeNull();
  });

  it('is not waited for once no look comes any more', async () => {
    const windowsTrust = createWindowsTrust();
    const early = windowsTrust.firstCheck([leaf.der]);
    windowsTrust.close();
    expect(await early).toBeNull();
    expect(await windowsTrust.firstCheck([ca.root.der])).toBeNull();
  });
});
