import tls from 'node:tls';
import { type CertificateAuthority, createCa, type LeafOptions } from '../../../scripts/simulated/ca.ts';
import { pemBlocks } from '../../../src/core/model/pem.ts';
import { readCertificate } from '../../../src/path/pki/certificate-fields.ts';
import type { RevocationSubject } from '../../../src/path/pki/crl/crl.ts';
import { ocspRequest } from '../../../src/path/pki/ocsp/ocsp.ts';
import type { Transcript } from '../../../src/path/transcript/transcript.ts';
import {
  ALGORITHMS,
  certificate,
  commonName,
  der,
  extension,
  oid,
  type Pair,
  pair,
  sequence,
} from '../../page/made-certificates.ts';
import { transcript } from './transcripts.ts';

type Gateway = Transcript['gateways'][number];
type Fetch = Gateway['fetches'][number];

const CRL = 'http://crl.example/issuing.crl';
const ROOT_CRL = 'http://crl.example/root.crl';
const OCSP = 'http://ocsp.example/';
const HOST = 'gateway.example';
const DAY = 86_400_000;

/** What one of these transcripts has in place of a chain that works. */
interface Contents {
  leaf?: Partial<LeafOptions>;
  /** The certificates as sent. */
  sent?: (leaf: Buffer) => readonly Uint8Array[];
  roots?: readonly Uint8Array[];
  /** The body of each list and OCSP answer, by its URL. */
  bodies?: Record<string, Uint8Array>;
}

const ca = await createCa({ intermediateCrlUrls: [ROOT_CRL] });

/** Probes that reached the certificates of a gateway, by what is in them, with the verdict. */
export async function judgedTranscripts(): Promise<Record<string, { verdict: string; made: Transcript }>> {
  const leaf = await issue();
  const lists = { [CRL]: await ca.crl('intermediate'), [ROOT_CRL]: await ca.crl('root') };
  const answer = (how: Parameters<CertificateAuthority['ocsp']>[1]) => ocspAnswer(leaf.der, how);
  const revoking = await ca.crl('intermediate', { revoked: [leaf.serial] });
  const old = { thisUpdate: new Date(Date.now() - 30 * DAY), nextUpdate: new Date(Date.now() - 20 * DAY) };
  const stranger = await createCa();
  const changed = Buffer.from(leaf.der);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  const unknownKey = Buffer.from(leaf.der);
  const id = oid('1.2.840.10045.2.1');
  unknownKey[unknownKey.indexOf(id) + id.length - 1] = 99;
  const made = async (contents: Contents = {}) => {
    const own = contents.leaf === undefined ? leaf : await issue(contents.leaf);
    const good = { ...lists, [OCSP]: await ocspAnswer(own.der, {}) };
    return withChain(
      contents.sent?.(own.der) ?? [own.der, ca.intermediate.der],
      contents.roots ?? [ca.root.der],
      { ...good, ...contents.bodies },
    );
  };
  const INVALID = 'certificate-invalid';
  const judged = async (verdict: string, contents?: Contents) => ({
    verdict,
    made: await made(contents),
  });
  return {
    'a chain that works': await judged('reachable'),
    'another order, and a certificate that is not of the chain': await judged('reachable', {
      sent: (own) => [own, stranger.root.der, ca.root.der, ca.intermediate.der],
    }),
    'an answer by a delegate': await judged('reachable', {
      bodies: { [OCSP]: await answer({ signer: 'delegate' }) },
    }),
    'an unknown root': await judged('untrusted-root', { roots: [] }),
    'a root of the same name': await judged('untrusted-root', { roots: [stranger.root.der] }),
    'a changed signature': await judged(INVALID, { sent: () => [changed, ca.intermediate.der] }),
    'a key of an unknown type': await judged(INVALID, { sent: () => [unknownKey, ca.intermediate.der] }),
    'an expired certificate': await judged(INVALID, {
      leaf: { notBefore: new Date(Date.now() - 9 * DAY), notAfter: new Date(Date.now() - DAY) },
    }),
    'another name': await judged(INVALID, { leaf: { names: ['other.example'] } }),
    'a name of a wildcard': await judged('reachable', { leaf: { names: ['*.gateway.example', HOST] } }),
    'another purpose': await judged(INVALID, { leaf: { purposes: ['clientAuth'] } }),
    'a certificate in a list': await judged('revoked', { bodies: { [CRL]: revoking } }),
    'a certificate that an answer revokes': await judged('revoked', {
      bodies: { [OCSP]: await answer({ status: 'revoked' }) },
    }),
    'an old list': await judged('revocation-unreachable', {
      bodies: { [CRL]: await ca.crl('intermediate', old), [OCSP]: Buffer.alloc(0) },
    }),
    'a list and an answer of somebody else': await judged('revocation-unreachable', {
      bodies: { [CRL]: await stranger.crl('intermediate'), [OCSP]: await answer({ signer: 'stranger' }) },
    }),
    ...Object.fromEntries(
      Object.entries(KEYS).map(([name, { keys, algorithm }]) => [
        `a chain of ${name}`,
        { verdict: 'reachable', made: chainOf(keys, algorithm) },
      ]),
    ),
    ...Object.fromEntries([0, 100].map((from) => [`public roots from ${from}`, publicRoots(from)])),
  };
}

const KEYS = {
  'RSA 2048': { keys: pair.rsa(2048), algorithm: ALGORITHMS.sha256WithRSA },
  'RSA 3072 with PSS': { keys: pair.rsa(3072), algorithm: ALGORITHMS['PSS with SHA-384, short salt'] },
  'P-384': { keys: pair.ec('P-384'), algorithm: ALGORITHMS['ECDSA with SHA-384'] },
  'P-521': { keys: pair.ec('P-521'), algorithm: ALGORITHMS['ECDSA with SHA-512'] },
} as const;

/** A root and a leaf by one pair of keys, without an address for its revocation. */
function chainOf(keys: Pair, algorithm: (typeof KEYS)[keyof typeof KEYS]['algorithm']): Transcript {
  const contents = { key: keys.publicKey, signer: keys.privateKey, algorithm };
  const name = commonName('Contoso Root');
  const isCa = extension('2.5.29.19', sequence(der(1, Buffer.from([255]))));
  const named = extension('2.5.29.17', sequence(der(0x82, Buffer.from(HOST))));
  const root = certificate({ ...contents, issuer: name, subject: name, extensions: [isCa] });
  return withChain([certificate({ ...contents, issuer: name, extensions: [named] })], [root], {});
}

/** Roots of Node as the gateway's own certificate. */
function publicRoots(from: number): { verdict: string; made: Transcript } {
  const roots = tls.rootCertificates.slice(from, from + 100);
  const ders = roots
    .flatMap((pem) => pemBlocks(pem, 'CERTIFICATE'))
    .map((base64) => Buffer.from(base64, 'base64'));
  const made = ders.map((root) => withChain([root], [], {}));
  const gateways = made.flatMap((one, number) =>
    one.gateways.map((gateway) => ({ ...gateway, port: number + 1 })),
  );
  return { verdict: 'certificate-invalid', made: { ...transcript(), gateways } };
}

function issue(options: Partial<LeafOptions> = {}) {
  return ca.issue({ names: [HOST], crlUrls: [CRL], ocspUrls: [OCSP], ...options });
}

function ocspAnswer(leaf: Uint8Array, how: Parameters<CertificateAuthority['ocsp']>[1]): Promise<Buffer> {
  const issuer = { certificate: readCertificate(ca.intermediate.der) } as NonNullable<
    RevocationSubject['issuer']
  >;
  return ca.ocsp(ocspRequest({ certificate: readCertificate(leaf), issuer, name: '', isCa: false }), how);
}

function withChain(
  sent: readonly Uint8Array[],
  roots: readonly Uint8Array[],
  bodies: Readonly<Record<string, Uint8Array>>,
): Transcript {
  const made = transcript();
  for (const gateway of made.gateways) {
    if (gateway.tunnel.tls) gateway.tunnel.tls.certificates = sent.map(base64);
    gateway.roots = roots.map(base64);
    gateway.fetches = Object.entries(bodies).map(([url, body]) => fetched(gateway, url, body));
  }
  return made;
}

function fetched({ tunnel, viaProxy }: Gateway, url: string, body: Uint8Array): Fetch {
  const { deadlineMs, resolve, connect } = tunnel;
  const head = Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`);
  const chunks = [{ ms: 20, base64: base64(Buffer.concat([head, body])) }];
  return {
    ...{ deadlineMs, resolve, connect, url, viaProxy, further: [], maxBytes: 1_000_000 },
    kind: url === OCSP ? 'ocsp' : 'crl',
    position: url === ROOT_CRL ? 1 : 0,
    proxy: { chunks, end: 'closed', endMs: 21, socketError: null },
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
