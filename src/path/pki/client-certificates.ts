import { createHash, X509Certificate } from 'node:crypto';
import type { ClientCertificate, ClientProblem } from '../../core/evidence/client-certificate.ts';
import type { StoredCertificates } from '../../core/evidence/local-evidence.ts';
import { shownName } from '../../core/model/neutralise.ts';
import { tryReadCertificate } from './certificate-fields.ts';

const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const ANY_PURPOSE = '2.5.29.37.0';
const USER_ROOT = 'CurrentUser\\Root';
const COMPUTER_ROOT = 'LocalMachine\\Root';
/** Chains are short; a longer one is a loop. */
const MAX_CHAIN = 8;

interface Issuer {
  certificate: X509Certificate;
  stores: readonly string[];
}

/**
 * The certificates allowed for client authentication (RFC 5280 4.2.1.12: by their extended key usage, or without
 * one), judged only by the stores: fetches nothing and does not check revocation.
 */
export async function judgeClientCertificates(
  stored: StoredCertificates,
  at: Date,
): Promise<ClientCertificate[]> {
  const issuers = stored.issuers.flatMap(({ der, stores }) => {
    const certificate = open(der);
    return certificate === null ? [] : [{ certificate, stores }];
  });
  const judged: ClientCertificate[] = [];
  for (const { der, hasPrivateKey } of stored.own) {
    const certificate = open(der);
    const fields = tryReadCertificate(der);
    if (certificate === null || fields === null || !allowsClient(certificate)) continue;
    const { notBefore, notAfter } = fields;
    const end = await endOfChain(certificate, issuers);
    const problems: (ClientProblem | null)[] = [
      hasPrivateKey ? null : 'no-private-key',
      at > notAfter ? 'expired' : null,
      at < notBefore ? 'not-yet-valid' : null,
      rootProblem(end, stored.unread),
    ];
    judged.push({
      sha1: sha1(certificate),
      issuer: shownName(certificate.issuer),
      validFrom: notBefore.toISOString(),
      validTo: notAfter.toISOString(),
      problems: problems.filter((problem) => problem !== null),
      root:
        end === null ? null : { subject: shownName(end.certificate.subject), sha1: sha1(end.certificate) },
    });
  }
  return judged;
}

/** The first certificate that is in a Root store or self-signed; `null` if an issuer is missing. */
async function endOfChain(leaf: X509Certificate, issuers: readonly Issuer[]): Promise<Issuer | null> {
  let current: Issuer = issuers.find(({ certificate }) => same(certificate, leaf)) ?? {
    certificate: leaf,
    stores: [],
  };
  for (let length = 0; length < MAX_CHAIN; length++) {
    const { certificate } = current;
    if (isRoot(current) || (await isSelfSigned(certificate))) return current;
    const above: Issuer[] = [];
    for (const one of issuers) if (await signed(certificate, one.certificate)) above.push(one);
    const next = above.find(isRoot) ?? above[0];
    if (next === undefined) return null;
    current = next;
  }
  return null;
}

/** An unread store may contain the missing certificate, so no problem is reported then. */
function rootProblem(end: Issuer | null, unread: readonly string[]): ClientProblem | null {
  if (end === null) return unread.length > 0 ? null : 'chain-incomplete';
  const ofUser = end.stores.includes(USER_ROOT);
  const ofComputer = end.stores.includes(COMPUTER_ROOT);
  if (unread.includes(USER_ROOT) || unread.includes(COMPUTER_ROOT) || (ofUser && ofComputer)) return null;
  if (!ofUser && !ofComputer) return 'root-not-trusted';
  return ofUser ? 'root-of-user-only' : 'root-of-computer-only';
}

function isRoot({ stores }: Issuer): boolean {
  return stores.includes(USER_ROOT) || stores.includes(COMPUTER_ROOT);
}

/** Matches name, key identifiers and signature. */
async function signed(certificate: X509Certificate, issuer: X509Certificate): Promise<boolean> {
  return certificate.checkIssued(issuer) && (await verifies(certificate, issuer));
}

/** A certificate that may not sign others can still be self-signed. */
async function isSelfSigned(certificate: X509Certificate): Promise<boolean> {
  return certificate.subject === certificate.issuer && (await verifies(certificate, certificate));
}

/** In the page, WebCrypto verifies, which answers later. */
async function verifies(certificate: X509Certificate, issuer: X509Certificate): Promise<boolean> {
  try {
    return await certificate.verify(issuer.publicKey);
  } catch {
    // A key or signature type that is not supported here.
    return false;
  }
}

function allowsClient(certificate: X509Certificate): boolean {
  const uses: readonly string[] | undefined = certificate.keyUsage;
  return uses === undefined || uses.includes(CLIENT_AUTH) || uses.includes(ANY_PURPOSE);
}

function open(der: Uint8Array): X509Certificate | null {
  try {
    return new X509Certificate(der);
  } catch {
    return null;
  }
}

function same(a: X509Certificate, b: X509Certificate): boolean {
  return a.raw.equals(b.raw);
}

function sha1(certificate: X509Certificate): string {
  return createHash('sha1').update(certificate.raw).digest('hex');
}
