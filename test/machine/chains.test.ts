import { describe, expect, it } from 'vitest';
import { P2sError } from '../../src/core/model/errors.ts';
import { say } from '../../src/core/model/say.ts';
import { checkChains } from '../../src/machine/chains.ts';
import type { PowerShellHost } from '../../src/powershell/port.ts';

const CHECK = {
  id: '1',
  mode: 'offline',
  flags: 32,
  hresult: null,
  durationMs: 3,
  elements: [{ thumbprint: 'AB'.repeat(20), flags: 32, der: Uint8Array.of(0x30, 0) }],
};
/** The form on the wire. */
const WIRE = { ...CHECK, elements: [{ thumbprint: 'AB'.repeat(20), flags: 32, certificate: 'MAA=' }] };
const GOOD = { checks: [WIRE], account: 'S-1-5-21-1-2-3-1001', unavailable: null };
const CHAINS = [{ id: '1', certificates: [Buffer.from('3000', 'hex')] }];

/** A PowerShell that prints these lines and then ends so. */
function host(
  events: readonly Record<string, unknown>[],
  end: unknown,
): PowerShellHost & { asked: unknown[] } {
  const asked: unknown[] = [];
  return {
    asked,
    async run(script, request, { onEvent, deadlineMs }) {
      asked.push({ script, request, deadlineMs });
      for (const event of events) onEvent?.(event);
      if (end instanceof Error) throw end;
      return { result: end, diagnostics: [] };
    },
    dispose: async () => {},
  };
}

const checksOf = (events: readonly Record<string, unknown>[], end: unknown) =>
  checkChains(host(events, end), CHAINS, 15_000, undefined);
const refusal = (code: P2sError['code']) => new P2sError(code, say('x'));

describe('looks at chains', () => {
  it('ask for DER in base64, with a deadline for the whole and one for each address', async () => {
    const one = host([], GOOD);
    expect(await checkChains(one, CHAINS, 15_000, undefined)).toEqual({ ...GOOD, checks: [CHECK] });
    expect(one.asked).toEqual([
      {
        script: 'Test-P2SCertificateChain',
        request: { chains: [{ id: '1', certificates: ['MAA='] }], timeoutMs: 15_000, urlTimeoutMs: 5000 },
        deadlineMs: 25_000,
      },
    ]);
  });

  it('ask for no more than the script takes', async () => {
    const one = host([], { ...GOOD, checks: [] });
    const certificates = Array.from({ length: 20 }, () => new Uint8Array(1));
    const chains = Array.from({ length: 70 }, (_, i) => ({ id: String(i), certificates }));
    await checkChains(one, chains, 3000, undefined);
    const { request } = one.asked[0] as {
      request: { chains: { certificates: string[] }[]; urlTimeoutMs: number };
    };
    expect(request.chains).toHaveLength(64);
    expect(request.chains[0]?.certificates).toHaveLength(16);
    expect(request.urlTimeoutMs).toBe(2000);
  });

  it.each([
    'powershell-timeout',
    'powershell-antivirus',
    'powershell-not-allowed',
    'powershell-no-result',
  ] as const)('count as far as they came: %s', async (code) => {
    const events = [{ check: WIRE }, { check: { ...WIRE, flags: 'x' } }, { check: null }, {}];
    expect(await checksOf(events, refusal(code))).toEqual({
      checks: [CHECK],
      account: null,
      unavailable: code,
    });
  });

  it('are cancelled with the run', async () => {
    await expect(checksOf([], refusal('cancelled'))).rejects.toMatchObject({ code: 'cancelled' });
    await expect(checksOf([], new Error('a bug'))).rejects.toThrow('a bug');
  });

  it('are none where the language mode forbids them', async () => {
    const none = { checks: [], account: null, unavailable: 'language-mode' };
    expect(await checksOf([], none)).toEqual(none);
  });

  it.each<[string, unknown]>([
    ['no object', 'x'],
    ['no list', { ...GOOD, checks: {} }],
    ['a flag that is no number', { ...GOOD, checks: [{ ...WIRE, flags: '32' }] }],
    ['a negative flag', { ...GOOD, checks: [{ ...WIRE, flags: -1 }] }],
    [
      'a thumbprint that is none',
      { ...GOOD, checks: [{ ...WIRE, elements: [{ thumbprint: 'ab', flags: 0 }] }] },
    ],
    ['an account that is no SID', { ...GOOD, account: '\u001b[31m' }],
    ['another reason', { ...GOOD, unavailable: 'because' }],
    ['too much', { ...GOOD, checks: Array.from({ length: 200 }, () => WIRE) }],
  ])('refuse %s', async (_what, result) => {
    expect(await checksOf([], result)).toEqual({
      checks: [],
      account: null,
      unavailable: 'powershell-failed',
    });
  });
});
