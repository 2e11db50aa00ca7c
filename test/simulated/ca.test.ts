import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CertificateAuthority,
  createCa,
  type OcspOptions,
  type TlsIdentity,
} from '../../scripts/simulated/ca.ts';
import { startCrlServer } from '../../scripts/simulated/crl-server.ts';
import { requireProgram, runProgram, skipWithout } from '../support/programs/process.ts';
import { OPENSSL } from '../support/servers/openssl.ts';

const NAME = 'azuregateway-00000000-0000-4000-8000-000000000001-0123456789ab.vpn.azure.com';
const CRL_URLS = ['http://crl3.ca.example/issuing.crl', 'http://crl4.ca.example/issuing.crl'];

let ca: CertificateAuthority;
let leaf: TlsIdentity;
let folder = '';
beforeAll(async () => {
  ca = await createCa({
    intermediateCrlUrls: ['http://crl3.ca.example/root.crl'],
    intermediateOcspUrls: ['http://ocsp.ca.example/root'],
  });
  leaf = await ca.issue({
    names: [NAME, '*.vpn.example'],
    ips: ['127.44.0.1'],
    crlUrls: CRL_URLS,
    ocspUrls: ['http://ocsp.ca.example/issuing'],
    caIssuersUrls: ['http://aia.ca.example/issuing.cer'],
  });
  folder = await mkdtemp(join(tmpdir(), 'p2s-ca-'));
  await Promise.all([
    writeFile(join(folder, 'root.pem'), ca.root.pem),
    writeFile(join(folder, 'issuing.pem'), ca.intermediate.pem),
    writeFile(join(folder, 'both.pem'), ca.root.pem + ca.intermediate.pem),
    writeFile(join(folder, 'leaf.pem'), leaf.pem),
  ]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Output and error together; the exit code is part of it. */
async function openssl(...args: string[]): Promise<string> {
  requireProgram(OPENSSL, 'openssl');
  const { code, stdout, stderr } = await runProgram(OPENSSL, args, { cwd: folder });
  return `${stdout}${stderr}exit ${code}`;
}

async function crlFile(name: string, der: Buffer): Promise<string> {
  await writeFile(join(folder, name), der);
  return name;
}

describe('a certificate authority', () => {
  it('makes certificates that Node reads as they were meant', () => {
    const read = new X509Certificate(leaf.der);
    const issuing = new X509Certificate(ca.intermediate.der);
    expect(read.verify(issuing.publicKey)).toBe(true);
    expect(read.checkIssued(issuing)).toBe(true);
    expect(issuing.checkIssued(new X509Certificate(ca.root.der))).toBe(true);
    expect(read.checkHost(NAME)).toBe(NAME);
    expect(read.checkIP('127.44.0.1')).toBe('127.44.0.1');
    expect(read.serialNumber.toLowerCase()).toBe(leaf.serial);
    expect(read.subject).toBe(`CN=${NAME.slice(0, 64)}`);
    expect(read.ca).toBe(false);
    expect(read.infoAccess?.trim().split('\n')).toEqual([
      'OCSP - URI:http://ocsp.ca.example/issuing',
      'CA Issuers - URI:http://aia.ca.example/issuing.cer',
    ]);
    expect(new X509Certificate(leaf.cert).fingerprint256).toBe(read.fingerprint256);
  });

  it('has the same name as another authority, and does not verify its leaves', async () => {
    const twin = await createCa();
    const read = new X509Certificate(leaf.der);
    const other = new X509Certificate(twin.intermediate.der);
    expect(other.subject).toBe(new X509Certificate(ca.intermediate.der).subject);
    expect(read.verify(other.publicKey)).toBe(false);
  });

  it('keeps to the clock it is given', async () => {
    const old = await createCa({ now: new Date('2001-02-03T04:05:06Z') });
    const read = new X509Certificate((await old.issue({ names: ['a.example'] })).der);
    expect(new Date(read.validFrom).toISOString()).toBe('2001-02-02T04:05:06.000Z');
    expect(new Date(read.validTo).toISOString()).toBe('2001-05-04T04:05:06.000Z');
  });
});

describe.skipIf(skipWithout(OPENSSL))('openssl', () => {
  it('verifies the chain for a TLS server of that name', async () => {
    const how = ['-x509_strict', '-purpose', 'sslserver', '-verify_hostname', NAME];
    const chain = ['-CAfile', 'root.pem', '-untrusted', 'issuing.pem'];
    expect(await openssl('verify', ...how, ...chain, 'leaf.pem')).toBe('leaf.pem: OK\nexit 0');
    expect(await openssl('verify', '-CAfile', 'root.pem', 'leaf.pem')).toContain('exit 2');
  });

  it('shows the extensions', async () => {
    const text = await openssl('x509', '-in', 'leaf.pem', '-noout', '-text');
    for (const url of CRL_URLS) expect(text).toContain(`URI:${url}`);
    expect(text).toMatch(/X509v3 Basic Constraints: critical\s+CA:FALSE/);
    expect(text).toMatch(/X509v3 Key Usage: critical\s+Digital Signature\n/);
    expect(text).toMatch(/Extended Key Usage: \s+TLS Web Server Authentication/);
    const authority = await openssl('x509', '-in', 'issuing.pem', '-noout', '-text');
    expect(authority).toMatch(/X509v3 Key Usage: critical\s+Certificate Sign, CRL Sign\n/);
    expect(authority).toContain('URI:http://crl3.ca.example/root.crl');
  });

  it('leaves the purpose out when there is none', async () => {
    const bare = await ca.issue({ names: ['bare.example'], purposes: [], issuer: 'self' });
    await writeFile(join(folder, 'bare.pem'), bare.pem);
    const text = await openssl('x509', '-in', 'bare.pem', '-noout', '-text');
    expect(text).not.toContain('Extended Key Usage');
    expect(text).toMatch(/Issuer: CN = bare\.example/);
    expect(bare.cert).toBe(bare.pem);
  });

  it('accepts the lists of both issuers, each for itself only', async () => {
    const list = await crlFile(
      'issuing.crl',
      await ca.crl('intermediate', { revoked: [leaf.serial], number: 7 }),
    );
    const rootList = await crlFile('root.crl', await ca.crl('root'));
    const check = (file: string, issuer: string) =>
      openssl('crl', '-inform', 'DER', '-in', file, '-CAfile', issuer, '-noout', '-text');
    const text = await check(list, 'both.pem');
    expect(text).toMatch(/verify OK.*exit 0/s);
    expect(text).toContain(`Serial Number: ${leaf.serial.toUpperCase()}`);
    expect(text).toMatch(/Version 2 \(0x1\).*X509v3 CRL Number: \s+7\n.*Key Compromise/s);
    const second = await check(rootList, 'root.pem');
    expect(second).toMatch(/verify OK.*exit 0/s);
    expect(second).toContain('No Revoked Certificates');
    // RFC 5280 5.1.2.6: then the list is absent, not empty.
    expect(await openssl('asn1parse', '-inform', 'DER', '-in', rootList)).not.toMatch(/l= +0 cons: SEQUENCE/);
    const twin = await createCa();
    await writeFile(join(folder, 'twin.pem'), twin.root.pem + twin.intermediate.pem);
    expect(await check(list, 'twin.pem')).not.toContain('verify OK');
  });

  it('writes the dates of a list as asked', async () => {
    const thisUpdate = new Date('2020-01-01T00:00:00Z');
    const dates = async (nextUpdate: Date | null) => {
      const file = await crlFile('dates.crl', await ca.crl('root', { thisUpdate, nextUpdate }));
      return openssl('crl', '-inform', 'DER', '-in', file, '-noout', '-lastupdate', '-nextupdate');
    };
    expect(await dates(new Date('2060-01-02T00:00:00Z'))).toContain(
      'lastUpdate=Jan  1 00:00:00 2020 GMT\nnextUpdate=Jan  2 00:00:00 2060 GMT\n',
    );
    expect(await dates(null)).toContain('nextUpdate=NONE');
  });

  it('refuses a revoked certificate by them', async () => {
    const check = async (revoked: string[]) => {
      await crlFile('a.crl', await ca.crl('intermediate', { revoked }));
      await openssl('crl', '-inform', 'DER', '-in', 'a.crl', '-out', 'a.pem');
      return openssl(
        'verify',
        '-crl_check',
        '-CRLfile',
        'a.pem',
        '-CAfile',
        'root.pem',
        '-untrusted',
        'issuing.pem',
        'leaf.pem',
      );
    };
    expect(await check([])).toContain('leaf.pem: OK');
    expect(await check([ca.root.serial])).toContain('leaf.pem: OK');
    expect(await check([ca.root.serial, leaf.serial])).toContain('certificate revoked');
  });

  describe('as an OCSP client', () => {
    async function ask(options: OcspOptions): Promise<string> {
      const server = await startCrlServer({
        resources: { '/issuing': { body: (asked) => ca.ocsp(asked, options) } },
      });
      try {
        const url = `http://${server.host}:${server.port}/issuing`;
        const trust = ['-CAfile', 'root.pem', '-verify_other', 'issuing.pem'];
        return await openssl('ocsp', '-issuer', 'issuing.pem', '-cert', 'leaf.pem', '-url', url, ...trust);
      } finally {
        await server.close();
      }
    }

    it.each<[OcspOptions, RegExp]>([
      [{}, /^leaf\.pem: good\n.*Response verify OK\n/s],
      [{ status: 'revoked' }, /^leaf\.pem: revoked\n.*Response verify OK\n/s],
      [{ status: 'unknown' }, /^leaf\.pem: unknown\n.*Response verify OK\n/s],
      [{ signer: 'delegate' }, /^leaf\.pem: good\n.*Response verify OK\n/s],
      [{ signer: 'delegate-without-purpose' }, /^leaf\.pem: good\n.*Response Verify Failure\n/s],
      [{ signer: 'stranger' }, /^leaf\.pem: good\n.*Response Verify Failure\n/s],
      [{ status: 'tryLater' }, /Responder Error: trylater \(3\)/],
      [{ status: 'unauthorized' }, /Responder Error: unauthorized \(6\)/],
      [{ status: 'internalError' }, /Responder Error: internalerror \(2\)/],
      [{ status: 'malformedRequest' }, /Responder Error: malformedrequest \(1\)/],
      [
        { nextUpdate: new Date('2020-01-01T00:00:00Z'), thisUpdate: new Date('2019-01-01T00:00:00Z') },
        /Status times invalid/,
      ],
    ])('%j', async (options, expected) => {
      const text = await ask(options);
      expect(text).toMatch(expected);
      expect(text).not.toContain('no nonce');
      expect(text).not.toMatch(/Update: .*\.\d/);
    });

    it('a request that is none is answered as malformed', async () => {
      expect((await ca.ocsp(Buffer.from('no DER'))).toString('hex')).toBe('30030a0101');
    });
  });
});
