import { describe, expect, it } from 'vitest';
import { assess } from '../../../src/core/decide/assess.ts';
import { type DesiredSettings, desiredFor } from '../../../src/core/decide/desired-settings.ts';
import { findingsOf } from '../../../src/core/findings/findings.ts';
import type { RegistrySnapshot, RegistryValue } from '../../../src/core/model/registry.ts';
import { parseRegFile } from '../../../src/core/reg-file/parse.ts';
import { toSnapshot } from '../../../src/core/reg-file/snapshot.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import { LAN_STATES, regOf } from '../../support/lab/lan-states.ts';
import { callOf } from '../../support/programs/call.ts';
import {
  CONNECTIONS,
  FOLLOW,
  observe,
  sample,
  setBlob,
  WINHTTP,
  WINHTTP32,
  withValue,
  withWinHttp,
} from '../stores/registry-scene.ts';

const row = LAN_STATES.find(({ outcome }) => outcome === 'waits');
const pending = row === undefined ? expect.fail() : toSnapshot(parseRegFile(regOf(row)));
const DAMAGED: RegistryValue = { kind: 'binary', bytes: new Uint8Array([0x28, 0, 0, 0]) };
const damaged = (registry: RegistrySnapshot, ...keys: string[]) =>
  keys.reduce((all, key) => withValue(all, key, 'WinHttpSettings', DAMAGED), registry);
const PAC = setBlob(sample(), { flags: 5, pac: 'http://w/p.pac' });
const DIRECT = desiredFor({ kind: 'direct' });

function found(registry: RegistrySnapshot, code: string, desired: DesiredSettings = FOLLOW) {
  const assessment = assess(observe(registry), desired, null);
  return findingsOf(assessment, []).filter((finding) => finding.code === code);
}

describe('the next step', () => {
  it.each<[string, RegistrySnapshot, boolean]>([
    ['both views are readable', pending, false],
    ['one view is not', damaged(pending, WINHTTP), true],
    ['the other is not', damaged(pending, WINHTTP32), true],
    ['a view was never set', withWinHttp(pending, 'a:1', '', [WINHTTP32]), false],
    [
      'only the setting of the user is not',
      withValue(pending, CONNECTIONS, 'Contoso', { kind: 'binary', bytes: new Uint8Array(3) }),
      false,
    ],
  ])('for strings that are newer has --yes if a WinHTTP value is replaced whole: %s', (_, registry, yes) => {
    const [finding, ...others] = found(registry, 'wininet-strings-newer');
    expect(others).toEqual([]);
    expect(finding?.evidence).toMatchObject({ newer: 'strings' });
    expect(finding?.evidence.yes ?? false).toBe(yes);
  });

  it('for strings that are newer is the command, and not to name the state, where it is named', () => {
    const command = 'p2s-fix --apply --direct';
    const assessment = assess(observe(pending), DIRECT, null);
    const all = findingsOf(assessment, [], { call: callOf(['--apply', '--direct']), shell: 'sh' });
    const finding = all.find(({ code }) => code === 'wininet-strings-newer') ?? expect.fail();
    expect(finding.evidence).toMatchObject({ command, named: true });
    expect(ENGLISH.finding(finding).remedy).toMatch(/: p2s-fix --apply --direct$/);
    // The state of WinHTTP alone leaves the strings as they are.
    const beside: DesiredSettings = { source: 'explicit', winInet: null, winHttp: { kind: 'direct' } };
    const [left] = found(pending, 'wininet-strings-newer', beside);
    expect(left?.evidence).not.toHaveProperty('named');
  });

  it.each<[string, RegistrySnapshot, DesiredSettings, object]>([
    ['is planned', damaged(sample(), WINHTTP), FOLLOW, { yes: true }],
    ['is refused, because another setting is', damaged(PAC, WINHTTP), FOLLOW, { unplanned: true }],
    [
      'is that of another state',
      damaged(sample(), WINHTTP),
      { source: 'explicit', winInet: null, winHttp: null },
      { unplanned: true },
    ],
  ])('for an unreadable setting %s', (_, registry, desired, evidence) => {
    const [finding] = found(registry, 'store-unreadable', desired);
    expect(finding).toMatchObject({ store: 'winhttp/native', evidence });
    expect(Object.keys(evidence).includes('yes') || finding?.evidence.yes === undefined).toBe(true);
  });

  it('for a difference is the command, with --yes if something is replaced, or refused', () => {
    const [drift] = found(sample(), 'winhttp-not-aligned');
    expect(drift?.evidence).not.toHaveProperty('yes');
    const [replaced] = found(damaged(sample(), WINHTTP32), 'winhttp-not-aligned');
    expect(replaced?.evidence.yes).toBe(true);
    const [strings] = found(setBlob(PAC, {}), 'wininet-mirror-differs');
    expect(strings?.evidence.refused).toBe(true);
    const [planned] = found(setBlob(sample(), { proxy: 'b:1' }), 'wininet-mirror-differs', DIRECT);
    expect(planned?.evidence).not.toHaveProperty('refused');
  });
});
