import { describe, expect, it } from 'vitest';
import { assess, isRefused } from '../../../src/core/decide/assess.ts';
import { desiredWinHttp, desiredWinInet } from '../../../src/core/decide/desired.ts';
import type { DesiredSetting, DesiredSettings } from '../../../src/core/decide/desired-settings.ts';
import { settingsSummary } from '../../../src/core/decide/summary.ts';
import type { RegistrySnapshot } from '../../../src/core/model/registry.ts';
import type { ConversionRemark } from '../../../src/core/proxy/conversion-table.ts';
import { parseRegFile } from '../../../src/core/reg-file/parse.ts';
import { toSnapshot } from '../../../src/core/reg-file/snapshot.ts';
import { LAN_STATES, regOf } from '../../support/lab/lan-states.ts';
import { winHttp, winInet } from '../proxy/arbitraries.ts';
import { observe, sample, setBlob, WINHTTP, withValue, withWinHttp } from '../stores/registry-scene.ts';

const PAC = 'http://w/p.pac';
const OLD = { scheme: 'http', host: 'old', port: 1 } as const;
const NEW = { scheme: 'all', host: 'new', port: 80 } as const;
const LAN = 'wininet/current/lan';
const proxy = (part: Partial<Extract<DesiredSetting, { kind: 'proxy' }>> = {}): DesiredSetting => ({
  ...{ kind: 'proxy', servers: [NEW], bypass: ['own'] },
  ...part,
});
const remark = (detail: string): ConversionRemark => ({
  ...{ code: 'idn-to-ascii', row: 'encoding', severity: 'normalised', detail },
});
const named = (part: object): DesiredSettings => ({
  ...{ source: 'explicit', winInet: null, winHttp: null },
  ...part,
});
const desiredOf = (registry: RegistrySnapshot, part: object) =>
  assess(observe(registry), named(part), null).desired;

describe('a named state for WinINET', () => {
  const issue = { code: 'bad-entry', severity: 'refused', scheme: null, entry: 'x y' } as never;
  const current = winInet({
    direct: false,
    proxy: { enabled: true, servers: [OLD] },
    bypass: ['old'],
    bypassIssues: [issue],
    pac: { enabled: true, url: PAC },
    autoDetect: true,
  });
  const off = { enabled: false, url: PAC };

  it.each<[string, DesiredSetting, object]>([
    [
      'direct keeps the strings',
      { kind: 'direct' },
      { ...current, direct: true, proxy: { enabled: false, servers: [OLD] }, pac: off, autoDetect: false },
    ],
    [
      'a PAC file keeps the lists',
      { kind: 'pac', url: 'http://x' },
      {
        ...current,
        direct: true,
        proxy: { enabled: false, servers: [OLD] },
        pac: { enabled: true, url: 'http://x' },
        autoDetect: false,
      },
    ],
    [
      'a proxy keeps the bypass list, with what is wrong in it',
      proxy({ bypass: null }),
      { ...current, direct: true, proxy: { enabled: true, servers: [NEW] }, pac: off, autoDetect: false },
    ],
    [
      'a proxy with a bypass list replaces both',
      proxy(),
      winInet({ proxy: { enabled: true, servers: [NEW] }, bypass: ['own'], pac: off }),
    ],
  ])('%s', (_, state, expected) => {
    expect(desiredWinInet(state, current)).toStrictEqual(expected);
  });

  it('starts from nothing where nothing is stored', () => {
    expect(desiredWinInet({ kind: 'direct' }, null)).toStrictEqual(winInet());
    expect(desiredWinInet(proxy({ bypass: null }), null)).toStrictEqual(
      winInet({ proxy: { enabled: true, servers: [NEW] } }),
    );
    expect(desiredWinInet({ kind: 'pac', url: PAC }, null)).toStrictEqual(
      winInet({ pac: { enabled: true, url: PAC } }),
    );
    expect(desiredWinInet({ kind: 'direct' }, winHttp()).pac).toStrictEqual({ enabled: false, url: null });
  });

  it('for WinHTTP keeps its bypass list, and has no PAC file', () => {
    const held = winHttp({ proxy: { enabled: true, servers: [OLD] }, bypass: ['held'] });
    expect(settingsSummary(desiredWinHttp(proxy({ bypass: null }), held).target)).toBe(
      'proxy new:80, bypass held',
    );
    expect(settingsSummary(desiredWinHttp(proxy(), held).target)).toBe('proxy new:80, bypass own');
    expect(desiredWinHttp({ kind: 'pac', url: PAC }, held)).toMatchObject({
      target: null,
      notes: [{ severity: 'refused' }],
    });
  });
});

describe('an explicit state', () => {
  const NAMED = 'proxy new:80, bypass own';
  const AS_STORED = 'proxy proxy.contoso.example:8080, bypass <local>';
  const held = withWinHttp(sample(), 'a:1', 'held');
  const pac = { kind: 'pac', url: PAC };

  it.each<[string, RegistrySnapshot, object, string | null, string | null]>([
    ['for both', sample(), { winInet: proxy(), winHttp: { kind: 'direct' } }, NAMED, 'direct'],
    ['that WinHTTP follows', sample(), { winInet: proxy(), winHttp: 'follow' }, NAMED, NAMED],
    ['for WinHTTP alone, as WinINET is', sample(), { winHttp: 'follow' }, null, AS_STORED],
    ['for WinINET alone', sample(), { winInet: { kind: 'direct' } }, 'direct', null],
    ['for WinHTTP alone', held, { winHttp: proxy({ bypass: null }) }, null, 'proxy new:80, bypass held'],
    ['that cannot be for WinHTTP', sample(), { winInet: pac, winHttp: 'follow' }, `PAC ${PAC}`, null],
  ])('%s', (_, registry, part, inet, http) => {
    const found = desiredOf(registry, part);
    const shown = [found.winInet, found.winHttp].map((settings) => settings && settingsSummary(settings));
    expect(shown).toEqual([inet, http]);
    expect([found.source, found.automatic]).toEqual([null, null]);
  });

  it('has the remarks of each part that was typed, after those of the conversion', () => {
    const noted = (value: string) => proxy({ notes: [remark(value)], bypass: ['a*b'] });
    const values = (part: object) =>
      desiredOf(sample(), part).notes.map(({ code, detail }) => (code === 'idn-to-ascii' ? detail : code));
    const inner = 'wildcard-not-leftmost';
    expect(values({ winInet: noted('a') })).toEqual(['a']);
    expect(values({ winInet: noted('a'), winHttp: 'follow' })).toEqual([inner, 'a']);
    expect(values({ winInet: noted('a'), winHttp: noted('b') })).toEqual([inner, 'a', 'b']);
    const stores = { 'winhttp/wow64': noted('c'), [LAN]: { kind: 'pac', url: PAC, notes: [remark('d')] } };
    expect(values({ winHttp: noted('b'), stores })).toEqual([inner, 'b', 'c', 'd', inner]);
    expect(values({ winInet: { kind: 'direct' }, winHttp: 'follow' })).toEqual([]);
    expect(values({ winInet: proxy(), stores: { 'winhttp/wow64': proxy() } })).toEqual([]);
  });

  it('names stores by their ids, and not the deciding one twice', () => {
    const failed = (part: object) => {
      try {
        return desiredOf(sample(), part);
      } catch (error) {
        const { code, message, where, next } = error as Record<string, unknown>;
        return { code, message, where, next };
      }
    };
    const stores = { [LAN]: { kind: 'direct' } };
    expect(failed({ winInet: proxy(), stores })).toEqual({
      ...{ code: 'input', where: 'stores', message: `The state of ${LAN} is named twice.` },
      next: 'It is the setting that decides for the VPN user: name it as winInet, or as null there.',
    });
    expect(failed({ stores })).toMatchObject({
      winInet: null,
      others: new Map([[LAN, { proxy: { enabled: false } }]]),
    });
    expect(failed({ winInet: proxy(), stores: { 'winhttp/wow64': { kind: 'direct' } } })).toMatchObject({
      source: null,
    });
    expect(failed({ stores: { 'wininet/bob:pw@x/lan': { kind: 'direct' } } })).toEqual({
      ...{ code: 'input', where: 'stores' },
      message: expect.stringMatching(/^There is no proxy setting (?!.*pw).* on this computer\.$/),
      next: `Name one of these: ${LAN}, winhttp/native, winhttp/wow64.`,
    });
  });

  it('for a WinHTTP view that cannot have it plans nothing there, and is refused', () => {
    const stores = { 'winhttp/native': { kind: 'pac', url: PAC } };
    const assessment = assess(observe(sample()), named({ stores }), null);
    expect([assessment.plan.changes, [...assessment.desired.others], isRefused(assessment)]).toEqual([
      [],
      [],
      true,
    ]);
  });
});

describe('strings that may be used next', () => {
  const row = LAN_STATES.find(({ outcome }) => outcome === 'waits');
  const pending = row === undefined ? expect.fail() : toSnapshot(parseRegFile(regOf(row)));

  it.each<[string, object, boolean, string | null, string]>([
    ['stop what follows', { winHttp: 'follow' }, true, LAN, ''],
    [
      'stop nothing where WinINET is named, too',
      { winInet: proxy(), winHttp: 'follow' },
      false,
      null,
      `${LAN} winhttp/wow64 winhttp/native`,
    ],
    [
      'stop nothing where WinHTTP is named',
      { winHttp: proxy() },
      false,
      null,
      'winhttp/wow64 winhttp/native',
    ],
    ['stop nothing where WinINET alone is', { winInet: { kind: 'direct' } }, false, null, LAN],
  ])('%s', (_, part, refused, source, planned) => {
    const assessment = assess(observe(pending), named(part), null);
    expect(isRefused(assessment)).toBe(refused);
    expect(assessment.desired.source).toBe(source);
    expect(assessment.plan.changes.map(({ store }) => store).join(' ')).toBe(planned);
  });

  it('stop a plain run, but do not stop WinINET from following WinHTTP', () => {
    const plain = assess(observe(pending), { source: 'wininet' }, null);
    expect([isRefused(plain), plain.plan.changes, plain.desired.source]).toEqual([true, [], LAN]);
    const follows = assess(observe(withWinHttp(pending, 'a:1')), { source: 'winhttp' }, null);
    expect(isRefused(follows)).toBe(false);
    expect(follows.plan.changes.map(({ store, after }) => [store, settingsSummary(after)])).toEqual([
      [LAN, 'proxy a:1'],
    ]);
  });
});

describe('WinINET after WinHTTP', () => {
  it('has its proxy and keeps the rest, or is left where WinHTTP cannot be read', () => {
    const registry = withWinHttp(setBlob(sample(), { flags: 13, pac: PAC }), 'a:1', 'held');
    const found = assess(observe(registry), { source: 'winhttp' }, null).desired;
    expect(settingsSummary(found.winInet)).toBe(`auto-detect, PAC ${PAC}, proxy a:1, bypass held`);
    expect(found.notes.map(({ code }) => code)).toEqual(['auto-detect-overrides', 'pac-overrides']);
    expect([settingsSummary(found.winHttp), found.source]).toEqual([
      'proxy a:1, bypass held',
      'winhttp/native',
    ]);
    const damaged = { kind: 'binary', bytes: new Uint8Array([0x28, 0]) } as const;
    const unread = withValue(registry, WINHTTP, 'WinHttpSettings', damaged);
    const left = assess(observe(unread), { source: 'winhttp' }, null);
    expect(left.desired).toMatchObject({ winInet: null, winHttp: null, source: 'winhttp/native' });
    expect([left.plan.changes, isRefused(left)]).toEqual([[], true]);
  });
});
