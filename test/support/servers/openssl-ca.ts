import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireProgram } from '../programs/process.ts';
import { OPENSSL, opensslIn } from './openssl.ts';

export interface OpensslCaOptions {
  /** DNS name of the leaf. */
  name: string;
  crlUrls?: readonly string[];
  ocspUrls?: readonly string[];
  /** Whether the leaf is on the list. */
  revokeLeaf?: boolean;
}

export interface OpensslCa {
  rootPem: string;
  rootDer: Buffer;
  leafPem: string;
  leafDer: Buffer;
  /** PKCS#8 PEM. */
  leafKeyPem: string;
  /** Lower-case hex. */
  leafSerial: string;
  crlPem: string;
  crlDer: Buffer;
}

/** A root, a leaf and a list made by the real openssl command; its temporary folder is removed afterwards. */
export async function makeOpensslCa(options: OpensslCaOptions): Promise<OpensslCa> {
  requireProgram(OPENSSL, 'openssl');
  const folder = await mkdtemp(join(tmpdir(), 'p2s-openssl-'));
  const file = (name: string) => join(folder, name);
  const openssl = opensslIn(folder);
  try {
    await writeFile(file('ca.cnf'), configuration(options));
    await writeFile(file('index.txt'), '');
    await writeFile(file('index.txt.attr'), 'unique_subject = no\n');
    await writeFile(file('crlnumber'), '01\n');
    const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-config', 'ca.cnf'];
    await openssl('req', '-x509', ...newKey, '-keyout', 'root.key', '-out', 'root.pem', '-days', '30');
    await openssl('req', '-new', ...newKey, '-keyout', 'leaf.key', '-out', 'leaf.csr', '-subj', '/CN=leaf');
    await openssl(
      'ca',
      '-batch',
      '-config',
      'ca.cnf',
      '-rand_serial',
      '-notext',
      '-in',
      'leaf.csr',
      '-out',
      'leaf.pem',
    );
    if (options.revokeLeaf === true) await openssl('ca', '-config', 'ca.cnf', '-revoke', 'leaf.pem');
    await openssl('ca', '-config', 'ca.cnf', '-gencrl', '-out', 'crl.pem');
    await openssl('crl', '-in', 'crl.pem', '-outform', 'DER', '-out', 'crl.der');
    await openssl('x509', '-in', 'root.pem', '-outform', 'DER', '-out', 'root.der');
    await openssl('x509', '-in', 'leaf.pem', '-outform', 'DER', '-out', 'leaf.der');
    const serial = /\t([0-9A-F]+)\tunknown\t/.exec(await readFile(file('index.txt'), 'utf8'))?.[1] ?? '';
    return {
      rootPem: await readFile(file('root.pem'), 'utf8'),
      rootDer: await readFile(file('root.der')),
      leafPem: await readFile(file('leaf.pem'), 'utf8'),
      leafDer: await readFile(file('leaf.der')),
      leafKeyPem: await readFile(file('leaf.key'), 'utf8'),
      leafSerial: serial.toLowerCase(),
      crlPem: await readFile(file('crl.pem'), 'utf8'),
      crlDer: await readFile(file('crl.der')),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function configuration(options: OpensslCaOptions): string {
  const list = (values: readonly string[], prefix: string) =>
    values.map((value) => `${prefix}URI:${value}`).join(',');
  const crl = list(options.crlUrls ?? [], '');
  const ocsp = list(options.ocspUrls ?? [], 'OCSP;');
  return `
[req]
distinguished_name = dn
prompt = no
x509_extensions = root_ext
[dn]
CN = openssl sample root
[root_ext]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[ca]
default_ca = sample
[sample]
database = index.txt
crlnumber = crlnumber
rand_serial = yes
new_certs_dir = .
certificate = root.pem
private_key = root.key
default_md = sha256
default_days = 20
default_crl_days = 7
policy = any
x509_extensions = leaf_ext
crl_extensions = crl_ext
[any]
commonName = supplied
[crl_ext]
authorityKeyIdentifier = keyid
[leaf_ext]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:${options.name}
authorityKeyIdentifier = keyid
${crl === '' ? '' : `crlDistributionPoints = ${crl}`}
${ocsp === '' ? '' : `authorityInfoAccess = ${ocsp}`}
`;
}
