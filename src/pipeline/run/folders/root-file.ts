import { X509Certificate } from 'node:crypto';
import { shownName } from '../../../core/model/neutralise.ts';
import { nodeFiles } from '../../../files/node-files.ts';
import { isSelfIssued, readCertificate } from '../../../path/pki/certificate-fields.ts';
import { DerError } from '../../../path/pki/der.ts';
import { asPem, certificatesOf } from '../../../path/pki/issuer-file.ts';

const MAX_BYTES = 1 << 20;

/** The bytes of the file of `--ca`. Rejects as `FilePort.read` does. */
export const readRootFile = (file: string): Promise<Uint8Array> => nodeFiles().read(file, MAX_BYTES);

/** A certificate, and whether it can be a root. */
interface FileCertificate {
  pem: string;
  isRoot: boolean;
  subject: string;
  issuer: string;
}

/** The certificates in a file, in DER or PEM; none if it has other content. */
export function certificatesIn(body: Uint8Array): FileCertificate[] {
  try {
    return certificatesOf(body).map((der) => {
      const { subject, issuer } = new X509Certificate(der);
      const isRoot = isSelfIssued(readCertificate(der));
      return { pem: asPem(der), isRoot, subject: shownName(subject), issuer: shownName(issuer) };
    });
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return [];
  }
}
