import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, isIP } from 'node:net';
import { join } from 'node:path';
import tls from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';
import { type CertificateQuestion, judgeCertificate } from '../../../src/path/pki/certificate.ts';
import { peerCertificates, trustContext } from '../../../src/path/transport/handshake.ts';
import { NOT_JUDGED } from '../../../src/path/transport/transport.ts';
import { tempFolder } from '../../support/files.ts';
import { runProgram, skipWithout } from '../../support/programs/process.ts';
import { OPENSSL, opensslIn } from '../../support/servers/openssl.ts';

const HOST = 'gw.contoso.example';
const CA_FLAG = 'basicConstraints=critical,CA:true';
const CA = [CA_FLAG, 'keyUsage=critical,keyCertSign,cRLSign'];
const NOT_CA = 'basicConstraints=critical,CA:false';
const NAMES = `subjectAltName=DNS:${HOST},IP:192.0.2.1`;
const SERVER = 'extendedKeyUsage=serverAuth';
const CLIENT = 'extendedKeyUsage=clientAuth';
const ANY = 'extendedKeyUsage=anyExtendedKeyUsage';

interface Made {
  pem: string;
  key: string;
  /** In the folder, without `.pem` and `.key`. */
  file: string;
}
const { path, remove } = await tempFolder();
afterAll(remove);
let count = 0;

/** A certificate of openssl with these lines of its configuration; `null`: self-signed. */
async function make(name: string, issuer: Made | null, lines: readonly string[], how: { key?: string } = {}) {
  count += 1;
  const file = `c${count}`;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = how.key ?? privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  await writeFile(join(path, `${file}.key`), key);
  const head = ['[req]', 'distinguished_name=dn', 'prompt=no', '[dn]', `CN=${name}`, '[x]'];
  await writeFile(join(path, `${file}.cnf`), [...head, ...lines, ''].join('\n'));
  const by = issuer === null ? [] : ['-CA', `${issuer.file}.pem`, '-CAkey', `${issuer.file}.key`];
  const extensions = lines.length === 0 ? [] : ['-extensions', 'x'];
  const from = ['-config', `${file}.cnf`, '-key', `${file}.key`, ...extensions, ...by];
  await opensslIn(path)('req', '-x509', '-new', '-days', '30', ...from, '-out', `${file}.pem`);
  return { pem: await readFile(join(path, `${file}.pem`), 'utf8'), key, file };
}

async function accepts(leaf: Made, sent: readonly Made[], roots: readonly Made[], host: string) {
  const pems = (list: readonly Made[]) => list.map(({ pem }) => pem).join('');
  await writeFile(join(path, 'sent.pem'), pems(sent));
  await writeFile(join(path, 'roots.pem'), pems(roots));
  const trust = ['-no-CAfile', '-no-CApath', '-CAfile', 'roots.pem', '-auth_level', '1'];
  const untrusted = sent.length === 0 ? [] : ['-untrusted', 'sent.pem'];
  const name = [isIP(host) === 0 ? '-verify_hostname' : '-verify_ip', host];
  const args = ['verify', ...trust, ...untrusted, '-purpose', 'sslserver', ...name, `${leaf.file}.pem`];
  const { code, stderr } = await runProgram(OPENSSL, args, { cwd: path, timeoutMs: 60_000 });
  if (code !== 0 && !stderr.includes('lookup:')) throw new Error(stderr);
  return code === 0;
}

/** The certificates of a handshake with OpenSSL's verdict, as the program reads them. */
async function met(leaf: Made, sent: readonly Made[], roots: readonly Made[]) {
  const cert = [leaf, ...sent].map(({ pem }) => pem).join('');
  const server = tls.createServer({ key: leaf.key, cert }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const secureContext = trustContext(roots.map(({ pem }) => pem))('TLSv1.3');
  const { port } = server.address() as AddressInfo;
  const how = { rejectUnauthorized: false, checkServerIdentity: () => undefined };
  const socket = tls.connect({ port, host: '127.0.0.1', secureContext, ...how });
  await once(socket, 'secureConnect');
  const found = peerCertificates(socket);
  socket.destroy();
  server.close();
  return found;
}

/**
 * Who accepts a chain: openssl itself; p2s-fix after a handshake; and p2s-fix where OpenSSL has no verdict on the whole
 * chain: a root of Windows, which Node's OpenSSL does not know, and a recording.
 */
async function judged(leaf: Made, sent: readonly Made[], roots: readonly Made[], host = HOST) {
  const passes = (more: Pick<CertificateQuestion, 'chain' | 'authorizationError'>, isKnown = true) => {
    const trust = isKnown
      ? { extraRoots: roots.map(({ pem }) => pem) }
      : { extraRoots: [], reportedRoots: roots.map(derOf) };
    const common = { host, at: new Date(), throughProxy: false, systemRoots: () => [] };
    return judgeCertificate({ ...common, ...trust, ...more }).status !== 'fail';
  };
  const chain = [leaf, ...sent].map(derOf);
  return {
    openssl: await accepts(leaf, sent, roots, host),
    handshake: passes(await met(leaf, sent, roots)),
    windowsRoot: passes({ chain, authorizationError: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' }, false),
    recording: passes({ chain, authorizationError: NOT_JUDGED }),
  };
}
const derOf = ({ pem }: Made) => new X509Certificate(pem).raw;
const all = (openssl: boolean) => ({ openssl, handshake: openssl, windowsRoot: openssl, recording: openssl });
/** Only OpenSSL checks it: without its verdict nobody knows. */
const AFTER_HANDSHAKE = { ...all(true), openssl: false, handshake: false };

const root = await make('Root', null, CA);
const authority = await make('Authority', root, CA);
const leafOf = (issuer: Made, lines: readonly string[] = []) =>
  make('leaf', issuer, [NOT_CA, NAMES, SERVER, ...lines]);
const leaf = await leafOf(authority);

describe.skipIf(skipWithout(OPENSSL))('as openssl judges it', { timeout: 60_000 }, () => {
  it.each<[boolean, string[]]>([
    [true, CA],
    [true, [CA_FLAG]],
    [true, ['basicConstraints=CA:true']],
    [true, ['basicConstraints=critical,CA:true,pathlen:0']],
    [false, [NOT_CA, 'keyUsage=keyCertSign']],
    [false, ['keyUsage=keyCertSign']],
    [false, ['subjectKeyIdentifier=hash']],
    [false, []],
    [false, [CA_FLAG, 'keyUsage=digitalSignature']],
    [false, [...CA, CLIENT]],
    [true, [...CA, 'extendedKeyUsage=clientAuth,serverAuth']],
    [true, [...CA, 'extendedKeyUsage=msSGC']],
    [true, [...CA, 'extendedKeyUsage=nsSGC']],
    [true, [...CA, 'nameConstraints=critical,permitted;DNS:contoso.example']],
    [true, [...CA, 'nameConstraints=permitted;DNS:.contoso.example']],
    [true, [...CA, `nameConstraints=permitted;DNS:${HOST}`]],
    [false, [...CA, 'nameConstraints=permitted;DNS:fabrikam.example']],
    [false, [...CA, 'nameConstraints=permitted;DNS:toso.example']],
    [false, [...CA, 'nameConstraints=excluded;DNS:contoso.example']],
    [true, [...CA, 'nameConstraints=excluded;DNS:fabrikam.example']],
    [false, [...CA, 'nameConstraints=excluded;IP:192.0.2.0/255.255.255.0']],
    [true, [...CA, 'nameConstraints=excluded;IP:2001:db8::/ffff:ffff::']],
    [true, [...CA, 'nameConstraints=permitted;IP:192.0.2.0/255.255.255.0']],
    [false, [...CA, 'nameConstraints=permitted;IP:10.0.0.0/255.0.0.0']],
    [false, [...CA, 'nameConstraints=permitted;IP:2001:db8::/ffff:ffff::']],
    [true, [...CA, 'nameConstraints=permitted;email:contoso.example']],
    [true, [...CA, 'certificatePolicies=critical,1.2.3.4', 'inhibitAnyPolicy=critical,0']],
    [true, [...CA, 'policyConstraints=critical,requireExplicitPolicy:0']],
    [true, [...CA, 'crlDistributionPoints=critical,URI:http://c.example/a.crl']],
    [true, [...CA, '1.2.3.4=DER:0500']],
    [false, [...CA, '1.2.3.4=critical,DER:0500']],
    [false, [...CA, 'authorityInfoAccess=critical,OCSP;URI:http://o.example']],
  ])('%s for an authority with %j', async (isValid, lines) => {
    const above = await make('Above', root, lines);
    expect(await judged(await leafOf(above), [above], [root])).toEqual(all(isValid));
  });

  it.each<[boolean, string[]]>([
    [true, []],
    [true, ['keyUsage=keyCertSign']],
    [false, ['subjectKeyIdentifier=hash']],
    [false, [NOT_CA]],
    [false, [CA_FLAG, 'keyUsage=digitalSignature']],
    [false, [...CA, CLIENT]],
    [false, [...CA, '1.2.3.4=critical,DER:0500']],
    [false, [...CA, 'nameConstraints=permitted;DNS:fabrikam.example']],
  ])('%s for a root with %j', async (isValid, lines) => {
    const top = await make('Top', null, lines);
    expect(await judged(await leafOf(top), [], [top])).toEqual(all(isValid));
  });

  it.each<[boolean, string[]]>([
    [true, [NAMES]],
    [true, [NAMES, 'extendedKeyUsage=clientAuth,serverAuth']],
    [true, [NAMES, 'extendedKeyUsage=msSGC']],
    [true, [NAMES, 'extendedKeyUsage=nsSGC']],
    [false, [NAMES, CLIENT]],
    [false, [NAMES, 'extendedKeyUsage=1.3.6.1.5.5.8.2.2']],
    [true, [NAMES, SERVER, 'keyUsage=critical,digitalSignature']],
    [true, [NAMES, SERVER, CA_FLAG]],
    [true, [NAMES, SERVER, 'nsCertType=critical,server', 'noCheck=critical,ignored']],
    [true, [NAMES, SERVER, 'tlsfeature=status_request']],
    [false, [NAMES, SERVER, 'tlsfeature=critical,status_request']],
  ])('%s for a server with %j', async (isValid, lines) => {
    const served = await make('leaf', authority, lines);
    expect(await judged(served, [authority], [root])).toEqual(all(isValid));
  });

  it.each<[boolean, string, string, string]>([
    [true, 'DNS:*.contoso.example', '', HOST],
    [false, 'DNS:*.example', '', HOST],
    [false, 'DNS:*.example', '', 'gw.example'],
    [false, 'DNS:gw.*.example', '', HOST],
    [false, 'DNS:*.contoso.example', '', 'my_gw.contoso.example'],
    [true, 'DNS:*.contoso.example', '', 'xn--bcher-kva.contoso.example'],
    [true, 'DNS:GW.Contoso.Example', '', HOST],
    [true, `DNS:${HOST}`, '', HOST.toUpperCase()],
    [false, `DNS:${HOST}.`, '', HOST],
    [true, '', HOST, HOST],
    [true, '', '*.contoso.example', HOST],
    [false, 'DNS:a.example', HOST, HOST],
    [true, 'IP:192.0.2.1', HOST, HOST],
    [true, 'IP:192.0.2.1', '', '192.0.2.1'],
    [false, 'DNS:192.0.2.1', '', '192.0.2.1'],
    [false, '', '192.0.2.1', '192.0.2.1'],
    [true, 'IP:2001:db8::1', '', '2001:0db8:0:0::1'],
  ])('%s for the names "%s" and "%s" of %s', async (isValid, names, commonName, host) => {
    const lines = [NOT_CA, SERVER, ...(names === '' ? [] : [`subjectAltName=${names}`])];
    const served = await make(commonName || 'leaf', authority, lines);
    expect(await judged(served, [authority], [root], host)).toEqual(all(isValid));
  });

  it('for the length of a path', async () => {
    const short = await make('Short', root, ['basicConstraints=critical,CA:true,pathlen:0']);
    const [below, itself] = [await make('Below', short, CA), await make('Short', short, CA)];
    expect(await judged(await leafOf(below), [below, short], [root])).toEqual(all(false));
    expect(await judged(await leafOf(itself), [itself, short], [root])).toEqual(all(true));
    const top = await make('Top', null, ['basicConstraints=critical,CA:true,pathlen:0']);
    const under = await make('Under', top, CA);
    expect(await judged(await leafOf(under), [under], [top])).toEqual(all(false));
  });

  it('for which root is trusted', async () => {
    const other = await make('Other', null, CA);
    const crossed = await make('Root', other, CA, root);
    const [twin, self] = [await make('Root', null, CA), await make(HOST, null, [])];
    expect(await judged(leaf, [authority, crossed], [root])).toEqual(all(true));
    expect(await judged(leaf, [authority, crossed], [other])).toEqual(all(true));
    expect(await judged(leaf, [authority, root], [other])).toEqual(all(false));
    expect(await judged(leaf, [authority], [twin])).toEqual(all(false));
    expect(await judged(leaf, [], [root])).toEqual(all(false));
    expect(await judged(self, [], [self])).toEqual(all(true));
    expect(await judged(self, [], [root])).toEqual(all(false));
  });

  it('for twins of an authority', async () => {
    const forClients = await make('Authority', root, [...CA, CLIENT], authority);
    const otherKey = await make('Authority', root, CA);
    expect(await judged(leaf, [authority, forClients], [root])).toEqual(all(true));
    expect(await judged(leaf, [forClients, authority], [root])).toEqual(all(false));
    expect(await judged(leaf, [otherKey, authority], [root])).toEqual(all(true));
    expect(await judged(leaf, [otherKey], [root])).toEqual(all(false));
  });
});

describe.skipIf(skipWithout(OPENSSL))('not as openssl judges it', { timeout: 60_000 }, () => {
  it('where Windows looks for another path, and OpenSSL takes the first', async () => {
    const other = await make('Other', null, CA);
    const [crossed, above] = [
      await make('Root', other, CA, root),
      await make('Authority', other, CA, authority),
    ];
    const found = { ...all(true), openssl: false };
    expect(await judged(leaf, [authority, root, crossed], [other])).toEqual(found);
    expect(await judged(leaf, [authority, above], [other])).toEqual(found);
  });

  it('where RRAS accepts every purpose', async () => {
    const above = await make('Above', root, [...CA, ANY]);
    const found = { ...all(true), openssl: false };
    expect(await judged(await make('leaf', authority, [NAMES, ANY]), [authority], [root])).toEqual(found);
    expect(await judged(await leafOf(above), [above], [root])).toEqual(found);
  });

  it('where a wildcard is a part of a label, or the host ends in a dot', async () => {
    const served = await make('leaf', authority, [SERVER, 'subjectAltName=DNS:g*.contoso.example']);
    expect(await judged(served, [authority], [root])).toEqual({ ...all(false), openssl: true });
    expect(await judged(leaf, [authority], [root], `${HOST}.`)).toEqual({ ...all(true), openssl: false });
  });

  it('where only OpenSSL judges it', async () => {
    for (const line of ['keyUsage=keyCertSign', 'nsCertType=client'])
      expect(await judged(await leafOf(authority, [line]), [authority], [root])).toEqual(AFTER_HANDSHAKE);
    const limit = 'nameConstraints=permitted;DNS:fabrikam.example';
    const above = await make('Above', root, [...CA, limit]);
    const served = await make(HOST, above, [NOT_CA, SERVER]);
    expect(await judged(served, [above], [root])).toEqual(AFTER_HANDSHAKE);
  });
});
