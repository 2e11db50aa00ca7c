import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '../ports.ts';
import { requireProgram, startProcess } from '../programs/process.ts';
import { OPENSSL, opensslIn } from './openssl.ts';

/** A server certificate for localhost, PEM, with its key. */
export interface OpensslLeaf {
  key: string;
  cert: string;
}

/** An authority of openssl, with openssl's responder. */
export interface OpensslAuthority {
  rootPem: string;
  /** `name` is its common name, and the name to revoke it by. */
  issue(name: string, urls: { crl?: string; ocsp?: string }): Promise<OpensslLeaf>;
  revoke(name: string): Promise<void>;
  /** A list, DER; `options` go to `openssl ca -gencrl`. */
  crl(...options: string[]): Promise<Buffer>;
  /** The list of another authority with the same name and another key, DER. */
  twinCrl(): Promise<Buffer>;
  /** Starts `openssl ocsp` on this port; it ends with the authority. */
  startResponder(port: number): Promise<void>;
  close(): Promise<void>;
}

const configuration = (name: string) => `
[req]
distinguished_name = dn
prompt = no
x509_extensions = root
[dn]
CN = ${name}
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
[ca]
default_ca = this
[this]
database = index.txt
rand_serial = yes
crlnumber = crlnumber
new_certs_dir = .
certificate = root.pem
private_key = root.key
default_md = sha256
default_days = 20
default_crl_days = 7
policy = any
[any]
commonName = supplied
[partition]
issuingDistributionPoint = critical,@partition_point
[partition_point]
fullname = URI:http://crl.example/other-partition.crl
[indirect]
issuingDistributionPoint = critical,@indirect_point
[indirect_point]
indirectCRL = TRUE
[reasons]
issuingDistributionPoint = critical,@reasons_point
[reasons_point]
onlysomereasons = keyCompromise, CACompromise
[unknown]
1.2.3.4 = critical,DER:0500
[delta]
2.5.29.27 = critical,DER:020101
`;
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-config', 'ca.cnf'];

/** A root with this common name, in a temporary folder. */
export async function startOpensslAuthority(name: string): Promise<OpensslAuthority> {
  requireProgram(OPENSSL, 'openssl');
  const folder = await mkdtemp(join(tmpdir(), 'p2s-openssl-'));
  const file = (name: string) => join(folder, name);
  const openssl = opensslIn(folder);
  const responders: { stop(): Promise<void> }[] = [];
  const makeRoot = (name: string) =>
    openssl('req', '-x509', ...NEW_KEY, '-keyout', `${name}.key`, '-out', `${name}.pem`, '-days', '30');
  const crl = async (...options: string[]) => {
    await openssl('ca', '-config', 'ca.cnf', '-gencrl', ...options, '-out', 'crl.pem');
    await openssl('crl', '-in', 'crl.pem', '-outform', 'DER', '-out', 'crl.der');
    return readFile(file('crl.der'));
  };
  await writeFile(file('ca.cnf'), configuration(name));
  await writeFile(file('index.txt'), '');
  await writeFile(file('index.txt.attr'), 'unique_subject = no\n');
  await writeFile(file('crlnumber'), '01\n');
  await makeRoot('root');
  return {
    rootPem: await readFile(file('root.pem'), 'utf8'),
    async issue(name, urls) {
      const extensions = [
        'extendedKeyUsage = serverAuth',
        'subjectAltName = DNS:localhost,IP:127.0.0.1',
        ...(urls.crl === undefined ? [] : [`crlDistributionPoints = URI:${urls.crl}`]),
        ...(urls.ocsp === undefined ? [] : [`authorityInfoAccess = OCSP;URI:${urls.ocsp}`]),
      ];
      await writeFile(file(`${name}.ext`), extensions.join('\n'));
      const made = ['-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`];
      await openssl('req', '-new', ...NEW_KEY, ...made);
      const signed = ['-extfile', `${name}.ext`, '-in', `${name}.csr`, '-out', `${name}.pem`];
      await openssl('ca', '-batch', '-notext', '-config', 'ca.cnf', ...signed);
      return {
        key: await readFile(file(`${name}.key`), 'utf8'),
        cert: await readFile(file(`${name}.pem`), 'utf8'),
      };
    },
    revoke: async (name) => void (await openssl('ca', '-config', 'ca.cnf', '-revoke', `${name}.pem`)),
    crl,
    async twinCrl() {
      await makeRoot('twin');
      return crl('-cert', 'twin.pem', '-keyfile', 'twin.key');
    },
    async startResponder(port) {
      const signer = ['-CA', 'root.pem', '-rsigner', 'root.pem', '-rkey', 'root.key'];
      const args = ['ocsp', '-port', String(port), '-index', 'index.txt', ...signer, '-ndays', '1'];
      const responder = startProcess({ file: OPENSSL, args, cwd: folder, stopSignal: 'SIGKILL' });
      responders.push(responder);
      // It serves one connection after another, and a connection without a request blocks it for ever.
      await waitFor('openssl ocsp', () => (/waiting|ACCEPT/i.test(responder.output()) ? true : undefined));
    },
    async close() {
      for (const responder of responders) await responder.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
