import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { requireProgram } from '../../support/programs/process.ts';
import { OPENSSL, opensslIn } from '../../support/servers/openssl.ts';

type KeyKind = 'rsa' | 'ec';
type Signer = 'root' | 'delegate' | 'expired' | 'renewed' | 'leaf';

/** An authority kept by the real openssl command, in a temporary folder. */
export interface OpensslAuthority {
  rootDer: Buffer;
  rootPem: string;
  leafDer: Buffer;
  leafSerial: string;
  revokeLeaf(...options: string[]): Promise<void>;
  /** DER; `signing` goes to `openssl ca` (e.g. `-sigopt`). */
  crl(...signing: string[]): Promise<Buffer>;
  /** Certificate and key of a signer; `expired` was a delegate, and `renewed` makes it one again. */
  signer(name: Signer): readonly string[];
  /** Answers a DER request with `openssl ocsp`, signed by one of its own signers or of another authority. */
  ocsp(request: Uint8Array, signer: Signer | readonly string[], ...options: string[]): Promise<Buffer>;
  /** A request as openssl makes it, DER; `about` are its arguments (`-cert leaf.pem`, `-serial 7`). */
  request(...about: string[]): Promise<Buffer>;
  /** The request as text, by openssl. */
  requestText(request: Uint8Array): Promise<string>;
  close(): Promise<void>;
}

/** The default time of the next update. */
const NEXT_DAY = ['-ndays', '1'];

const CONFIGURATION = `
[req]
distinguished_name = dn
prompt = no
[dn]
CN = openssl authority
[root_ext]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
[leaf_ext]
extendedKeyUsage = serverAuth
subjectAltName = DNS:leaf.example
crlDistributionPoints = URI:http://crl.example/root.crl
authorityInfoAccess = OCSP;URI:http://ocsp.example/
[delegate_ext]
extendedKeyUsage = OCSPSigning
[expired_ext]
extendedKeyUsage = OCSPSigning
[renewed_ext]
extendedKeyUsage = OCSPSigning
[ca]
default_ca = this
[this]
database = index.txt
serial = serial
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
[here]
issuingDistributionPoint = critical,@here_point
[here_point]
fullname = URI:http://crl.example/root.crl
[elsewhere]
issuingDistributionPoint = critical,@elsewhere_point
[elsewhere_point]
fullname = URI:http://crl.example/other-partition.crl
[users]
issuingDistributionPoint = critical,@users_point
[users_point]
onlyuser = TRUE
[authorities]
issuingDistributionPoint = critical,@authorities_point
[authorities_point]
onlyCA = TRUE
[attributes]
issuingDistributionPoint = critical,@attributes_point
[attributes_point]
onlyAA = TRUE
[indirect]
issuingDistributionPoint = critical,@indirect_point
[indirect_point]
indirectCRL = TRUE
[with_delta]
freshestCRL = URI:http://crl.example/delta.crl
[delta]
2.5.29.27 = critical,DER:020101
[delta_of_newer]
2.5.29.27 = critical,DER:02020fff
[unknown_critical]
1.2.3.4 = critical,DER:0500
[unknown]
1.2.3.4 = DER:0500
`;

async function startOpensslAuthority(kind: KeyKind): Promise<OpensslAuthority> {
  requireProgram(OPENSSL, 'openssl');
  const folder = await mkdtemp(join(tmpdir(), 'p2s-authority-'));
  const file = (name: string) => join(folder, name);
  const openssl = opensslIn(folder);
  const newKey = (name: string) => {
    const algorithm = kind === 'rsa' ? ['rsa:2048'] : ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'];
    return ['-newkey', ...algorithm, '-nodes', '-config', 'ca.cnf', '-keyout', `${name}.key`];
  };
  const sign = async (name: string, request: string, ...more: string[]) => {
    const how = ['-batch', '-notext', '-config', 'ca.cnf', '-extensions', `${name}_ext`];
    await openssl('ca', ...how, ...more, '-in', `${request}.csr`, '-out', `${name}.pem`);
  };
  const issue = async (name: string, ...dates: string[]) => {
    await openssl('req', '-new', ...newKey(name), '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    await sign(name, name, ...dates);
  };
  await writeFile(file('ca.cnf'), CONFIGURATION);
  await writeFile(file('index.txt'), '');
  // A first byte above 0x7f needs a leading zero in DER.
  await writeFile(file('serial'), 'F00102030405060708090A0B0C0D0E0F\n');
  await writeFile(file('crlnumber'), '01\n');
  await openssl(
    'req',
    '-x509',
    ...newKey('root'),
    '-extensions',
    'root_ext',
    '-out',
    'root.pem',
    '-days',
    '30',
  );
  await issue('leaf');
  await issue('delegate');
  await issue('expired', '-startdate', '20200101000000Z', '-enddate', '20200201000000Z');
  await sign('renewed', 'expired', '-subj', '/CN=renewed');
  await copyFile(file('expired.key'), file('renewed.key'));
  const der = async (name: string) => {
    await openssl('x509', '-in', `${name}.pem`, '-outform', 'DER', '-out', `${name}.der`);
    return readFile(file(`${name}.der`));
  };
  const signerOf = (name: Signer) => ['-rsigner', file(`${name}.pem`), '-rkey', file(`${name}.key`)];
  return {
    rootDer: await der('root'),
    rootPem: await readFile(file('root.pem'), 'utf8'),
    leafDer: await der('leaf'),
    leafSerial: 'f00102030405060708090a0b0c0d0e0f',
    revokeLeaf: async (...options) =>
      void (await openssl('ca', '-config', 'ca.cnf', '-revoke', 'leaf.pem', ...options)),
    async crl(...signing) {
      await openssl('ca', '-config', 'ca.cnf', '-gencrl', ...signing, '-out', 'crl.pem');
      await openssl('crl', '-in', 'crl.pem', '-outform', 'DER', '-out', 'crl.der');
      return readFile(file('crl.der'));
    },
    signer: signerOf,
    async ocsp(request, signer, ...more) {
      await writeFile(file('request.der'), request);
      const by = typeof signer === 'string' ? signerOf(signer) : signer;
      const how = ['-index', 'index.txt', '-CA', 'root.pem', ...by, ...(more.length > 0 ? more : NEXT_DAY)];
      await openssl('ocsp', ...how, '-reqin', 'request.der', '-respout', 'response.der');
      return readFile(file('response.der'));
    },
    async request(...about) {
      await openssl('ocsp', '-issuer', 'root.pem', ...about, '-reqout', 'made.der');
      return readFile(file('made.der'));
    },
    async requestText(request) {
      await writeFile(file('request.der'), request);
      return openssl('ocsp', '-reqin', 'request.der', '-req_text', '-noverify');
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** One authority of each kind for the tests of a suite; they are removed afterwards. */
export function opensslAuthorities(): (kind: KeyKind) => OpensslAuthority {
  const started = new Map<KeyKind, OpensslAuthority>();
  beforeAll(async () => {
    for (const kind of ['rsa', 'ec'] as const) started.set(kind, await startOpensslAuthority(kind));
  });
  afterAll(async () => {
    for (const authority of started.values()) await authority.close();
  });
  return (kind) => {
    const authority = started.get(kind);
    if (authority === undefined) throw new Error(`the ${kind} authority was not started`);
    return authority;
  };
}
