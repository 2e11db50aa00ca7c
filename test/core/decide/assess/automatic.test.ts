import { describe, expect, it } from 'vitest';
import {
  outcomeOf,
  questionKey,
  questionOf,
  type Resolution,
  resolutionOf,
} from '../../../../src/core/decide/automatic.ts';
import { typedState } from '../../../../src/core/decide/desired-settings.ts';
import { type AutoAnswer, parsePacAnswer } from '../../../../src/core/proxy/auto-answer.ts';
import { DIRECT_WINHTTP } from '../../../../src/core/proxy/settings.ts';
import { winInet } from '../../proxy/arbitraries.ts';

const PAC = 'http://w/p.pac';

describe('what Windows is asked', () => {
  it.each([
    [null, null],
    [DIRECT_WINHTTP, null],
    [winInet({ pac: { enabled: false, url: PAC } }), null],
    [winInet({ pac: { enabled: true, url: null } }), null],
    [winInet({ pac: { enabled: true, url: PAC } }), { autoDetect: false, pacUrl: PAC }],
    [winInet({ autoDetect: true, pac: { enabled: false, url: PAC } }), { autoDetect: true, pacUrl: null }],
    [winInet({ autoDetect: true, pac: { enabled: true, url: PAC } }), { autoDetect: true, pacUrl: PAC }],
  ])('%j: %j', (settings, expected) => {
    expect(questionOf(settings)).toEqual(expected);
  });

  it('has one answer for each question', () => {
    const questions = [
      { autoDetect: true, pacUrl: null },
      { autoDetect: false, pacUrl: PAC },
      { autoDetect: true, pacUrl: PAC },
    ];
    expect(new Set(questions.map(questionKey)).size).toBe(3);
    const one = resolution({});
    const automatic = new Map([[questionKey({ autoDetect: true, pacUrl: null }), one]]);
    expect(resolutionOf(automatic, winInet({ autoDetect: true }))).toBe(one);
    expect(resolutionOf(automatic, winInet({ pac: { enabled: true, url: PAC } }))).toBeNull();
    expect(resolutionOf(automatic, null)).toBeNull();
  });
});

function resolution(part: Partial<Resolution>, ...texts: string[]): Resolution {
  const answers = new Map<string, AutoAnswer>(
    texts.map((text, at) => [`u${at}`, { url: `u${at}`, hops: parsePacAnswer(text) }]),
  );
  return {
    ...{ answers, complete: true, dependsOnNetwork: [], variesWith: [], deadProxies: [] },
    ...part,
  };
}

describe('what the answers come to', () => {
  const AUTO = { autoDetect: true, pacUrl: null };
  const failed = (win32: number, reason: 'nothing-detected' | 'not-fetched') =>
    resolution({ answers: new Map([['u', { url: 'u', failure: { reason, win32 } }]]) });

  it.each<[string, Resolution, object]>([
    ['direct', resolution({}, 'DIRECT'), { kind: 'direct' }],
    ['one proxy', resolution({}, 'PROXY a:1', 'PROXY a:1'), { kind: 'one-proxy' }],
    ['several', resolution({}, 'PROXY a:1', 'DIRECT'), { kind: 'mixed' }],
    ['several, not all', resolution({ complete: false }, 'PROXY a:1', 'DIRECT'), { kind: 'mixed' }],
    [
      'one, without a dead proxy',
      resolution({ deadProxies: ['x:1'] }, 'PROXY x:1; PROXY a:1', 'PROXY a:1'),
      { kind: 'one-proxy' },
    ],
    ['not all', resolution({ complete: false }, 'PROXY a:1'), { kind: 'incomplete' }],
    ['not all, direct', resolution({ complete: false }, 'DIRECT'), { kind: 'incomplete' }],
    ['by network', resolution({ dependsOnNetwork: ['myIpAddress'] }, 'PROXY a:1'), { kind: 'conditional' }],
    ['by time', resolution({ variesWith: ['timeRange'] }, 'DIRECT'), { kind: 'conditional' }],
    ['nothing detected', failed(12180, 'nothing-detected'), { kind: 'nothing-detected' }],
    ['a failure', failed(12167, 'not-fetched'), { kind: 'failed', reason: 'not-fetched' }],
  ])('%s', (_, given, expected) => {
    expect(outcomeOf(AUTO, given)).toMatchObject(expected);
  });

  it('is a failure where nothing was detected, but a PAC file is set', () => {
    expect(outcomeOf({ autoDetect: true, pacUrl: PAC }, failed(12180, 'nothing-detected'))).toMatchObject({
      kind: 'failed',
    });
  });
});

describe('a typed state', () => {
  const where = (part: string) => `--${part}`;

  it.each<[Parameters<typeof typedState>[0], object]>([
    [{ direct: true }, { kind: 'direct' }],
    [{ pac: PAC }, { kind: 'pac', url: PAC }],
    [{ proxy: 'a:1' }, { kind: 'proxy', servers: [{ scheme: 'all', host: 'a', port: 1 }], bypass: null }],
    [
      { proxy: 'a:1', bypass: '' },
      { kind: 'proxy', servers: [{ scheme: 'all', host: 'a', port: 1 }], bypass: [] },
    ],
    [
      { proxy: 'a:1', bypass: 'x' },
      { kind: 'proxy', servers: [{ scheme: 'all', host: 'a', port: 1 }], bypass: ['x'] },
    ],
  ])('%j is %j', (state, expected) => {
    expect(typedState(state, where)).toEqual(expected);
  });

  it('has a note on each part that is written otherwise, and an error names the part', () => {
    const codes = (state: Parameters<typeof typedState>[0]) => {
      const setting = typedState(state, where);
      return setting.kind === 'direct' ? [] : setting.notes?.map(({ code }) => code);
    };
    expect(codes({ pac: 'http://b\u00fccher/p' })).toEqual(['idn-to-ascii']);
    expect(codes({ proxy: 'http://a:1', bypass: 'b\u00fccher' })).toEqual(['prefix-removed', 'idn-to-ascii']);
    expect(() => typedState({ proxy: '"a"' }, where)).toThrow(expect.objectContaining({ where: '--proxy' }));
    expect(() => typedState({ proxy: 'a', bypass: '"a"' }, where)).toThrow(
      expect.objectContaining({ where: '--bypass' }),
    );
    expect(() => typedState({ pac: 'x' }, where)).toThrow(expect.objectContaining({ where: '--pac' }));
    const long = 'x'.repeat(2065);
    expect(() => typedState({ proxy: 'a', bypass: long }, where)).toThrow(/2065/);
    expect(typedState({ proxy: 'a', bypass: long }, where, 'winhttp')).toMatchObject({ bypass: [long] });
  });
});
