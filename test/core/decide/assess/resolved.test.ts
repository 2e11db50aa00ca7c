import { describe, expect, it } from 'vitest';
import { assess, isRefused } from '../../../../src/core/decide/assess.ts';
import {
  type Automatic,
  type AutoQuestion,
  questionKey,
  type Resolution,
} from '../../../../src/core/decide/automatic.ts';
import { desiredFor } from '../../../../src/core/decide/desired-settings.ts';
import { settingsSummary } from '../../../../src/core/decide/summary.ts';
import type { RegistrySnapshot } from '../../../../src/core/model/registry.ts';
import { parsePacAnswer } from '../../../../src/core/proxy/auto-answer.ts';
import { FOLLOW, observe, sample, setBlob, WINHTTP, withWinHttp } from '../../stores/registry-scene.ts';

const PAC = 'http://w/p.pac';
const URL = 'https://vpn.contoso.example/';
const AUTO: AutoQuestion = { autoDetect: true, pacUrl: null };
const MANUAL = 'proxy proxy.contoso.example:8080, bypass <local>';
const REFUSING = 'none, refused';
/** Flags of the blob: 2 a manual proxy, 4 a PAC file, 8 auto-detection. */
const user = (flags: number, part: object = {}) => setBlob(sample(), { flags, pac: PAC, ...part });

function answered(text: string | null, part: Partial<Resolution> = {}, question = AUTO): Automatic {
  const failure = { reason: 'nothing-detected', win32: 12180 } as const;
  const answer = text === null ? { url: URL, failure } : { url: URL, hops: parsePacAnswer(text) };
  const resolution: Resolution = {
    ...{ answers: new Map([[URL, answer]]), complete: true },
    ...{ dependsOnNetwork: [], variesWith: [], deadProxies: [] },
    ...part,
  };
  return new Map([[questionKey(question), resolution]]);
}
const ofPac = (text: string | null, part: Partial<Resolution> = {}) =>
  answered(text, part, { autoDetect: false, pacUrl: PAC });

function followed(registry: RegistrySnapshot, automatic?: Automatic) {
  const assessment = assess(observe(registry), FOLLOW, null, automatic);
  const { winHttp, automatic: outcome, notes } = assessment.desired;
  const text = `${winHttp === null ? 'none' : settingsSummary(winHttp)}${isRefused(assessment) ? ', refused' : ''}`;
  return { text, outcome: outcome?.kind ?? null, notes: notes.map(({ code }) => code) };
}

describe('WinHTTP, where WinINET evaluates its proxy', () => {
  it.each<[string, RegistrySnapshot, Automatic | undefined, string, string | null]>([
    ['is direct by the answer', user(9), answered('DIRECT'), 'direct', 'direct'],
    [
      'has the one proxy of it, without a bypass list',
      user(9),
      answered('PROXY a:1'),
      'proxy a:1',
      'one-proxy',
    ],
    ['has it before the manual one', user(11), answered('PROXY a:1'), 'proxy a:1', 'one-proxy'],
    ['has that of a PAC file', user(7), ofPac('PROXY a:1'), 'proxy a:1', 'one-proxy'],
    ['has the manual one if nothing is detected', user(11), answered(null), MANUAL, 'nothing-detected'],
    ['is direct if nothing is detected or set', user(9), answered(null), 'direct', 'nothing-detected'],
    ['has the manual one if nobody asked', user(11), undefined, MANUAL, null],
    ['has the manual one if another question was asked', user(11), ofPac('PROXY a:1'), MANUAL, null],
    ['is left alone if nobody asked and none is set', user(9), undefined, 'none', null],
    ['keeps no proxy that may be outdated', withWinHttp(user(9), 'a:1'), undefined, REFUSING, null],
    ['cannot have two', user(9), answered('PROXY a:1; PROXY b:1'), 'proxy a:1', 'one-proxy'],
    ['cannot have SOCKS', user(9), answered('SOCKS a:1'), REFUSING, 'unsupported'],
    [
      'cannot have answers for some gateways',
      user(9),
      answered('DIRECT', { complete: false }),
      REFUSING,
      'incomplete',
    ],
    [
      'cannot have answers of this hour',
      user(9),
      answered('DIRECT', { variesWith: ['timeRange'] }),
      REFUSING,
      'conditional',
    ],
    ['cannot have a PAC file without an answer', user(5), ofPac(null), REFUSING, 'failed'],
    ['cannot have a PAC file that nobody asked', user(7), undefined, REFUSING, null],
    ['cannot have auto-detection before a PAC file', user(15), undefined, REFUSING, null],
    ['cannot have both without a manual one', user(13), undefined, REFUSING, null],
    ['gives way to no other proxy', withWinHttp(user(9), 'b:1'), answered('DIRECT'), 'direct', 'direct'],
  ])('%s', (_, registry, automatic, text, outcome) => {
    const found = followed(registry, automatic);
    expect([found.text, found.outcome]).toEqual([text, outcome]);
    if (text !== REFUSING && (outcome !== null || text === 'none')) expect(found.notes).toEqual([]);
  });

  it('routes by the answers, now and as planned', () => {
    const automatic = answered('PROXY a:1');
    const { current, proposed } = assess(observe(user(9)), FOLLOW, null, automatic);
    for (const { winInet, checker } of [current, proposed]) {
      expect(winInet).toMatchObject({ id: 'wininet/current/lan', settings: { autoDetect: true } });
      expect(winInet.automatic).toBe(automatic.get(questionKey(AUTO)));
      expect(checker).toBeNull();
    }
    const texts = [current, proposed].map(({ winHttp }) => settingsSummary(winHttp.settings));
    expect(texts).toEqual(['direct', 'proxy a:1']);
    expect([current.winHttp.id, proposed.winHttp.id]).toEqual(['winhttp/native', 'winhttp/native']);
  });
});

describe('a proxy on loopback', () => {
  const own = user(3, { proxy: '127.0.0.1:9000', bypass: '' });
  const named = { kind: 'proxy', servers: [{ scheme: 'all', host: '127.0.0.1', port: 9000 }] } as const;

  it.each<[string, RegistrySnapshot, Automatic | undefined, string, string[]]>([
    ['a user has', own, undefined, REFUSING, ['loopback-proxy']],
    ['an answer has', user(9), answered('PROXY localhost:1'), REFUSING, ['loopback-proxy']],
    ['both views have', withWinHttp(own, '127.0.0.1:9000'), undefined, 'proxy 127.0.0.1:9000', []],
    [
      'the answer and both views have',
      withWinHttp(user(9), '127.0.0.1:9'),
      answered('PROXY 127.0.0.1:9'),
      'proxy 127.0.0.1:9',
      [],
    ],
    [
      'one view has',
      withWinHttp(own, '127.0.0.1:9000', '', [WINHTTP]),
      undefined,
      REFUSING,
      ['loopback-proxy'],
    ],
    ['a view has at another port', withWinHttp(own, '127.0.0.1:1'), undefined, REFUSING, ['loopback-proxy']],
  ])('is not for the computer, but where it is there already: %s', (_, registry, automatic, text, notes) => {
    expect(followed(registry, automatic)).toMatchObject({ text, notes });
  });

  it('is used with a remark if it is named, with other remarks of a conversion beside it', () => {
    const desired = desiredFor({ ...named, bypass: ['a*b'] });
    const assessment = assess(observe(sample()), desired, null);
    const { desired: found } = assessment;
    expect(isRefused(assessment)).toBe(false);
    expect(settingsSummary(found.winHttp)).toBe('proxy 127.0.0.1:9000, bypass a*b');
    expect(found.notes.map(({ code }) => code)).toEqual(['loopback-proxy-allowed', 'wildcard-not-leftmost']);
    const outright = { source: 'explicit', winInet: null, winHttp: { ...named, bypass: [] } } as const;
    expect(assess(observe(sample()), outright, null).desired).toMatchObject({
      winHttp: { proxy: { enabled: true } },
      notes: [{ code: 'loopback-proxy-allowed', severity: 'kept' }],
    });
    const other = setBlob(withWinHttp(own, '127.0.0.1:9000', 'a*b'), {
      bypass: 'a*b',
      proxy: '127.0.0.1:9000',
    });
    expect(followed(other).notes).toEqual(['wildcard-not-leftmost']);
  });
});
