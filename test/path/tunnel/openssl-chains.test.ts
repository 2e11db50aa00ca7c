import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { makeCertificate } from '../../../scripts/simulated/certificate.ts';
import { gatewayVerdict } from '../../../src/core/causes/verdict.ts';
import { checkTunnel } from '../../../src/path/tunnel/tunnel.ts';
import { folderForTest } from '../../support/files.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { opensslIn } from '../../support/servers/openssl.ts';
import { OPENSSL, startOpensslServer } from '../../support/servers/openssl-server.ts';
import { closeAfterEach } from '../fixtures.ts';
import { evidenceOf, straightTo } from '../routes.ts';

const keep = closeAfterEach();
const ca = await createCa();
const other = await createCa({ name: 'Other' });
const DAY = 24 * 3_600_000;
const within = (from: number, to: number) => ({
  notBefore: new Date(Date.now() + from * DAY),
  notAfter: new Date(Date.now() + to * DAY),
});
const authority = { isCa: true, ...within(-1, 30) };
const second = await makeCertificate({ ...authority, commonName: 'Second', issuer: ca.intermediate });
const leaf = await makeCertificate({
  ...{ commonName: 'localhost', issuer: second, isCa: false, ips: ['127.0.0.1'] },
  ...{ purposes: ['serverAuth'], ...within(-1, 30) },
});
const expired = await makeCertificate({
  ...{ ...authority, ...within(-60, -30), commonName: 'Second' },
  ...{ issuer: ca.intermediate, keys: second.keys },
});

async function judged(chain: readonly { pem: string }[], served = { key: leaf.keyPem, cert: leaf.pem }) {
  const sent = chain.map(({ pem }) => pem).join('');
  const server = keep(await startOpensslServer({ ...served, chain: sent }));
  const { results, chain: found, settled } = await checkTunnel(straightTo(server, [ca.root.pem]));
  await settled;
  return { results, found };
}

describe.skipIf(skipWithout(OPENSSL))('the certificates of an openssl server', () => {
  it.each([
    ['in order', [second, ca.intermediate]],
    ['in the opposite order', [ca.intermediate, second]],
    ['among unrelated ones', [other.root, ca.intermediate, other.intermediate, second]],
    ['after the root', [ca.root, ca.intermediate, second]],
    ['with an expired twin before', [expired, second, ca.intermediate]],
    ['with an expired twin after', [ca.intermediate, second, expired]],
  ])('are valid %s', async (_order, chain) => {
    const { results, found } = await judged(chain);
    expect(evidenceOf(results, 'certificate')).not.toHaveProperty('reason');
    expect(found).toEqual([leaf.der, second.der, ca.intermediate.der, ca.root.der]);
  });

  it('are not valid without the twin that is in date', async () => {
    const { results } = await judged([expired, ca.intermediate]);
    expect(evidenceOf(results, 'certificate')).toMatchObject({
      reasons: ['expired'],
      outOfDate: [{ subject: 'CN=Second' }],
    });
  });

  it('are not those of the profile because of an unrelated one', async () => {
    const server = keep(
      await startOpensslServer({
        ...{ key: leaf.keyPem, cert: leaf.pem },
        chain: [second, ca.intermediate, other.intermediate].map(({ pem }) => pem).join(''),
      }),
    );
    const expectedRoots = [{ name: null, sha1: null, sha256: null, der: other.root.der }];
    const { results, settled } = await checkTunnel(straightTo(server, [ca.root.pem], { expectedRoots }));
    await settled;
    expect(evidenceOf(results, 'certificate')).toMatchObject({ reason: 'wrong-root' });
  });

  it.each([
    ['Ed25519', ['ed25519']],
    ['Ed448', ['ed448']],
    ['RSASSA-PSS', ['rsa-pss', '-pkeyopt', 'rsa_keygen_bits:2048']],
  ])('are not usable for Windows with a key of %s', async (_type, key) => {
    const path = await folderForTest();
    const made = ['-keyout', 'k.pem', '-out', 'c.pem', '-subj', '/CN=localhost'];
    await opensslIn(path)('req', '-x509', '-nodes', '-newkey', ...key, ...made);
    const read = (name: string) => readFile(join(path, name), 'utf8');
    const served = { key: await read('k.pem'), cert: await read('c.pem') };
    const { results } = await judged([], served);
    expect(evidenceOf(results, 'tls')).toMatchObject({ reason: 'handshake-failure' });
    expect(gatewayVerdict(results)).toEqual({ verdict: 'tls-failed', stage: 'tls' });
  });
});
