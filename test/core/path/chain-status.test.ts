import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainCode } from '../../../src/core/explain/explain.ts';
import {
  chainHresult,
  chainStatusNames,
  endsInTrustedRoot,
  hresultText,
  lacksRoot,
  withoutAddresses,
} from '../../../src/core/path/chain-status.ts';

describe('the status flags of a chain', () => {
  it.each([
    [0, [], null],
    [0x20, ['UntrustedRoot'], '0x800b0109'],
    [0x10000, ['PartialChain'], '0x800b010a'],
    [0x1000020, ['UntrustedRoot', 'OfflineRevocation'], '0x800b0109'],
    [0x1000040, ['OfflineRevocation', 'RevocationStatusUnknown'], '0x80092013'],
    [0x40, ['RevocationStatusUnknown'], '0x80092012'],
    [0x4 | 0x20, ['Revoked', 'UntrustedRoot'], '0x80092010'],
    [0x1, ['NotTimeValid'], '0x800b0101'],
    [0x10, ['NotValidForUsage'], '0x800b0110'],
    [0x40000000, ['0x40000000'], null],
  ])('0x%x', (flags, names, hresult) => {
    expect(chainStatusNames(flags)).toEqual(names);
    expect(chainHresult(flags)).toBe(hresult);
  });

  it('lose no bit, and each has one name', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x7fffffff }), (flags) => {
        const names = chainStatusNames(flags);
        expect(new Set(names).size).toBe(names.length);
        expect(names.length === 0).toBe(flags === 0);
        expect(lacksRoot(flags)).toBe(names.includes('UntrustedRoot') || names.includes('PartialChain'));
      }),
    );
  });

  it('have the HRESULTs that `explain` knows of revocation and roots', () => {
    for (const flags of [0x4, 0x20, 0x10000, 0x1, 0x1000000, 0x40])
      expect(explainCode(chainHresult(flags) ?? '')).toMatchObject({ hex: chainHresult(flags) });
  });

  it('do not call a server offline that no certificate names', () => {
    const [a, b] = ['AB'.repeat(20), 'CD'.repeat(20)];
    const check = (first: number, second: number) => ({
      id: '1',
      mode: 'online' as const,
      flags: first | second,
      hresult: null,
      durationMs: 1,
      elements: [
        { thumbprint: a, flags: first, der: null },
        { thumbprint: b, flags: second, der: null },
      ],
    });
    const statuses = (first: number, second: number) => {
      const { flags, elements } = withoutAddresses(check(first, second), new Set([a]));
      return [flags, ...elements.map((element) => element.flags)];
    };
    expect(statuses(0x1000040, 0)).toEqual([0x40, 0x40, 0]);
    expect(statuses(0x1000040, 0x1000000)).toEqual([0x1000040, 0x40, 0x1000000]);
    expect(statuses(0x1000000, 0)).toEqual([0x1000000, 0x1000000, 0]);
    expect(withoutAddresses({ ...check(0x1000040, 0), elements: [] }, new Set([a])).flags).toBe(0x1000040);
  });

  it.each([
    [0, true],
    [0x1000040, true],
    [0x1, true],
    [0x20, false],
    [0x10000, false],
  ])('0x%x ends in a root that Windows trusts: %s', (flags, expected) => {
    const elements = [{ thumbprint: 'AB', flags, der: null }];
    const check = { id: '1', mode: 'online' as const, flags, hresult: null, durationMs: 1, elements };
    expect(endsInTrustedRoot(check)).toBe(expected);
    expect(endsInTrustedRoot({ ...check, hresult: -2146885613 })).toBe(false);
    expect(endsInTrustedRoot({ ...check, elements: [] })).toBe(false);
  });

  it('are written as Windows writes HRESULTs', () => {
    expect(hresultText(-2146885613)).toBe('0x80092013');
    expect(hresultText(5)).toBe('0x00000005');
  });
});
