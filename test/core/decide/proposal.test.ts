import { describe, expect, it } from 'vitest';
import { assess } from '../../../src/core/decide/assess.ts';
import { type DesiredSettings, desiredFor } from '../../../src/core/decide/desired-settings.ts';
import { needsYes, proposalOf } from '../../../src/core/decide/proposal.ts';
import type { Verdict, VerdictCode } from '../../../src/core/model/check.ts';
import type { RegistrySnapshot } from '../../../src/core/model/registry.ts';
import {
  FOLLOW,
  observe,
  sample,
  setBlob,
  WINHTTP,
  WINHTTP32,
  withValue,
  withWinHttp,
} from '../stores/registry-scene.ts';

const verdict = (stores: Verdict['stores'], code: VerdictCode): Verdict => ({
  ...{ gateway: 'g', stores, verdict: code, stage: code === 'reachable' ? null : 'tcp' },
});
const WORKS = [verdict('current', 'reachable')];
const FAILS = [verdict('current', 'timeout')];
const BETTER = [...FAILS, verdict('proposed', 'reachable')];
const LOST = [...WORKS, verdict('proposed', 'timeout')];
const PAC = setBlob(sample(), { flags: 5, pac: 'http://w/p.pac' });
const bytes = (first: number, more: number) => new Uint8Array([first, ...new Uint8Array(more)]);
const odd = (first: number, more: number, ...keys: string[]) =>
  keys.reduce(
    (all, key) => withValue(all, key, 'WinHttpSettings', { kind: 'binary', bytes: bytes(first, more) }),
    sample(),
  );
const NEWER = odd(0x50, 19, WINHTTP);
const NEWER_BOTH = odd(0x50, 19, WINHTTP, WINHTTP32);
const aligned = withWinHttp(sample(), 'proxy.contoso.example:8080', '<local>');
const outright = (part: object): DesiredSettings => ({
  ...{ source: 'explicit', winInet: null, winHttp: null },
  ...part,
});

describe('what an apply would do', () => {
  it.each<[string, RegistrySnapshot, DesiredSettings, Verdict[], string]>([
    ['nothing differs', aligned, FOLLOW, [], 'nothing'],
    ['WinHTTP differs', sample(), FOLLOW, [], 'change'],
    ['WinHTTP differs and the path works', sample(), FOLLOW, WORKS, 'change'],
    ['the change helps', sample(), FOLLOW, BETTER, 'change'],
    ['the change loses the path', sample(), FOLLOW, LOST, 'does-not-help'],
    ['a PAC file was not evaluated', PAC, FOLLOW, [], 'refused'],
    ['a PAC file was not evaluated, and the path fails', PAC, FOLLOW, FAILS, 'refused'],
    ['a PAC file was not evaluated, but the path works', withWinHttp(PAC, ''), FOLLOW, WORKS, 'change'],
    ['one view is of a newer Windows', NEWER, FOLLOW, FAILS, 'refused'],
    [
      'one view is of a newer Windows, the path works, and the other would change',
      NEWER,
      FOLLOW,
      WORKS,
      'refused',
    ],
    ['both views are of a newer Windows, and the path works', NEWER_BOTH, FOLLOW, WORKS, 'nothing'],
    ['both are, and the state was named', NEWER_BOTH, desiredFor({ kind: 'direct' }), WORKS, 'refused'],
    [
      'a PAC file is named for WinHTTP',
      sample(),
      outright({ winHttp: { kind: 'pac', url: 'http://w' } }),
      WORKS,
      'refused',
    ],
    ['the named state is there', sample(), outright({ winHttp: { kind: 'direct' } }), FAILS, 'nothing'],
  ])('%s', (_, registry, desired, verdicts, expected) => {
    expect(proposalOf(assess(observe(registry), desired, null), verdicts)).toBe(expected);
  });

  it('needs --yes if it replaces what cannot be read, also beside another change', () => {
    const needs = (registry: RegistrySnapshot) => needsYes(assess(observe(registry), FOLLOW, null));
    expect(needs(odd(0x28, 3, WINHTTP))).toBe(true);
    expect(needs(odd(0x28, 3, WINHTTP, WINHTTP32))).toBe(true);
    expect([needs(sample()), needs(aligned)]).toEqual([false, false]);
  });
});
