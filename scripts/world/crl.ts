import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { authorityKeyIdentifier, copy, extension, type Identity, time } from './certificate.ts';

export interface CrlOptions {
  /** Serials as in {@link Identity.serial}. */
  revoked?: readonly string[];
  /** Default: an hour before `now`. */
  thisUpdate?: Date;
  /** Default: a week after thisUpdate. `null` leaves it out. */
  nextUpdate?: Date | null;
  /** CRL number, default 1. */
  number?: number;
}

const HOUR = 3_600_000;
const KEY_COMPROMISE = 1;

/** A v2 certificate revocation list (RFC 5280 section 5) signed by `issuer`, DER. */
export async function makeCrl(issuer: Identity, now: Date, options: CrlOptions = {}): Promise<Buffer> {
  const thisUpdate = options.thisUpdate ?? new Date(now.getTime() - HOUR);
  const crl = new pkijs.CertificateRevocationList();
  crl.version = 1;
  crl.issuer = issuer.certificate.subject;
  crl.thisUpdate = time(thisUpdate);
  if (options.nextUpdate !== null) {
    crl.nextUpdate = time(options.nextUpdate ?? new Date(thisUpdate.getTime() + 7 * 24 * HOUR));
  }
  const revoked = (options.revoked ?? []).map((serial) => {
    const reason = new asn1js.Enumerated({ value: KEY_COMPROMISE });
    return new pkijs.RevokedCertificate({
      userCertificate: new asn1js.Integer({ valueHex: copy(Buffer.from(serial, 'hex')) }),
      revocationDate: time(thisUpdate),
      crlEntryExtensions: new pkijs.Extensions({ extensions: [extension('2.5.29.21', reason)] }),
    });
  });
  // An empty list must be left out, not encoded (RFC 5280 5.1.2.6).
  if (revoked.length > 0) crl.revokedCertificates = revoked;
  crl.crlExtensions = new pkijs.Extensions({
    extensions: [
      await authorityKeyIdentifier(issuer.certificate),
      extension('2.5.29.20', new asn1js.Integer({ value: options.number ?? 1 })),
    ],
  });
  await crl.sign(issuer.keys.privateKey, 'SHA-256');
  return Buffer.from(crl.toSchema(true).toBER());
}
