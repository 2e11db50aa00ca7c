import { describe, expect, it } from 'vitest';
import { runCli, runJson } from '../../support/programs/cli.ts';

describe('explain', () => {
  it.each([['0x80092013'], ['80092013'], ['-2146885613'], ['2148081683'], ['CRYPT_E_REVOCATION_OFFLINE']])(
    '%s, as one document',
    async (code) => {
      const { explanation, exitCode, mode, verdicts } = await runJson(['explain', code]);
      expect({ exitCode, mode, verdicts }).toEqual({ exitCode: 0, mode: 'explain', verdicts: [] });
      expect(explanation).toMatchObject({
        input: code,
        hex: '0x80092013',
        signed: -2146885613,
        unsigned: 2148081683,
        win32: null,
        name: 'CRYPT_E_REVOCATION_OFFLINE',
        proxy: 'yes',
      });
      expect(explanation?.causes[0]?.proofs).toContainEqual({
        kind: 'verdict',
        verdict: 'revocation-unreachable',
      });
    },
  );

  it('takes its options before and after the code, a minus too', async () => {
    for (const args of [
      ['explain', '--json', '-2146885613'],
      ['explain', '-2146885613', '--json', '--exit-codes', 'default'],
      ['--json', 'explain', '-2146885613'],
    ]) {
      const { stdout, exitCode } = await runCli(args);
      expect({ args, exitCode }).toEqual({ args, exitCode: 0 });
      expect(stdout).toContain('"CRYPT_E_REVOCATION_OFFLINE"');
    }
  });

  it('798 in words: not a proxy problem, and what proves it', async () => {
    const { stdout, stderr, exitCode } = await runCli(['explain', '798']);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(stdout).toContain('798 = 0x8007031e (-2147024098, 2147943198)  ERROR_NO_EAPTLS_CERTIFICATE');
    expect(stdout).toContain('Not a proxy problem.');
    expect(stdout).toContain('Proof: finding client-certificate; verdict reachable');
    expect(stdout).toContain('p2s-fix --gateway GATEWAY');
  });

  it.each([
    ['0x80091234', 'facility 9', '0x80092010 CRYPT_E_REVOKED'],
    ['670', 'Win32 error 670', '668 ERROR_NO_CONNECTION'],
    ['nonsense', 'No known code', 'p2s-fix explain 0x80092013'],
  ])('%s: exit 3, how to read it, and the nearest', async (code, part, next) => {
    const { error, exitCode, explanation } = await runJson(['explain', code]);
    expect({ exitCode, explanation }).toEqual({ exitCode: 3, explanation: undefined });
    expect(error?.message).toContain(part);
    expect(error?.next).toContain(next);
  });

  it('without a code, or with two, is exit 3', async () => {
    expect((await runJson(['explain'])).error).toMatchObject({ code: 'usage' });
    expect((await runJson(['explain', '798', '800'])).error).toMatchObject({ code: 'usage' });
  });

  it('explains its own words', async () => {
    for (const [word, kind] of [
      ['revocation-unreachable', 'verdict'],
      ['winhttp-not-aligned', 'finding'],
      ['needs-elevation', 'error'],
      ['turned-down', 'route'],
      ['revocation-not-aligned', 'cause'],
    ] as const)
      expect((await runJson(['explain', word])).explanation).toMatchObject({ kind, id: word });
    const { stdout } = await runCli(['explain', 'Proof: verdict proxy-blocks-sstp']);
    expect(stdout).toContain('The proxy blocks CONNECT requests with the header of SSTP.');
  });
});
