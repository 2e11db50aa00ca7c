import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCa, type TlsIdentity } from '../../../scripts/simulated/ca.ts';
import { startCrlServer } from '../../../scripts/simulated/crl-server.ts';
import { type ForwardProxy, startProxy } from '../../../scripts/simulated/proxy.ts';
import type { PathSettings } from '../../../src/core/decide/routes.ts';
import type { StageResult } from '../../../src/core/model/check.ts';
import type { RunEvent } from '../../../src/core/model/events.ts';
import type { ChainCheck } from '../../../src/core/path/chain-status.ts';
import type { CertificateChain, ChainChecks, Machine } from '../../../src/machine/port.ts';
import { ROOT_UPDATE_URL } from '../../../src/path/revocation/root-update.ts';
import type { GatewayProbe } from '../../../src/pipeline/path/gateway-probes.ts';
import { askRootUpdate } from '../../../src/pipeline/path/judge-probes.ts';
import { askWindowsChains } from '../../../src/pipeline/path/windows-chain.ts';
import { createWindowsTrust } from '../../../src/pipeline/path/windows-trust.ts';
import type { RunContext } from '../../../src/pipeline/run/run.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import { type ApplyScene, applyScene } from '../../change/apply/apply-scene.ts';
import { closeAfterEach } from '../../path/fixtures.ts';
import { liveOver, recordedOver } from '../../support/machines/machines.ts';

const SID = 'S-1-5-21-1-2-3-1001';
const UNTRUSTED = 0x20;
const keep = closeAfterEach();
let scene: ApplyScene;
let leaf: TlsIdentity;
let other: TlsIdentity;

beforeAll(async () => {
  scene = await applyScene('live');
  const ca = await createCa({});
  leaf = await ca.issue({ names: ['gw.example'] });
  other = await ca.issue({ names: ['other.example'] });
});
afterAll(() => scene.remove());

function pathsBy(proxy: { host: string; port: number } | null): PathSettings {
  const servers = proxy === null ? [] : [{ scheme: 'all' as const, ...proxy }];
  const settings = {
    direct: true,
    proxy: { enabled: proxy !== null, servers },
    bypass: [],
    pac: null,
    autoDetect: null,
  };
  return {
    winInet: { id: `wininet/${SID}/lan`, settings: null },
    winHttp: { id: 'winhttp/native', settings },
    checker: null,
  };
}

function probeTo(
  host: string,
  der: Uint8Array | null,
  more: {
    evidence?: StageResult<'certificate'>['evidence'];
    stores?: 'current' | 'proposed';
    paths?: PathSettings;
  } = {},
): GatewayProbe {
  const { evidence = { trustedBy: 'system' }, stores = 'current', paths = pathsBy(null) } = more;
  const certificate: StageResult<'certificate'> = {
    stage: 'certificate',
    url: null,
    via: 'direct',
    status: evidence.trustedBy === null ? 'fail' : 'pass',
    durationMs: 1,
    evidence,
  };
  const chain = der === null ? [] : [der];
  const results = der === null ? [] : [certificate];
  return {
    gateway: { host, port: 443, source: 'option' },
    variant: { stores, step: `probe-${stores}`, paths },
    shown: Promise.resolve({ results, chain, judgeChain: null, leftMs: 10_000 }),
    completed: Promise.resolve({ results, chain, issuers: [] }),
    certificates: Promise.resolve({ results, chain, issuers: [] }),
    revocation: Promise.resolve([]),
  };
}

const check = (id: string, mode: ChainCheck['mode'], flags: number): ChainCheck => ({
  id,
  mode,
  flags,
  hresult: null,
  durationMs: 5,
  elements: [],
});

/** The result for an engine with this answer. */
async function ask(probes: readonly GatewayProbe[], answer: Partial<ChainChecks> | null, make = liveOver) {
  const events: RunEvent[] = [];
  const asked: CertificateChain[][] = [];
  const now = () => performance.now();
  const context = { emit: (event: RunEvent) => events.push(event), ports: { now } } as unknown as RunContext;
  const machine: Machine = make(scene.base, {
    checkChains: async (chains) => {
      asked.push([...chains]);
      return answer === null ? null : { checks: [], account: SID, unavailable: null, ...answer };
    },
  });
  const answers = await askWindowsChains(context, machine, probes, {
    timeoutMs: 1000,
    windowsTrust: createWindowsTrust(),
  });
  return { ...answers, events, asked, context };
}

describe("Windows' own chain engine", () => {
  it('is asked once for each chain under the present stores, and each gateway has its checks', async () => {
    const probes = [
      probeTo('a.example', leaf.der),
      probeTo('b.example', leaf.der),
      probeTo('c.example', other.der),
      probeTo('a.example', leaf.der, { stores: 'proposed' }),
      probeTo('dead.example', null),
    ];
    const checks = [check('1', 'offline', 0), check('1', 'online', 0), check('2', 'online', UNTRUSTED)];
    const { asked, events, chains } = await ask(probes, { checks });
    expect(asked).toEqual([
      [
        { id: '1', certificates: [leaf.der] },
        { id: '2', certificates: [other.der] },
      ],
    ]);
    const reported = events.map((event) => (event.type === 'check' ? event.check : null));
    expect(reported.map((check) => `${check?.gateway} ${check?.stage} ${check?.status}`)).toEqual([
      'a.example certificate pass',
      'a.example revocation pass',
      'b.example certificate pass',
      'b.example revocation pass',
      'c.example certificate fail',
      'c.example revocation pass',
    ]);
    expect(chains.map(({ gateway }) => gateway)).toContain('dead.example');
  });

  it('is reported with the setting that its account follows', async () => {
    const followed = async (paths: PathSettings, account: string | null) => {
      const { chains } = await ask([probeTo('a.example', leaf.der, { paths })], { account });
      return [chains[0]?.decidedBy, chains[0]?.via];
    };
    const byProxy = pathsBy({ host: 'p.example', port: 8080 });
    expect(await followed(byProxy, SID)).toEqual(['winhttp/native', 'p.example:8080']);
    expect(await followed(pathsBy(null), SID)).toEqual([`wininet/${SID}/lan`, 'unknown']);
    expect(await followed(pathsBy(null), null)).toEqual(['winhttp/native', 'unknown']);
    const perMachine = { ...pathsBy(null), winInet: { id: 'wininet/machine', settings: null } };
    expect(await followed(perMachine, SID)).toEqual(['wininet/machine', 'unknown']);
  });

  it('is not asked without a chain, nor of a recording', async () => {
    expect((await ask([probeTo('dead.example', null)], {})).asked).toEqual([]);
    const recorded = await ask([probeTo('a.example', leaf.der)], {}, recordedOver);
    expect(recorded).toMatchObject({ asked: [], chains: [], unavailable: null });
    expect(await ask([probeTo('a.example', leaf.der)], null)).toMatchObject({
      chains: [],
      unavailable: null,
    });
  });

  it('is not believed that a server is offline where the certificate names none', async () => {
    const thumbprint = createHash('sha1').update(leaf.der).digest('hex').toUpperCase();
    const online = {
      ...check('1', 'online', 0x1000040),
      elements: [{ thumbprint, flags: 0x1000040, der: null }],
    };
    const { events } = await ask([probeTo('a.example', leaf.der)], { checks: [online] });
    expect(events[1]).toMatchObject({ check: { status: 'warn', evidence: { hresult: '0x80092012' } } });
  });

  it('that is refused is reported, with its earlier answers', async () => {
    const unavailable = 'powershell-timeout';
    const { events, ...answers } = await ask([probeTo('a.example', leaf.der)], {
      checks: [check('1', 'offline', 0)],
      account: null,
      unavailable,
    });
    expect(answers.unavailable).toBe(unavailable);
    expect(events).toMatchObject([
      { check: { stage: 'revocation', status: 'skip', evidence: { reason: 'timeout', account: null } } },
    ]);
  });
});

describe('the list of new roots', () => {
  const { hostname, pathname } = new URL(ROOT_UPDATE_URL);

  async function proxyWith(body: Uint8Array): Promise<ForwardProxy> {
    const server = keep(await startCrlServer({ resources: { [pathname]: { body } } }));
    return keep(await startProxy({ hosts: { [hostname]: server } }));
  }

  /** The result, and whether the list was requested, for probes whose chain the engine judges so. */
  async function found(probes: readonly GatewayProbe[], flags: number) {
    const { chains, context } = await ask(probes, { checks: [check('1', 'online', flags)] });
    return askRootUpdate(context, probes, chains, { deadlineMs: 5000, from: 'this-machine' });
  }

  it('is asked for once where Windows lacks a public root, along the revocation path', async () => {
    const proxy = await proxyWith(Buffer.from('<html>blocked'));
    const more = { evidence: { trustedBy: 'bundled' }, paths: pathsBy(proxy) };
    const probes = [probeTo('a.example', leaf.der, more), probeTo('b.example', leaf.der, more)];
    const [finding, ...rest] = await found(probes, UNTRUSTED);
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({
      code: 'root-update-blocked',
      severity: 'warning',
      evidence: { gateways: ['a.example', 'b.example'], reason: 'html', via: `${proxy.host}:${proxy.port}` },
    });
    expect(finding && ENGLISH.finding(finding).message).toMatch(/a web page instead.*0x800b0109/);
    expect(proxy.log.map(({ target }) => target)).toEqual([ROOT_UPDATE_URL]);
  });

  it('is no finding where it is reached', async () => {
    const proxy = await proxyWith(Buffer.from('MSCF....'));
    const evidence = { trustedBy: null, asProfileExpects: true };
    expect(await found([probeTo('a.example', leaf.der, { evidence, paths: pathsBy(proxy) })], 0)).toEqual([]);
    expect(proxy.log).toHaveLength(1);
  });

  it.each<[string, StageResult<'certificate'>['evidence'], number]>([
    ['Windows has the root', { trustedBy: 'bundled' }, 0],
    ['a root of one’s own', { trustedBy: 'extra' }, UNTRUSTED],
    ['a root of the system', { trustedBy: 'system' }, UNTRUSTED],
    ['a root that nobody knows', { trustedBy: null }, UNTRUSTED],
  ])('is left alone: %s', async (_what, evidence, flags) => {
    const proxy = await proxyWith(Buffer.from('MSCF'));
    expect(await found([probeTo('a.example', leaf.der, { evidence, paths: pathsBy(proxy) })], flags)).toEqual(
      [],
    );
    expect(proxy.log).toEqual([]);
  });
});
