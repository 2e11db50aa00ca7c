import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createCa } from '../../../../scripts/simulated/ca.ts';
import { DerError } from '../../../../src/path/pki/der.ts';
import { certificatesOf } from '../../../../src/path/pki/issuer-file.ts';
import { folderForAll } from '../../../support/files.ts';
import { runProgram, skipWithout } from '../../../support/programs/process.ts';
import { OPENSSL } from '../../../support/servers/openssl.ts';

const ca = await createCa();

describe.skipIf(skipWithout(OPENSSL))('a certs-only message of openssl', () => {
  const folder = folderForAll();
  let message: Buffer;

  beforeAll(async () => {
    await writeFile(join(folder, 'all.pem'), ca.root.pem + ca.intermediate.pem);
    const args = ['crl2pkcs7', '-nocrl', '-certfile', 'all.pem', '-outform', 'DER', '-out', 'all.p7c'];
    await runProgram(OPENSSL, args, { cwd: folder });
    message = await readFile(join(folder, 'all.p7c'));
  });

  it('gives its certificates', () => {
    expect(certificatesOf(message).map((der) => Buffer.from(der))).toEqual(
      [ca.root.der, ca.intermediate.der].map((der) => Buffer.from(der)),
    );
  });

  it('gives them in PEM, too', async () => {
    const args = ['pkcs7', '-in', 'all.p7c', '-inform', 'DER', '-out', 'all.p7b'];
    await runProgram(OPENSSL, args, { cwd: folder });
    const text = await readFile(join(folder, 'all.p7b'));
    expect(text.toString()).toContain('-----BEGIN PKCS7-----');
    expect(certificatesOf(text)).toEqual(certificatesOf(message));
  });

  it('is refused where it says that it is another kind of message', () => {
    const oid = Buffer.from('2a864886f70d010702', 'hex');
    const other = Buffer.from(message);
    other[other.indexOf(oid) + oid.length - 1] = 3;
    expect(() => certificatesOf(other)).toThrow(DerError);
  });
});
