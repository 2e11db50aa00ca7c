import { type Identity, type KeyPurpose, makeCertificate } from './certificate.ts';
import { type CrlOptions, makeCrl } from './crl.ts';
import { answerOcsp, type OcspStatus } from './ocsp.ts';

export type IssuerName = 'root' | 'intermediate';

export interface CaOptions {
  /** Prefix of the subject names, default `P2S Sample`. Two authorities with one name are twins. */
  name?: string;
  /** The root of another authority, instead of an own one. */
  root?: Identity;
  /** For the intermediate's own certificate; the list behind it is `crl('root')`. */
  intermediateCrlUrls?: readonly string[];
  intermediateOcspUrls?: readonly string[];
  intermediateCaIssuersUrls?: readonly string[];
  /** Default: the clock. Certificates start a day before it. */
  now?: Date;
}

export interface LeafOptions {
  /** DNS names for the subject alternative name. */
  names: readonly string[];
  /** IP addresses for it. */
  ips?: readonly string[];
  /** Default: the first name, cut to the 64 characters that a common name may hold. */
  commonName?: string;
  crlUrls?: readonly string[];
  freshestUrls?: readonly string[];
  ocspUrls?: readonly string[];
  caIssuersUrls?: readonly string[];
  /** AuthorityInfoAccess ends within its first element. */
  cutAccess?: true;
  /** Default `['serverAuth']`; `[]` leaves the extension out. */
  purposes?: readonly KeyPurpose[];
  /** Default: a day before now. */
  notBefore?: Date;
  /** Default: 90 days after now. */
  notAfter?: Date;
  /** Default `intermediate`; `self` makes it self-signed. */
  issuer?: IssuerName | 'self';
}

/** A leaf in the form of `tls.createServer({ key, cert })`. */
export interface TlsIdentity extends Identity {
  /** PKCS#8 PEM. */
  key: string;
  /** PEM: the leaf, then the intermediate if it signed the leaf. */
  cert: string;
}

/** How {@link CertificateAuthority.ocsp} answers. */
export interface OcspOptions {
  /** Who issued the certificate asked about. Default `intermediate`. */
  issuer?: IssuerName;
  /** Default `good`. */
  status?: OcspStatus;
  /**
   * Default `issuer`. `delegate` was made by the issuer and has the OCSPSigning purpose, `delegate-without-purpose`
   * lacks it, `stranger` is self-signed.
   */
  signer?: 'issuer' | 'delegate' | 'delegate-without-purpose' | 'stranger';
  /** Default: an hour before now. */
  thisUpdate?: Date;
  /** Default: a day after now. `null` leaves it out. */
  nextUpdate?: Date | null;
  /** The place of an unknown critical extension; default: none. */
  critical?: 'response' | 'single';
}

export interface CertificateAuthority {
  root: Identity;
  intermediate: Identity;
  issue(options: LeafOptions): Promise<TlsIdentity>;
  /** The issuer's revocation list, DER. */
  crl(issuer: IssuerName, options?: CrlOptions): Promise<Buffer>;
  /** Answers a DER OCSPRequest with a DER OCSPResponse. */
  ocsp(request: Uint8Array, options?: OcspOptions): Promise<Buffer>;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Makes a root and an intermediate authority in memory; nothing is written to disk. */
export async function createCa(options: CaOptions = {}): Promise<CertificateAuthority> {
  const now = options.now ?? new Date();
  const label = options.name ?? 'P2S Sample';
  const after = (ms: number) => new Date(now.getTime() + ms);
  const notBefore = after(-DAY);

  const root =
    options.root ??
    (await makeCertificate({
      commonName: `${label} Root`,
      issuer: null,
      isCa: true,
      notBefore,
      notAfter: after(3650 * DAY),
    }));
  const intermediate = await makeCertificate({
    commonName: `${label} Issuing CA`,
    issuer: root,
    isCa: true,
    notBefore,
    notAfter: after(1825 * DAY),
    crlUrls: options.intermediateCrlUrls ?? [],
    ocspUrls: options.intermediateOcspUrls ?? [],
    caIssuersUrls: options.intermediateCaIssuersUrls ?? [],
  });
  const issuers: Record<IssuerName, Identity> = { root, intermediate };

  async function issue(leaf: LeafOptions): Promise<TlsIdentity> {
    const issuer = leaf.issuer ?? 'intermediate';
    const identity = await makeCertificate({
      purposes: ['serverAuth'],
      notBefore,
      notAfter: after(90 * DAY),
      ...leaf,
      commonName: leaf.commonName ?? (leaf.names[0] ?? leaf.ips?.[0] ?? label).slice(0, 64),
      issuer: issuer === 'self' ? null : issuers[issuer],
      isCa: false,
    });
    const cert = issuer === 'intermediate' ? identity.pem + intermediate.pem : identity.pem;
    return { ...identity, key: identity.keyPem, cert };
  }

  async function ocsp(request: Uint8Array, how: OcspOptions = {}): Promise<Buffer> {
    const issuer = how.issuer ?? 'intermediate';
    const kind = how.signer ?? 'issuer';
    const signer =
      kind === 'issuer'
        ? issuers[issuer]
        : await issue({
            names: [],
            commonName: `${label} OCSP`,
            purposes: kind === 'delegate-without-purpose' ? ['serverAuth'] : ['OCSPSigning'],
            issuer: kind === 'stranger' ? 'self' : issuer,
          });
    return answerOcsp(request, {
      status: how.status ?? 'good',
      signer,
      includeSigner: kind !== 'issuer',
      thisUpdate: how.thisUpdate ?? after(-HOUR),
      nextUpdate: how.nextUpdate === undefined ? after(DAY) : how.nextUpdate,
      critical: how.critical,
    });
  }

  return {
    root,
    intermediate,
    issue,
    crl: (issuer, list) => makeCrl(issuers[issuer], now, list),
    ocsp,
  };
}
