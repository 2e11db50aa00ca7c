import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CAUSES, type CauseId } from '../../../src/core/explain/causes.ts';
import { canonicalCode, codeForms, readCode } from '../../../src/core/explain/code-number.ts';
import { KNOWN_CODES } from '../../../src/core/explain/codes/codes.ts';
import { explainCode } from '../../../src/core/explain/explain.ts';
import { KNOWN_MESSAGES } from '../../../src/core/explain/messages.ts';

const known = fc.constantFrom(...KNOWN_CODES);

/** Every spelling of one code in Windows, its logs and by people. */
function spellings(value: number): string[] {
  const { hex, signed, unsigned } = codeForms(value);
  const digits = hex.slice(2);
  const all = [hex, hex.toUpperCase().replace('X', 'x'), digits, digits.toUpperCase(), `${signed}`];
  all.push(`${unsigned}`, `0xffffffff${digits}`, `ffffffff${digits}`, ` ${hex} `, `\u2013${-signed}`);
  if (value <= 0xffff)
    all.push(String(value), `0x${value.toString(16)}`, `0x${value.toString(16).padStart(8, '0')}`);
  return all;
}

describe('explain', () => {
  it('says the same for every spelling of one number', () => {
    fc.assert(
      fc.property(known, ({ value, name }) => {
        const reported = spellings(value).map((input) => ({ ...explainCode(input), input: '' }));
        for (const one of reported) expect(one).toEqual({ ...explainCode(name), input: '' });
      }),
    );
  });

  it('reads any 32-bit number alike in hexadecimal and in decimal, signed and unsigned', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (value) => {
        const expected = canonicalCode(value);
        const hex = value.toString(16).padStart(8, '0');
        const spelled = [`0x${hex}`, `0X${hex}`];
        if (value >= 0x80000000) spelled.push(hex, hex.toUpperCase(), `${value | 0}`);
        // Eight decimal digits that begin with 8 or 9 are read as the hexadecimal of an HRESULT.
        if (!/^[89]\d{7}$/.test(String(value))) spelled.push(String(value));
        for (const text of spelled) expect(canonicalCode(readCode(text) ?? -1), text).toBe(expected);
      }),
    );
  });

  it.each([
    ['0x80092013', 'CRYPT_E_REVOCATION_OFFLINE'],
    ['-2146885613', 'CRYPT_E_REVOCATION_OFFLINE'],
    ['2148081683', 'CRYPT_E_REVOCATION_OFFLINE'],
    ['80092013', 'CRYPT_E_REVOCATION_OFFLINE'],
    ['crypt_e_revocation_offline', 'CRYPT_E_REVOCATION_OFFLINE'],
    ['-2146762487', 'CERT_E_UNTRUSTEDROOT'],
    ['-2146762481', 'CERT_E_CN_NO_MATCH'],
    ['-2146885614', 'CRYPT_E_NO_REVOCATION_CHECK'],
    ['-2147012721', 'ERROR_WINHTTP_SECURE_FAILURE'],
    ['-2147012889', 'ERROR_WINHTTP_NAME_NOT_RESOLVED'],
    ['-2147014842', 'WSAECONNRESET'],
    ['-2147024832', 'ERROR_NETNAME_DELETED'],
    ['-2147023671', 'ERROR_CONNECTION_REFUSED'],
    ['-2147024891', 'ERROR_ACCESS_DENIED'],
    ['-2145844841', 'HTTP 407'],
    ['407', 'HTTP 407'],
    ['  http 407\n', 'HTTP 407'],
    ['-2146893018', 'SEC_E_ILLEGAL_MESSAGE'],
    ['8007026f', 'ERROR_CANNOT_FIND_PHONEBOOK_ENTRY'],
    ['798', 'ERROR_NO_EAPTLS_CERTIFICATE'],
    ['0x8007031e', 'ERROR_NO_EAPTLS_CERTIFICATE'],
  ])('%s is %s', (input, name) => {
    expect(explainCode(input).name).toBe(name);
  });

  it('knows every code that event 20227 and the dialler are known to show for SSTP', () => {
    const rows =
      '0x80092013 0x80092012 0x80092010 0x800B0109 0x800B010F 0x800B0101 0x80072F8F 0x80072EE7 0x80072EFD 0x80072EE2 ' +
      '0x80072EFE 0x80072746 0x8007274C 0x8007274D 0x80070040 0x800704C9 0x80070005 5 0x80190197 0x80090326 619 629 ' +
      '631 789 798 800 801 835 691 720 0x800B010A 0x800B010E 809 812 848 1460 0x8007026F';
    for (const code of rows.split(' ')) expect(() => explainCode(code), code).not.toThrow();
  });

  it('says that 798 is no proxy problem, and where the certificate belongs', () => {
    const { proxy, causes } = explainCode('798');
    expect(proxy).toBe('no');
    expect(causes[0]?.cause).toContain('CurrentUser\\My');
    expect(causes[0]?.proofs).toEqual([
      { kind: 'finding', finding: 'client-certificate' },
      { kind: 'verdict', verdict: 'reachable' },
    ]);
  });

  it('has each code once, with causes and with the pages it was taken from', () => {
    expect(new Set(KNOWN_CODES.map(({ value }) => value)).size).toBe(KNOWN_CODES.length);
    expect(new Set(KNOWN_CODES.map(({ name }) => name)).size).toBe(KNOWN_CODES.length);
    for (const { name, value, causes, sources } of KNOWN_CODES) {
      expect(causes.length, name).toBeGreaterThan(0);
      expect(new Set(causes).size, name).toBe(causes.length);
      expect(sources.length, name).toBeGreaterThan(0);
      expect(canonicalCode(value), name).toBe(value);
    }
  });

  it('has no cause that no code names, and none that neither p2s-fix nor a person can look for', () => {
    const rows = [...KNOWN_CODES, ...Object.values(KNOWN_MESSAGES)];
    const named = new Set(rows.flatMap(({ causes }) => causes));
    expect(Object.keys(CAUSES).filter((id) => !named.has(id as CauseId))).toEqual([]);
    const hidden = Object.entries(CAUSES).filter(
      ([, { proofs, look }]) => proofs.length === 0 && look === null,
    );
    expect(hidden.map(([id]) => id)).toEqual(['session-ended']);
  });

  it.each([
    ['0x8fff0001', 'This code is not known (0x8fff0001: facility 2047, code 1).'],
    ['65535', 'This code is not known (Win32 error 65535, as HRESULT 0x8007ffff).'],
    ['0x80 092013', 'This code is not known (Win32 error 128, as HRESULT 0x80070080).'],
  ])('reads %s, which has no neighbours', (input, message) => {
    expect(() => explainCode(input)).toThrow(
      expect.objectContaining({ message, next: expect.not.stringContaining('nearest') }),
    );
  });

  it('reads an unknown code, and names the nearest', () => {
    expect(() => explainCode('0x800B0102')).toThrow(
      expect.objectContaining({
        code: 'input',
        message: expect.stringContaining('0x800b0102: facility 11 CERT, code 258'),
        next: expect.stringContaining('0x800b0101 CERT_E_EXPIRED'),
      }),
    );
    expect(() => explainCode('670')).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('Win32 error 670, as HRESULT 0x8007029e'),
        next: expect.stringMatching(/668 ERROR_NO_CONNECTION/),
      }),
    );
  });

  it.each(['', ' ', 'abc', '0x', '0x800920130', '4294967296', '-2147483649', '1e3', '12.5', '--798'])(
    '%j is no code',
    (input) => {
      expect(() => explainCode(input)).toThrow(
        expect.objectContaining({
          code: 'input',
          where: input.trim(),
          message: 'No known code, message or setting is in this text.',
          next: expect.stringContaining('p2s-fix explain 0x80092013'),
        }),
      );
    },
  );

  it('has the pages that a code was taken from, with title and address', () => {
    const { sources } = explainCode('0x80092013');
    for (const page of sources)
      expect(page).toEqual({ title: expect.any(String), url: expect.stringMatching(/^https:/) });
    expect(sources.length).toBeGreaterThan(0);
  });

  it.each([60, 61])('repeats the input of %i characters, at most 60 of them', (length) => {
    const text = `${'x'.repeat(length - 10)} error 798`;
    expect(explainCode(`  ${text}`).input).toBe(length === 60 ? text : `${text.slice(0, 60)}...`);
  });

  it('throws nothing but typed errors, and shows no control character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (input) => {
        try {
          explainCode(input);
        } catch (error) {
          expect(error).toMatchObject({ name: 'P2sError', code: 'input' });
          expect(String(error)).toMatch(/^[^\p{Cc}\u202A-\u202E\u2066-\u2069]*$/u);
        }
      }),
    );
  });
});
