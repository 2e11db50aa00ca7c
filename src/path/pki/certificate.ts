import { createHash, X509Certificate } from 'node:crypto';
import { isAzureGateway } from '../../core/findings/path/gateway.ts';
import type { CheckStatus } from '../../core/model/check.ts';
import { neutralise, shownName } from '../../core/model/neutralise.ts';
import type { ExpectedRoot } from '../../core/path/gateway-profile.ts';
import type { EvidenceByStage } from '../../core/path/stage-evidence.ts';
import { NOT_JUDGED } from '../transport/transport.ts';
import {
  datesFlaw,
  issuerAbove,
  leafEvidence,
  matchedName,
  nameAndPrints,
  nameFlaw,
} from './certificate-evidence.ts';
import {
  accessUris,
  type CertificateFields,
  crlUris,
  isSelfIssued,
  OID,
  tryReadCertificate,
} from './certificate-fields.ts';
import {
  allowsServer,
  authorityFlaws,
  type ChainFlaw,
  criticalFlaws,
  namesServer,
  weakFlaws,
} from './chain-flaws.ts';
import type { DirectProbe } from './direct-probe.ts';
import { asPem } from './issuer-file.ts';
import {
  chainHolds,
  findTrustedChain,
  isIssuedBy,
  linkedTo,
  sentChain,
  systemRoots,
  type TrustedChain,
} from './trust.ts';

export interface CertificateQuestion {
  /** DER, leaf first, the others in any order. */
  chain: readonly Uint8Array[];
  host: string;
  /** OpenSSL's verdict on the chain; `null` when it is valid. */
  authorizationError: string | null;
  extraRoots: readonly string[];
  /** PEM; default: those of this system. */
  systemRoots?: () => readonly string[];
  /**
   * DER: roots that the system reports as trusted, for a Node that cannot read the system's store. Default: none.
   */
  reportedRoots?: readonly Uint8Array[];
  at: Date;
  throughProxy: boolean;
  /** The roots that the profile expects; empty: no profile names one. */
  expectedRoots?: readonly ExpectedRoot[];
  /** The certificates on the direct route, if requested. */
  direct?: DirectProbe | null;
}

export interface CertificateJudgement {
  status: CheckStatus;
  evidence: EvidenceByStage['certificate'];
  /** The chain, with the root from the system's store if that completes it. */
  chain: Uint8Array[];
}

/**
 * OpenSSL errors that are judged again here: OpenSSL reports only the last error and does not read the system's
 * store.
 */
const JUDGED_HERE = new Set([
  NOT_JUDGED,
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'INVALID_PURPOSE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/**
 * Judges a gateway's certificates as Windows would (name, use, dates, trust). The most severe reason comes first:
 * an unknown root makes the rest doubtful. `inspectionSigns` lists the signs of an inspecting proxy.
 */
export function judgeCertificate(question: CertificateQuestion): CertificateJudgement {
  const { host, at, authorizationError, expectedRoots = [] } = question;
  const leafDer = question.chain[0];
  const fields = leafDer === undefined ? null : tryReadCertificate(leafDer);
  if (leafDer === undefined || fields === null) {
    return { status: 'fail', evidence: { reason: 'certificate-unreadable' }, chain: [...question.chain] };
  }
  const leaf = new X509Certificate(leafDer);
  const trusted = trustedChain(question);
  const chain = trusted?.chain ?? sentChain(question.chain, at);
  const matched = matchedName(leaf, host);
  const ofChain = trusted === null ? [] : chainFlaws(authorizationError, chain);
  const bad: string[] = [];
  const asExpected = endsAsExpected(linkedTo(question.chain), chain, expectedRoots);
  const { direct: seen = null } = question;
  const direct =
    seen === null
      ? null
      : compareWithDirect(chain, 'chain' in seen ? { chain: sentChain(seen.chain, at) } : seen, {
          ...{ host, trusted, asExpected },
        });
  if (direct?.comparison === 'different') bad.push('another-certificate');
  // Another name under another root than the profile's means another server. Its root must not be recommended.
  const ofName = matched === null ? [nameFlaw(leaf, host)] : [];
  if (asExpected === false) bad.push(...ofName, 'wrong-root');
  if (trusted === null) bad.push('untrusted-root');
  else if (ofChain.length > 0) bad.push(...ofChain.map(({ reason }) => reason));
  else if (!isSound(authorizationError, chain)) bad.push('chain-invalid');
  bad.push(...ofName);
  const outOfDate = chain.flatMap((der) => datesFlaw(der, at));
  bad.push(...outOfDate.map(({ reason }) => reason));
  if (!allowsServer(leaf)) bad.push('wrong-purpose');

  const noAddresses = crlUris(fields).length === 0 && accessCount(fields) === 0;
  const signs = {
    // A proxy that shows the same certificate as the gateway does not inspect TLS.
    'through-proxy': question.throughProxy && direct?.comparison !== 'same',
    'root-not-public': trusted?.trustedBy !== 'bundled',
    'no-cdp-and-no-aia': noAddresses,
    'not-self-signed': !isSelfIssued(fields),
    'not-profile-root': asExpected === false,
    'differs-from-direct': direct?.comparison === 'different',
  };
  const inspectionSigns = Object.entries(signs)
    .filter(([, holds]) => holds)
    .map(([sign]) => sign);
  const top = chain.at(-1) ?? leafDer;
  const missing = trusted === null ? issuerAbove(top) : null;
  return {
    status: bad.length > 0 ? 'fail' : matched === 'cn' ? 'warn' : 'pass',
    chain,
    evidence: {
      ...(bad.length > 0 ? { reason: bad[0], reasons: [...new Set(bad)] } : {}),
      ...leafEvidence(leaf, fields),
      matchedOn: matched,
      authorizationError: authorizationError === null ? null : neutralise(authorizationError),
      trustedBy: trusted?.trustedBy ?? null,
      chainLength: chain.length,
      top: nameAndPrints(top),
      ...(missing === null ? {} : { missingIssuer: missing }),
      ...(outOfDate.length === 0 ? {} : { outOfDate, judgedAt: at.toISOString() }),
      ...(ofChain.length === 0 ? {} : { chainFlaws: ofChain }),
      ...(asExpected === null ? {} : { asProfileExpects: asExpected }),
      ...(asExpected === null && expectedRoots.length > 0 && expectedRoots.every(isKnownByName)
        ? { notOfProfile: true }
        : {}),
      ...(isAzureGateway({ host }) ? { azureName: true } : {}),
      ...(direct === null ? {} : { direct }),
      inspectionSigns,
    },
  };
}

/**
 * A chain that OpenSSL accepts is trusted, even if the root is not known here (Node can start with more roots).
 * The system's store, which OpenSSL does not use, is read only when needed.
 */
function trustedChain(question: CertificateQuestion): TrustedChain | null {
  const { chain, extraRoots, authorizationError, at } = question;
  if (authorizationError !== null) {
    const { systemRoots: ofSystem = systemRoots, reportedRoots = [] } = question;
    return findTrustedChain(chain, extraRoots, () => [...ofSystem(), ...reportedRoots.map(asPem)], at);
  }
  const accepted: TrustedChain = { trustedBy: 'environment', chain: sentChain(chain, at) };
  return findTrustedChain(chain, extraRoots, () => [], at) ?? accepted;
}

/** Flaws above the leaf, or the reason why OpenSSL rejects the chain. */
function chainFlaws(authorizationError: string | null, chain: readonly Uint8Array[]): ChainFlaw[] {
  const found = [...authorityFlaws(chain), ...(authorizationError === null ? [] : criticalFlaws(chain))];
  return found.length > 0 || isSound(authorizationError, chain) ? found : weakFlaws(chain);
}

/** Whether the chain up to the root is valid: by OpenSSL, or by our own check if OpenSSL stopped early. */
function isSound(authorizationError: string | null, chain: readonly Uint8Array[]): boolean {
  if (authorizationError === null) return true;
  // The key usage and nsCertType are other reasons for it, which are not judged here.
  const isOfList =
    authorizationError !== 'INVALID_PURPOSE' || chain.some((der) => !namesServer(new X509Certificate(der)));
  return JUDGED_HERE.has(authorizationError) && isOfList && chainHolds(chain);
}

function accessCount(fields: CertificateFields): number {
  return accessUris(fields, OID.ocsp).length + accessUris(fields, OID.caIssuers).length;
}

/**
 * How the certificate that came through a proxy compares with the one on the direct route:
 * - `same`: the proxy does not inspect TLS
 * - `same-issuer`: another leaf of the same authority, as gateways behind one name may have
 * - `different`: an inspecting proxy replaced the certificate
 * - `inconclusive`: they differ, but ours is public or chains to the root of the profile, which no inspecting
 * proxy can
 *   issue, or the direct one has another name than the gateway and cannot be compared
 * - `no-answer`: the direct route is blocked
 */
type ComparisonEvidence = NonNullable<EvidenceByStage['certificate']['direct']>;

/** Compares a chain (DER, leaf first) with the chain on the direct route. */
export function compareWithDirect(
  chain: readonly Uint8Array[],
  direct: DirectProbe,
  { host, trusted, asExpected }: { host: string; trusted: TrustedChain | null; asExpected: boolean | null },
): ComparisonEvidence {
  if ('reason' in direct) return { comparison: 'no-answer', reason: direct.reason };
  const [seen, other] = [chain[0], direct.chain[0]];
  if (seen === undefined || other === undefined || tryReadCertificate(other) === null)
    return { comparison: 'no-answer', reason: 'certificate-unreadable' };
  const leaf = new X509Certificate(other);
  const isGenuine = trusted?.trustedBy === 'bundled' || asExpected === true;
  const forItsName = matchedName(leaf, host) !== null;
  const isMeasure = !isGenuine && forItsName;
  return {
    comparison: Buffer.from(seen).equals(other)
      ? 'same'
      : sameIssuer(chain, direct.chain)
        ? 'same-issuer'
        : isMeasure
          ? 'different'
          : 'inconclusive',
    sha256: nameAndPrints(other).sha256,
    issuer: shownName(leaf.issuer),
    forItsName,
  };
}

/**
 * Whether one authority issued both leaves: the same name, and the same key where a chain contains it. Two
 * self-signed leaves also count: an inspecting proxy has an authority. A shared root is not enough, because the
 * proxy's authority can be below the company's root, as the gateway's own authority.
 */
function sameIssuer(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  const [leafA, leafB] = [a[0], b[0]];
  const fieldsA = leafA === undefined ? null : tryReadCertificate(leafA);
  const fieldsB = leafB === undefined ? null : tryReadCertificate(leafB);
  if (leafA === undefined || leafB === undefined || fieldsA === null || fieldsB === null) return false;
  if (isSelfIssued(fieldsA) && isSelfIssued(fieldsB)) return true;
  if (!Buffer.from(fieldsA.issuer).equals(fieldsB.issuer)) return false;
  return isTrustedByWindows(b[1], leafA) && isTrustedByWindows(a[1], leafB);
}

function isTrustedByWindows(issuer: Uint8Array | undefined, leaf: Uint8Array): boolean {
  return issuer === undefined || isIssuedBy(leaf, issuer);
}

/**
 * Whether a chain leads to one of the roots that the profile expects, through a certificate that was sent or that
 * completes the chain. `null`: no root is expected, or the chain ends before its root, so the result is unknown.
 */
export function endsAsExpected(
  sent: readonly Uint8Array[],
  completed: readonly Uint8Array[],
  expected: readonly ExpectedRoot[],
): boolean | null {
  if (expected.length === 0) return null;
  const certificates = [...sent, ...completed];
  if (expected.some((root) => certificates.some((der) => leadsTo(der, root)))) return true;
  const top = completed.at(-1);
  const fields = top === undefined ? null : tryReadCertificate(top);
  return fields !== null && isSelfIssued(fields) ? false : null;
}

/**
 * Whether certificates of a root can be recognized without the root: by its certificate or name, not by a digest
 * alone.
 */
export function isKnownByName({ der, name }: ExpectedRoot): boolean {
  return der !== null || name !== null;
}

/** The root itself, or a certificate that it issued: servers do not have to send the root. */
function leadsTo(der: Uint8Array, { der: root, sha256, sha1, name }: ExpectedRoot): boolean {
  if (root !== null) return Buffer.from(root).equals(der) || isIssuedBy(der, root);
  const print = (hash: string) => createHash(hash).update(der).digest('hex');
  if (sha256 !== null) return print('sha256') === sha256;
  if (sha1 !== null) return print('sha1') === sha1;
  return name !== null && commonNames(der).includes(name);
}

/** For a root, its own names; for any other certificate, the names of its issuer. */
function commonNames(der: Uint8Array): string[] {
  if (tryReadCertificate(der) === null) return [];
  const { issuer } = new X509Certificate(der);
  return (issuer ?? '')
    .split('\n')
    .flatMap((line) => (line.startsWith('CN=') ? [shownName(line.slice(3))] : []));
}
