import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeptScripts } from '../../../scripts/lab/run/scripts.mjs';
import { type CertificateAuthority, createCa, type LeafOptions } from '../../../scripts/simulated/ca.ts';
import { pem } from '../../../scripts/simulated/certificate.ts';
import { startCrlServer } from '../../../scripts/simulated/crl-server.ts';
import { startGateway } from '../../../scripts/simulated/gateway.ts';
import {
  type SimulatedServers,
  type SimulatedServersOptions,
  startSimulatedServers,
} from '../../../scripts/simulated/simulated-servers.ts';
import { transcriptSchema } from '../../../src/path/transcript/transcript.ts';
import { linuxPwsh } from '../../support/lab/lab.ts';
import { freePort } from '../../support/ports.ts';
import { runJson } from '../../support/programs/cli.ts';
import { keepScripts } from '../../support/programs/kept-scripts.ts';
import { buildShippedScripts, openWorkshop, type Workshop } from '../../support/programs/powershell.ts';
import { runProgram, skipWithout } from '../../support/programs/process.ts';

let shop: Workshop;
let scriptsDir: string;
/** The authority whose root the kept PowerShell trusts. */
let ca: CertificateAuthority;
let caFile: string;
let kept: KeptScripts;
const allSimulated: SimulatedServers[] = [];

beforeAll(async () => {
  shop = openWorkshop();
  scriptsDir = join(shop.folder, 'scripts');
  await buildShippedScripts(scriptsDir);
  ca = await createCa();
  caFile = join(shop.folder, 'ca.pem');
  await writeFile(caFile, ca.root.pem);
  kept = keepScripts({ SSL_CERT_FILE: caFile });
});
afterAll(async () => {
  await kept?.end();
  for (const simulated of allSimulated) await simulated.close();
  shop.remove();
});

async function simulate(options: SimulatedServersOptions = {}): Promise<SimulatedServers> {
  const started = await startSimulatedServers({ root: ca.root, ...options });
  allSimulated.push(started);
  return started;
}

const script = () => join(scriptsDir, 'Test-P2SPath.ps1');

/** Runs the script with the words that an administrator would give it. */
async function byHand(...args: readonly string[]) {
  const { exitCode: code, ...printed } = await kept.run(script(), args);
  return { code, ...printed };
}

/** The same in a PowerShell of its own, as an administrator would; .NET on Linux reads its roots from SSL_CERT_FILE. */
async function alone(args: readonly string[], env: Record<string, string> = {}) {
  const words = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return runProgram('/usr/bin/env', [...words, linuxPwsh, '-NoProfile', '-File', script(), ...args], {
    timeoutMs: 60_000,
  });
}

const routeTo = (at: SimulatedServers) => [
  '-Gateway',
  at.gatewayHost,
  '-Proxy',
  `${at.proxyHost}:${at.proxyPort}`,
];

describe.skipIf(skipWithout(linuxPwsh))('the path probe by hand', { timeout: 120_000 }, () => {
  it.each<[string, SimulatedServersOptions, string[]]>([
    ['works', {}, []],
    ['proxy-auth-required', { proxy: 'auth-required' }, []],
    ['out-of-reach', { proxy: 'forbid-all' }, []],
    ['out-of-reach', { gateway: 'silent-after-tls' }, ['-DeadlineSeconds', '5']],
    ['not-sstp', { gateway: 'http-404' }, []],
    ['not-sstp', { gateway: 'empty-ack' }, []],
    ['not-sstp', { gateway: 'long-head' }, []],
    ['revocation-unreachable', { revocation: 'html' }, []],
    ['works', { revocation: 'chunked' }, []],
  ])('says %s in one line: %j', async (word, options, more) => {
    const at = await simulate(options);
    const { code, stdout, stderr } = await byHand(...routeTo(at), ...more);
    expect(stdout).toMatch(new RegExp(`^${word}: ${at.gatewayHost}:443 through [ -~]{1,1900}\\.?\\n$`));
    expect({ code, stderr }).toEqual({ code: word === 'works' ? 0 : 1, stderr: '' });
  });

  it('does not accept what its machine does not, and names the host that nobody answers', async () => {
    const at = await simulate();
    const untrusted = await alone(routeTo(at));
    expect(untrusted).toMatchObject({
      code: 1,
      stderr: '',
      stdout: expect.stringMatching(
        /^out-of-reach: .* Windows needs 'CN=P2S Sample Root', which the gateway/,
      ),
    });
    const gone = await byHand('-Gateway', `127.0.0.1:${await freePort()}`, '-Direct');
    expect(gone).toMatchObject({
      code: 1,
      stderr: '',
      stdout: expect.stringMatching(/^out-of-reach: .* directly: /),
    });
    const unknown = ['-Gateway', 'no-such-gateway.invalid'];
    for (const [route, whose] of [
      [['-Direct'], 'gateway'],
      [['-Proxy', 'no-such-proxy.invalid:8080'], 'proxy'],
    ] as const) {
      const { stdout } = await byHand(...unknown, ...route);
      expect(stdout).toContain(`: the name of the ${whose} cannot be resolved.`);
    }
  });

  it('judges a certificate whose addresses cannot be read', async () => {
    const other = await createCa();
    const { key, cert } = await other.issue({
      ...{ names: [], ips: ['127.0.0.1'] },
      ...{ issuer: 'root', cutAccess: true },
    });
    const gateway = await startGateway({ key, cert });
    const { code, stdout, stderr } = await byHand('-Gateway', `127.0.0.1:${gateway.port}`, '-Direct');
    await gateway.close();
    expect(stdout).toMatch(/^not-sstp: .* does not accept its certificate: /);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  });

  interface Untrusted {
    /** Where the issuer of the intermediate is. */
    rootUrl?: string;
    leaf?: Partial<LeafOptions>;
    change?: (der: Buffer) => Buffer;
    /** The intermediate in place of that of the leaf; null: none is sent. */
    sent?: string | null;
    host?: string;
  }

  const ROOT_URL = 'http://aia.invalid/root.cer';

  /** What it says of a gateway under a root that this machine does not have. */
  async function withoutRoot(how: Untrusted = {}): Promise<string> {
    const { rootUrl = ROOT_URL, leaf = {}, change = (der: Buffer) => der, sent, host = '127.0.0.1' } = how;
    const other = await createCa({ name: 'Other', intermediateCaIssuersUrls: [rootUrl] });
    const server = await startCrlServer({ resources: { '/issuing.cer': { body: other.intermediate.der } } });
    const caIssuersUrls = [`http://127.0.0.1:${server.port}/issuing.cer`];
    const { der, key } = await other.issue({ names: [], ips: ['127.0.0.1'], caIssuersUrls, ...leaf });
    const intermediate = sent === undefined ? other.intermediate.pem : (sent ?? '');
    const gateway = await startGateway({ key, cert: pem('CERTIFICATE', change(der)) + intermediate });
    try {
      const { code, stdout } = await byHand('-Gateway', `${host}:${gateway.port}`, '-Direct');
      expect(code).toBe(1);
      expect(server.log.length > 0).toBe(sent === null);
      return stdout;
    } finally {
      await Promise.all([gateway.close(), server.close()]);
    }
  }

  const MISSING = /^out-of-reach: .* did not get an issuer .* needs '(.*)', which .*: allow http to (\S+) /;
  const NEEDS_ROOT = ['CN=Other Root', ROOT_URL];

  it('names the issuer above the last certificate that was sent, or that the system downloaded', async () => {
    expect(MISSING.exec(await withoutRoot())?.slice(1)).toEqual(NEEDS_ROOT);
    expect(MISSING.exec(await withoutRoot({ sent: null }))?.slice(1)).toEqual(NEEDS_ROOT);
  });

  it('names the issuer of the leaf where the gateway sends another one of that name', async () => {
    const twin = await createCa({ name: 'Other', intermediateCaIssuersUrls: [ROOT_URL] });
    const caIssuersUrls = ['http://aia.invalid/issuing.cer'];
    const printed = await withoutRoot({ sent: twin.intermediate.pem, leaf: { caIssuersUrls } });
    expect(MISSING.exec(printed)?.slice(1)).toEqual(['CN=Other Issuing CA', ...caIssuersUrls]);
  });

  const POSSIBLE = 'Possible: TLS inspection, or a missing issuer or root.';
  it.each<[string, () => Untrusted]>([
    [
      `NotTimeValid, PartialChain. ${POSSIBLE}`,
      () => ({ leaf: { notAfter: new Date(Date.now() - 3_600_000) } }),
    ],
    [`NotSignatureValid, PartialChain. ${POSSIBLE}`, () => ({ change: tampered })],
    [`NotValidForUsage, PartialChain. ${POSSIBLE}`, () => ({ leaf: { purposes: ['clientAuth'] } })],
    [`PartialChain. ${POSSIBLE}`, () => ({ rootUrl: 'ldap:///CN=Other%20Root' })],
    ['it is for another name, and its chain has errors.', () => ({ host: 'localhost' })],
  ])('says of a certificate that is not accepted: %s', async (reason, how) => {
    const refused = /^not-sstp: .* does not accept its certificate: (.*)\n$/;
    expect(refused.exec(await withoutRoot(how()))?.[1]).toBe(reason);
  });

  function tampered(der: Buffer): Buffer {
    der.writeUInt8(der.readUInt8(der.length - 1) ^ 1, der.length - 1);
    return der;
  }

  it('does not ask for the issuer of a certificate that has another name', async () => {
    const at = await simulate();
    const { stdout } = await byHand('-Gateway', `localhost:${at.gateway.port}`, '-Direct');
    expect(stdout).toMatch(/^not-sstp: .* does not accept its certificate: it is for another name\.\n$/);
  });

  it('takes no length of an empty chunk for an answer', async () => {
    const at = await simulate();
    for (const path of ['/issuing.crl', '/root.crl', '/issuing', '/root'])
      at.crlServer.set(path, { body: Buffer.alloc(0), mode: 'chunked' });
    const { stdout } = await byHand(...routeTo(at));
    expect(stdout).toMatch(/^revocation-unreachable: /);
  });

  it('does not say that it fetched addresses where the certificates name none', async () => {
    const { key, cert } = await ca.issue({ names: [], ips: ['127.0.0.1'] });
    const gateway = await startGateway({ key, cert });
    const { code, stdout } = await byHand('-Gateway', `127.0.0.1:${gateway.port}`, '-Direct');
    await gateway.close();
    expect(stdout).toMatch(
      /^works: .* SSTP answers\. Its certificates name no revocation address to fetch\./,
    );
    expect(code).toBe(0);
  });

  /** What it says of a proxy that gives this answer to everything. */
  async function throughProxyThatAnswers(answer: string): Promise<string> {
    // A socket whose request nobody reads would stay open.
    const server = createServer((socket) => {
      socket.on('error', () => undefined).resume();
      socket.end(answer);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { stdout } = await byHand('-Gateway', 'gw.example', '-Proxy', `127.0.0.1:${port}`);
    server.close();
    await once(server, 'close');
    return stdout;
  }

  it('has its own words for a proxy that speaks no HTTP', async () => {
    const stdout = await throughProxyThatAnswers('SSH-2.0-x\r\n');
    expect(stdout).toMatch(/^out-of-reach: .* the proxy sends no valid HTTP response\./);
  });

  it('takes a refusal for one, however long its head is', async () => {
    const head = `HTTP/1.1 407 x\r\nX-Padding: ${'a'.repeat(24_000)}\r\n\r\n`;
    expect(await throughProxyThatAnswers(head)).toMatch(/^proxy-auth-required: /);
  });

  it('takes the proxy that the system names', async () => {
    const at = await simulate();
    const env = { SSL_CERT_FILE: caFile, https_proxy: `http://${at.proxyHost}:${at.proxyPort}` };
    expect(await alone(['-Gateway', at.gatewayHost], env)).toMatchObject({ code: 0, stderr: '' });
  });

  it.each([
    [[], 'Name the gateway'],
    [['-Gateway', 'a', '-Proxy', 'b:1', '-Direct'], 'not both'],
    [['-Gateway', 'a', '-Proxy', 'proxy.example'], "'proxy.example' is not HOST:PORT."],
    [['-Gateway', 'a', '-Direct', '-DeadlineSeconds', '0'], 'is not a valid number'],
    [['-Gateway', 'a', '-Proxy', 'ann:se[cret@b:1'], "'***@b:1' is not HOST:PORT."],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await byHand(...args);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'invalid-request', message: expect.stringContaining(message) },
    });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  });

  it('writes what it saw, and p2s-fix judges it elsewhere', async () => {
    const at = await simulate({ proxy: 'forbid-sstp-header' });
    const file = join(shop.folder, 'path.json');
    const { code, stdout, stderr } = await byHand(...routeTo(at), '-OutFile', file);
    expect({ code, stderr, document: JSON.parse(stdout) }).toEqual({
      code: 0,
      stderr: '',
      document: { written: file },
    });
    const text = await readFile(file, 'latin1');
    expect(text).toMatch(/^[ -~]+\r?\n$/);
    expect(transcriptSchema.safeParse(JSON.parse(text)).error).toBeUndefined();
    const document = await runJson(['verify', '--transcript', file]);
    expect(document.exitCode).toBe(7);
    expect(document.verdicts).toMatchObject([
      {
        gateway: at.gatewayHost,
        stores: 'current',
        verdict: 'proxy-blocks-sstp',
        stage: 'connect',
        collectedAt: JSON.parse(text).collectedAt,
      },
    ]);
    expect(document.checks.map(({ from, stage }) => `${from} ${stage}`)).toEqual([
      'remote dns',
      'remote tcp',
      'remote connect',
    ]);
  });

  it('is judged with the roots that --ca names; reachable is exit 0', async () => {
    const at = await simulate();
    const file = join(shop.folder, 'good.json');
    await byHand(...routeTo(at), '-OutFile', file);
    const document = await runJson(['verify', '--transcript', file, '--ca', caFile]);
    expect(document.verdicts).toMatchObject([{ verdict: 'reachable' }]);
    expect(document.exitCode).toBe(0);
  });
});
