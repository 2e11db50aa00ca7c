import { describe, expect, it } from 'vitest';
import { readCrl } from '../../../../src/path/pki/crl/crl.ts';
import { judgeDelta } from '../../../../src/path/revocation/revocation-answer.ts';
import { skipWithout } from '../../../support/programs/process.ts';
import { OPENSSL } from '../../../support/servers/openssl.ts';
import { subjectOf } from '../../subjects.ts';
import { opensslAuthorities } from '../openssl-revocation.ts';

const HOUR = 3_600_000;

describe.skipIf(skipWithout(OPENSSL))('deltas made by openssl', () => {
  const authorities = opensslAuthorities();

  it('are judged over the base that openssl made', async () => {
    const authority = authorities('rsa');
    const about = subjectOf(authority.leafDer, authority.rootDer);
    const base = readCrl(await authority.crl('-crlexts', 'with_delta'));
    const judge = async (...how: string[]) =>
      judgeDelta(readCrl(await authority.crl(...how)), base, about, new Date());
    expect(await judge('-crlexts', 'delta')).toEqual({ reason: 'valid', released: false });
    expect(await judge('-crlexts', 'delta_of_newer')).toMatchObject({ reason: 'wrong-base' });
    expect(await judge()).toMatchObject({ reason: 'not-a-delta' });
    const delta = readCrl(await authority.crl('-crlexts', 'delta'));
    const inAMonth = new Date(Date.now() + 30 * 24 * HOUR);
    expect(judgeDelta(delta, base, about, inAMonth)).toMatchObject({ reason: 'expired' });
    await authority.revokeLeaf();
    expect(await judge('-crlexts', 'delta')).toMatchObject({ reason: 'revoked' });
  });
});
