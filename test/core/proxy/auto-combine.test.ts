import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AutoAnswer,
  combineAnswers,
  parsePacAnswer,
  withoutDead,
} from '../../../src/core/proxy/auto-answer.ts';

const answered = (...texts: string[]): AutoAnswer[] =>
  texts.map((text, index) => ({ url: `http://${index}.example/`, hops: parsePacAnswer(text) }));
const failed = (win32: number, reason: 'nothing-detected' | 'not-fetched'): AutoAnswer => ({
  url: 'https://gateway.example/',
  failure: { reason, win32 },
});

const good = fc.constantFrom('DIRECT', 'PROXY a:1', 'PROXY a:2', 'PROXY b:1', 'SOCKS a:1', 'HTTPS a:1');
const text = fc.array(good, { minLength: 1, maxLength: 3 }).map((items) => items.join('; '));
const answers = fc.array(text, { minLength: 1, maxLength: 6 }).map((texts) => answered(...texts));

describe('what several answers come to', () => {
  it.each<[string[], object]>([
    [['DIRECT', 'DIRECT; PROXY a:1', ''], { kind: 'direct' }],
    [
      ['PROXY a:1', 'PROXY A:1'],
      { kind: 'one-proxy', proxy: { host: 'a', port: 1 }, fallbacksDropped: false },
    ],
    [
      ['PROXY a:80', 'PROXY a; DIRECT'],
      { kind: 'one-proxy', proxy: { host: 'a', port: 80 }, fallbacksDropped: true },
    ],
    [['PROXY a:1; nonsense'], { kind: 'one-proxy', fallbacksDropped: true }],
    [['PROXY a:1', 'DIRECT'], { kind: 'mixed' }],
    [['DIRECT', 'PROXY a:1'], { kind: 'mixed' }],
    [['PROXY a:1', 'PROXY a:2'], { kind: 'mixed' }],
    [['PROXY a:1', 'PROXY b:1'], { kind: 'mixed' }],
    [['SOCKS a:1', 'SOCKS a:1'], { kind: 'unsupported' }],
    [['PROXY a:1', 'HTTPS a:1'], { kind: 'unsupported' }],
    [['nonsense', 'nonsense'], { kind: 'failed', reason: 'unreadable' }],
    [['DIRECT', 'nonsense; DIRECT'], { kind: 'failed', reason: null }],
    [[], { kind: 'failed', reason: null, answers: [] }],
  ])('%j', (texts, expected) => {
    expect(combineAnswers(answered(...texts))).toMatchObject(expected);
  });

  it.each([
    ['PROXY a:1; PROXY b:1; DIRECT', ['a:1'], 'PROXY b:1; DIRECT'],
    ['PROXY a:1; PROXY [::1]:2; DIRECT', ['a:1', '[::1]:2'], 'DIRECT'],
    ['PROXY b:1; PROXY a:1', ['a:1'], 'PROXY b:1; PROXY a:1'],
    ['PROXY a:1; PROXY a:1', ['a:1'], 'PROXY a:1; PROXY a:1'],
    ['PROXY a:10; DIRECT', ['a:1'], 'PROXY a:10; DIRECT'],
  ])('%s without the dead %j is %s', (text, dead, expected) => {
    for (const [index, one] of answered(text).entries())
      expect(withoutDead(one, dead)).toEqual(answered(expected)[index]);
    const none = failed(12167, 'not-fetched');
    expect(withoutDead(none, dead)).toBe(none);
  });

  it('fails with the reason that all have in common', () => {
    const nothing = failed(12180, 'nothing-detected');
    const same = [nothing, nothing];
    expect(combineAnswers(same)).toEqual({ kind: 'failed', reason: 'nothing-detected', answers: same });
    for (const other of [failed(12167, 'not-fetched'), ...answered('DIRECT')]) {
      expect(combineAnswers([nothing, other])).toMatchObject({ kind: 'failed', reason: null });
      expect(combineAnswers([other, nothing])).toMatchObject({ kind: 'failed', reason: null });
    }
  });

  it('does not depend on the order, and refuses with every answer', () => {
    fc.assert(
      fc.property(answers, (list) => {
        const forward = combineAnswers(list);
        const backward = combineAnswers([...list].reverse());
        if ('answers' in forward) expect(forward.answers).toEqual(list);
        else expect(backward).toEqual(forward);
        expect(backward.kind).toBe(forward.kind);
      }),
    );
  });

  it('names a static setting only where it is what each URL gets', () => {
    fc.assert(
      fc.property(answers, (list) => {
        const first = list.map((one) => ('hops' in one ? one.hops[0] : undefined));
        const combined = combineAnswers(list);
        if (combined.kind === 'direct')
          expect(new Set(first.map((hop) => hop?.kind))).toEqual(new Set(['direct']));
        if (combined.kind === 'one-proxy') {
          for (const hop of first) expect(hop).toEqual({ kind: 'proxy', ...combined.proxy });
        }
        if (combined.kind === 'mixed')
          expect(new Set(first.map((hop) => JSON.stringify(hop))).size).toBeGreaterThan(1);
      }),
    );
  });
});
