import { nodeFiles } from '../../../files/node-files.ts';
import { DerError } from '../../../path/pki/der.ts';
import { certificatesOf } from '../../../path/pki/issuer-file.ts';
import { asPem } from '../../../path/pki/trust.ts';

const MAX_BYTES = 1 << 20;

/** The bytes of the file of `--ca`. Rejects as `FilePort.read` does. */
export const readRootFile = (file: string): Promise<Uint8Array> => nodeFiles().read(file, MAX_BYTES);

/** The certificates in a file, in DER or PEM, as PEM; none if it has other content. */
export function rootsIn(body: Uint8Array): string[] {
  try {
    return certificatesOf(body).map(asPem);
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return [];
  }
}
