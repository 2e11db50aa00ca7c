import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireProgram, runProgram } from '../../../support/programs/process.ts';
import { OPENSSL, opensslIn } from '../../../support/servers/openssl.ts';
import { type KnownSubject, subjectOf } from '../../subjects.ts';

export interface ListAuthorityOptions {
  /** Extensions of the root and of the leaf, as lines of openssl's configuration. */
  root?: readonly string[];
  leaf?: readonly string[];
  /** More sections that the extensions name. */
  sections?: string;
  /** Arguments of `openssl req -newkey`; default: P-256. */
  key?: readonly string[];
}

/** An authority of the real openssl whose lists have the extensions of a test. */
export interface ListAuthority {
  about: KnownSubject;
  /** `extensions` of the list; none leaves it version 1. `options` go to `openssl ca -gencrl`. DER. */
  list(extensions: readonly string[], ...options: string[]): Promise<Buffer>;
  revokeLeaf(...options: string[]): Promise<void>;
  /** A certificate of its name with this key (`root`: its own), to sign lists by: `-cert NAME.pem -keyfile KEY.key`. */
  makeSigner(name: string, key: string, extensions: readonly string[], subject?: string): Promise<void>;
  /** openssl's own result for the leaf with a list: `good`, or its error. */
  word(list: Uint8Array): Promise<string>;
  close(): Promise<void>;
}

const CDP = 'crlDistributionPoints = URI:http://crl.example/a.crl';
const ROOT = ['basicConstraints = critical,CA:true', 'subjectKeyIdentifier = hash'];
export const CRL_SIGN = 'keyUsage = critical,keyCertSign,cRLSign';

export async function makeListAuthority(options: ListAuthorityOptions = {}): Promise<ListAuthority> {
  requireProgram(OPENSSL, 'openssl');
  const folder = await mkdtemp(join(tmpdir(), 'p2s-lists-'));
  const file = (name: string) => join(folder, name);
  const openssl = opensslIn(folder);
  const kind = options.key ?? ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  const configure = (sections: Record<string, readonly string[]>) => {
    const own = Object.entries(sections).map(([name, lines]) => `[${name}]\n${lines.join('\n')}\n`);
    return writeFile(file('ca.cnf'), `${BASE}${own.join('')}${options.sections ?? ''}`);
  };
  const certify = async (extensions: readonly string[], subject: string, ...more: string[]) => {
    await configure({ root: [...ROOT, ...extensions] });
    const how = ['-config', 'ca.cnf', '-extensions', 'root', '-subj', subject, '-days', '30'];
    await openssl('req', '-x509', ...how, ...more);
  };
  const newKey = ['-newkey', ...kind, '-nodes', '-keyout'];
  const root = options.root ?? [CRL_SIGN];
  await writeFile(file('index.txt'), '');
  await writeFile(file('serial'), '0102\n');
  await certify(root, '/CN=lists', ...newKey, 'root.key', '-out', 'root.pem');
  await configure({ leaf: options.leaf ?? [CDP] });
  await openssl(
    'req',
    '-new',
    '-config',
    'ca.cnf',
    '-subj',
    '/CN=leaf',
    ...newKey,
    'leaf.key',
    '-out',
    'l.csr',
  );
  const issued = ['-config', 'ca.cnf', '-extensions', 'leaf', '-in', 'l.csr', '-out', 'leaf.pem'];
  await openssl('ca', '-batch', '-notext', ...issued);
  const der = async (name: string) => {
    await openssl('x509', '-in', `${name}.pem`, '-outform', 'DER', '-out', `${name}.der`);
    return readFile(file(`${name}.der`));
  };
  return {
    about: subjectOf(await der('leaf'), await der('root')),
    async list(extensions, ...more) {
      const has = extensions.length > 0 ? ['-crlexts', 'list'] : [];
      await configure({ list: extensions });
      await openssl('ca', '-config', 'ca.cnf', '-gencrl', ...has, ...more, '-out', 'list.pem');
      await openssl('crl', '-in', 'list.pem', '-outform', 'DER', '-out', 'list.der');
      return readFile(file('list.der'));
    },
    revokeLeaf: async (...more) =>
      void (await openssl('ca', '-config', 'ca.cnf', '-revoke', 'leaf.pem', ...more)),
    async makeSigner(name, key, extensions, subject = '/CN=lists') {
      const by = key === 'root' ? ['-key', 'root.key'] : [...newKey, `${key}.key`];
      await certify(extensions, subject, ...by, '-out', `${name}.pem`);
    },
    async word(list) {
      await writeFile(file('asked.der'), list);
      await openssl('crl', '-in', 'asked.der', '-inform', 'DER', '-out', 'asked.pem');
      const how = ['-crl_check', '-extended_crl', '-CAfile', 'root.pem', '-CRLfile', 'asked.pem', 'leaf.pem'];
      const { code, stderr } = await runProgram(OPENSSL, ['verify', ...how], {
        cwd: folder,
        timeoutMs: 60_000,
      });
      return code === 0 ? 'good' : (/lookup: (.*)/.exec(stderr)?.[1] ?? stderr);
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

const BASE = `
[req]
distinguished_name = dn
prompt = no
[dn]
CN = unused
[ca]
default_ca = this
[this]
database = index.txt
serial = serial
new_certs_dir = .
certificate = root.pem
private_key = root.key
default_md = default
default_days = 20
default_crl_days = 7
policy = any
[any]
commonName = supplied
`;
