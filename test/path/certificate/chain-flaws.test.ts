import { describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import {
  type CertificateContents,
  type Identity,
  makeCertificate,
} from '../../../scripts/simulated/certificate.ts';
import { startGateway } from '../../../scripts/simulated/gateway.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { judgeCertificate } from '../../../src/path/pki/certificate.ts';
import { checkTunnel } from '../../../src/path/tunnel/tunnel.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';
import { closeAfterEach } from '../fixtures.ts';
import { evidenceOf, reportedBy, straightTo } from '../routes.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const keep = closeAfterEach();
const { root } = await createCa({ name: 'Contoso' });
const DAY = 86_400_000;
const DATES = { notBefore: new Date(Date.now() - DAY), notAfter: new Date(Date.now() + 90 * DAY) };

type More = Partial<CertificateContents>;

/** What is reported for a gateway with a leaf of an authority below the root, made with these additions. */
async function reported(ofAuthority: More, ofLeaf: More = {}) {
  const authority = await makeCertificate({
    commonName: 'Contoso Gateways',
    issuer: root,
    isCa: true,
    ...DATES,
    ...ofAuthority,
  });
  const leaf: Identity = await makeCertificate({
    commonName: 'localhost',
    issuer: authority,
    isCa: false,
    names: ['localhost', 'gateway.contoso.example'],
    ips: ['127.0.0.1'],
    purposes: ['serverAuth'],
    ...DATES,
    ...ofLeaf,
  });
  const gateway = keep(await startGateway({ key: leaf.keyPem, cert: leaf.pem + authority.pem }));
  const { results, settled } = await checkTunnel(straightTo(gateway, [root.pem]));
  await settled;
  const { checks, verdict } = reportedBy(results);
  return {
    evidence: evidenceOf(results, 'certificate'),
    verdict,
    ...ENGLISH.verdict(verdict, checks),
    ja: JAPANESE.verdict(verdict, checks),
  };
}

describe('an authority below the root', () => {
  it.each<[string, More, string, string]>([
    [
      'whose certificate is for clients alone',
      { purposes: ['clientAuth'] },
      'issuer-wrong-purpose',
      'a CA in its chain may not issue for servers (no serverAuth) (CN=Contoso Gateways)',
    ],
    [
      'that may issue for other names alone',
      { permittedNames: ['contoso.example'] },
      'name-constraints',
      'a CA in its chain may not issue for this name (name constraints) (CN=Contoso Gateways)',
    ],
  ])('%s is no authority of the gateway', async (_name, of, reason, part) => {
    const { evidence, verdict, message, next, ja } = await reported(of);
    expect(evidence).toMatchObject({ reason, chainFlaws: [{ reason, subject: 'CN=Contoso Gateways' }] });
    expect(verdict).toMatchObject({ verdict: 'certificate-invalid', stage: 'certificate' });
    expect(message).toContain(part);
    expect(next).toBe('VPN team: check the chain of the certificate.');
    expect(ja.next).not.toContain('時計');
  });

  it.each<[string, More]>([
    ['for servers among others', { purposes: ['clientAuth', 'serverAuth'] }],
    ['for the names of the leaf', { permittedNames: ['localhost', 'contoso.example'] }],
    ['without any limit', {}],
  ])('%s is one', async (_name, of) => {
    expect((await reported(of)).verdict.verdict).toBe('reachable');
  });
});

describe('what is wrong with a certificate', () => {
  it('signed with SHA-1 is reported, and not that its root is unknown', async () => {
    const more = { names: ['localhost'], purposes: ['serverAuth'], hash: 'SHA-1', ...DATES } as const;
    const leaf = await makeCertificate({ commonName: 'localhost', issuer: root, isCa: false, ...more });
    // Node has no name for OpenSSL's own error.
    const question = {
      chain: [leaf.der],
      host: 'localhost',
      authorizationError: 'UNSPECIFIED',
      at: new Date(),
    };
    const judged = judgeCertificate({ ...question, extraRoots: [root.pem], throughProxy: false });
    const reason = 'weak-signature';
    expect(judged).toMatchObject({ status: 'fail', evidence: { reason, trustedBy: 'extra' } });
    expect(ENGLISH.reason({ reason })).toBe('signed with SHA-1 or MD5, which Windows may refuse');
  });
});
