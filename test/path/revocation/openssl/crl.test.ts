import { describe, expect, it } from 'vitest';
import { readCrl } from '../../../../src/path/pki/crl/crl.ts';
import { judgeCrl } from '../../../../src/path/pki/crl/judge.ts';
import { skipWithout } from '../../../support/programs/process.ts';
import { OPENSSL } from '../../../support/servers/openssl.ts';
import { subjectOf } from '../../subjects.ts';
import { opensslAuthorities } from '../openssl-revocation.ts';

describe.skipIf(skipWithout(OPENSSL))('lists made by openssl', () => {
  const authorities = opensslAuthorities();

  it.each<['rsa' | 'ec', string[]]>([
    ['rsa', []],
    ['rsa', ['-md', 'sha1']],
    ['rsa', ['-md', 'sha384']],
    ['rsa', ['-md', 'sha512']],
    ['rsa', ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32']],
    ['rsa', ['-md', 'sha384', '-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:20']],
    ['rsa', ['-md', 'sha1', '-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:20']],
    ['ec', []],
    ['ec', ['-md', 'sha1']],
    ['ec', ['-md', 'sha384']],
    ['ec', ['-md', 'sha512']],
  ])('verifies %s %j, and refuses it after one bit has changed', async (kind, signing) => {
    const authority = authorities(kind);
    const about = subjectOf(authority.leafDer, authority.rootDer);
    const der = await authority.crl(...signing);
    expect(judgeCrl(readCrl(der), about, new Date())).toBe('valid');
    const changed = Buffer.from(der);
    changed[der.length - 5] = (changed[der.length - 5] ?? 0) ^ 1;
    expect(judgeCrl(readCrl(changed), about, new Date())).toBe('bad-signature');
  });

  it('has a word for an algorithm that it does not know', async () => {
    const authority = authorities('rsa');
    const about = subjectOf(authority.leafDer, authority.rootDer);
    const der = await authority.crl('-md', 'sha3-256');
    expect(judgeCrl(readCrl(der), about, new Date())).toBe('unsupported-signature');
  });
});
