import { describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { makeCertificate } from '../../../scripts/simulated/certificate.ts';
import { judgeCertificate } from '../../../src/path/pki/certificate.ts';
import { TAG } from '../../../src/path/pki/der.ts';
import { chainHolds, findTrustedChain } from '../../../src/path/pki/trust.ts';

const HOST = 'gateway.contoso.example';
const ca = await createCa();

describe('judgeCertificate', () => {
  const question = {
    host: HOST,
    authorizationError: null,
    extraRoots: [ca.root.pem],
    at: new Date(),
    throughProxy: false,
  };

  it('trusts what OpenSSL accepted even if it cannot determine the root', async () => {
    const leaf = await ca.issue({ names: [HOST] });
    const judged = judgeCertificate({ ...question, extraRoots: [], chain: [leaf.der, ca.intermediate.der] });
    expect(judged).toMatchObject({ status: 'pass', evidence: { trustedBy: 'environment' } });
  });

  it('names an unknown critical extension, as OpenSSL refuses it', async () => {
    const dates = { notBefore: new Date(Date.now() - 1000), notAfter: new Date(Date.now() + 1e8) };
    const odd = { ...dates, commonName: 'Odd', issuer: ca.root, isCa: true, critical: true } as const;
    const above = await makeCertificate(odd);
    const leaf = await makeCertificate({
      ...dates,
      commonName: HOST,
      names: [HOST],
      issuer: above,
      isCa: false,
    });
    const chain = [leaf.der, above.der];
    for (const authorizationError of ['UNSPECIFIED', 'CERT_HAS_EXPIRED'])
      expect(judgeCertificate({ ...question, authorizationError, chain }).evidence).toMatchObject({
        reasons: ['critical-extension'],
        chainFlaws: [{ subject: 'CN=Odd' }],
      });
    expect(judgeCertificate({ ...question, chain }).status).toBe('pass');
    const weak = { ...dates, commonName: HOST, names: [HOST], issuer: ca.root, isCa: false } as const;
    const signed = (await makeCertificate({ ...weak, hash: 'SHA-1' })).der;
    const unnamed = { ...question, authorizationError: 'UNSPECIFIED', chain: [signed] };
    expect(judgeCertificate(unnamed)).toMatchObject({
      ...{ status: 'fail', evidence: { reason: 'weak-signature', trustedBy: 'extra' } },
    });
  });

  it('does not accept a chain whose signatures OpenSSL refused', async () => {
    const leaf = await ca.issue({ names: [HOST] });
    const chain = [leaf.der, ca.intermediate.der, ca.root.der];
    const judged = judgeCertificate({ ...question, authorizationError: 'CERT_SIGNATURE_FAILURE', chain });
    expect(judged).toMatchObject({ status: 'fail', evidence: { reason: 'chain-invalid' } });
  });

  it('checks the signatures itself when OpenSSL reported another error', async () => {
    const leaf = await ca.issue({ names: [HOST] });
    const changed = Buffer.from(leaf.der);
    changed[leaf.der.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    const chain = [changed, ca.intermediate.der, ca.root.der];
    const judged = judgeCertificate({ ...question, authorizationError: 'CERT_HAS_EXPIRED', chain });
    expect(judged).toMatchObject({
      status: 'fail',
      evidence: { reason: 'chain-invalid', trustedBy: 'extra' },
    });
  });

  it('has a word for no certificate, and for one that cannot be read, here or by OpenSSL', async () => {
    const leaf = (await ca.issue({ names: [HOST] })).der;
    const version = leaf.indexOf(Buffer.from('a003020102', 'hex'));
    const asBits = Buffer.from(leaf).fill(TAG.bitString, version + 2, version + 3);
    for (const chain of [[], [Buffer.from('3003020100', 'hex')], [asBits], [asBits, leaf]]) {
      expect(judgeCertificate({ ...question, chain })).toMatchObject({
        status: 'fail',
        evidence: { reason: 'certificate-unreadable' },
      });
    }
  });
});

describe('findTrustedChain', () => {
  it("completes a chain from the system's store, and asks it last", async () => {
    const leaf = await ca.issue({ names: [HOST] });
    const sent = [leaf.der, ca.intermediate.der];
    const system = () => [ca.root.pem];
    expect(findTrustedChain(sent, [], system, new Date())).toEqual({
      trustedBy: 'system',
      chain: [...sent, ca.root.der],
    });
    const unasked = () => {
      throw new Error('asked');
    };
    expect(findTrustedChain(sent, [ca.root.pem], unasked, new Date())).toMatchObject({ trustedBy: 'extra' });
    const twin = await createCa();
    expect(findTrustedChain(sent, [], () => [twin.root.pem, 'no certificate'], new Date())).toBeNull();
  });

  it('does not take a certificate that is no authority for an issuer', async () => {
    const leaf = await ca.issue({ names: ['a'] });
    expect(chainHolds([leaf.der, ca.intermediate.der, ca.root.der])).toBe(true);
    expect(chainHolds([leaf.der, ca.root.der])).toBe(false);
    expect(chainHolds([ca.intermediate.der, leaf.der])).toBe(false);
    const changed = Buffer.from(leaf.der);
    changed[leaf.der.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    expect(chainHolds([changed, ca.intermediate.der, ca.root.der])).toBe(false);
  });
});
