import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Gateway, startGateway } from '../../../scripts/simulated/gateway.ts';
import type { ReportDocument } from '../../../src/report/model/document.ts';
import { freePort } from '../../support/ports.ts';
import { runCli, runJson } from '../../support/programs/cli.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { NGINX, startNginx } from '../../support/servers/nginx.ts';
import { OPENSSL } from '../../support/servers/openssl.ts';
import { type OpensslAuthority, startOpensslAuthority } from '../../support/servers/openssl-authority.ts';

/** The content at the address of a list, made by openssl. */
const LISTS: Record<
  string,
  { make: (authority: OpensslAuthority) => Promise<Uint8Array> | Uint8Array; reason: string }
> = {
  good: { make: ({ crl }) => crl(), reason: 'valid' },
  expired: {
    make: ({ crl }) => crl('-crl_lastupdate', '20200101000000Z', '-crl_nextupdate', '20200108000000Z'),
    reason: 'expired',
  },
  early: {
    make: ({ crl }) => crl('-crl_lastupdate', '20900101000000Z', '-crl_nextupdate', '20900108000000Z'),
    reason: 'not-yet-valid',
  },
  namesake: { make: ({ twinCrl }) => twinCrl(), reason: 'bad-signature' },
  page: { make: () => Buffer.from('<html>Blocked</html>'), reason: 'html' },
  noise: { make: () => Buffer.from('no list'), reason: 'not-a-crl' },
  empty: { make: () => Buffer.alloc(0), reason: 'empty' },
  torn: { make: async ({ crl }) => (await crl()).subarray(0, 100), reason: 'not-a-crl' },
  partition: { make: ({ crl }) => crl('-crlexts', 'partition'), reason: 'wrong-scope' },
  delta: { make: ({ crl }) => crl('-crlexts', 'delta'), reason: 'delta-crl' },
};

/** Lists for which the behaviour of Windows is unknown. */
const UNJUDGED: typeof LISTS = {
  indirect: { make: ({ crl }) => crl('-crlexts', 'indirect'), reason: 'indirect-crl' },
  reasons: { make: ({ crl }) => crl('-crlexts', 'reasons'), reason: 'some-reasons' },
  unknown: { make: ({ crl }) => crl('-crlexts', 'unknown'), reason: 'unsupported-extension' },
};

describe.skipIf(skipWithout(OPENSSL, NGINX))('verify, against the authority of a real openssl', () => {
  let authority: OpensslAuthority;
  let stranger: OpensslAuthority;
  let folder: string;
  let ca: string;
  let base: string;
  let closing: (() => Promise<void>)[] = [];
  const gateways = new Map<string, Gateway>();

  const serve = async (name: string, urls: { crl?: string; ocsp?: string }) => {
    const { key, cert } = await authority.issue(name, urls);
    const gateway = await startGateway({ key, cert });
    closing.push(() => gateway.close());
    gateways.set(name, gateway);
  };
  const nameOf = (name: string) => `localhost:${gateways.get(name)?.port ?? 0}`;
  const answersOf = ({ checks }: ReportDocument, name: string) =>
    checks.filter(({ gateway, stage }) => gateway === nameOf(name) && stage === 'revocation');
  const verdictsOf = ({ verdicts }: ReportDocument, names: readonly string[]) =>
    Object.fromEntries(
      names.map((name) => [name, verdicts.find(({ gateway }) => gateway === nameOf(name))?.verdict]),
    );

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'p2s-lists-'));
    authority = await startOpensslAuthority('openssl authority');
    stranger = await startOpensslAuthority('openssl stranger');
    closing = [() => rm(folder, { recursive: true, force: true }), authority.close, stranger.close];
    ca = join(folder, 'ca.pem');
    await writeFile(ca, authority.rootPem);
    const [port, ocspPort] = [await freePort(), await freePort()];
    base = `http://127.0.0.1:${port}`;
    const ocsp = `http://127.0.0.1:${ocspPort}/`;
    const files: Record<string, Uint8Array> = { 'stranger.crl': await stranger.crl() };
    for (const [name, { make }] of Object.entries({ ...LISTS, ...UNJUDGED })) {
      files[`${name}.crl`] = await make(authority);
      await serve(name, { crl: `${base}/${name}.crl` });
    }
    await serve('stranger', { crl: `${base}/stranger.crl` });
    await serve('missing', { crl: `${base}/missing.crl` });
    await serve('moved', { crl: `${base}/moved/list.crl` });
    await serve('no-address', {});
    await serve('ocsp-good', { ocsp });
    await serve('ocsp-saves', { ocsp, crl: `${base}/expired.crl` });
    await serve('ocsp-revoked', { ocsp });
    await serve('listed', { crl: `${base}/listed.crl` });
    for (const name of ['ocsp-revoked', 'listed']) await authority.revoke(name);
    files['listed.crl'] = await authority.crl();
    await authority.startResponder(ocspPort);
    const moved = 'location /moved { return 302 http://login.contoso.example/?next=list; }';
    const nginx = await startNginx({ port, files, serves: moved });
    closing.push(() => nginx.close());
  }, 120_000);
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  });

  it('a list in each broken form says what is wrong with it', async () => {
    const names = Object.keys(LISTS);
    const document = await runJson(['verify', ...names.map(nameOf), '--ca', ca]);
    for (const name of names) {
      const found = answersOf(document, name).map(({ evidence }) => evidence.reason);
      expect([name, found]).toEqual([name, [LISTS[name]?.reason]]);
    }
    expect(verdictsOf(document, names)).toEqual({
      ...Object.fromEntries(names.map((name) => [name, 'revocation-unreachable'])),
      good: 'reachable',
    });
    expect(document.exitCode).toBe(7);
  });

  it('a list that is not judged is neither good nor bad, and says why', async () => {
    const names = Object.keys(UNJUDGED);
    const args = ['verify', ...names.map(nameOf), '--ca', ca];
    const document = await runJson(args);
    for (const name of names) {
      const found = answersOf(document, name).map(({ status, evidence }) => [status, evidence.reason]);
      expect([name, found]).toEqual([name, [['skip', UNJUDGED[name]?.reason]]]);
    }
    expect(verdictsOf(document, names)).toEqual(
      Object.fromEntries(names.map((name) => [name, 'not-tested'])),
    );
    expect([document.exitCode, document.requests]).toEqual([7, []]);
    const { stdout } = await runCli([...args, '--verbose']);
    expect(stdout).toContain('a list for only some revocation reasons. The result of Windows is');
  });

  it('another issuer, nothing there, and a redirect to a login page', async () => {
    const names = ['stranger', 'missing', 'moved'];
    const document = await runJson(['verify', ...names.map(nameOf), '--ca', ca]);
    const seen = Object.fromEntries(names.map((name) => [name, answersOf(document, name)[0]?.evidence]));
    expect(seen).toMatchObject({
      stranger: { reason: 'wrong-issuer' },
      missing: { reason: 'http-status', httpStatus: 404 },
      moved: { reason: 'redirect', httpStatus: 302, locationHost: 'login.contoso.example' },
    });
  });

  it('asks a real OCSP responder: good, revoked, and good beside an expired list', async () => {
    const names = ['ocsp-good', 'ocsp-saves', 'ocsp-revoked', 'listed'];
    const document = await runJson(['verify', ...names.map(nameOf), '--ca', ca]);
    expect(verdictsOf(document, names)).toEqual({
      'ocsp-good': 'reachable',
      'ocsp-saves': 'reachable',
      'ocsp-revoked': 'revoked',
      listed: 'revoked',
    });
    expect(
      answersOf(document, 'ocsp-saves')
        .map(({ evidence }) => evidence.reason)
        .sort(),
    ).toEqual(['expired', 'valid']);
  });

  it('a certificate that names no address: reachable, and reported', async () => {
    const args = ['verify', nameOf('no-address'), '--ca', ca];
    const document = await runJson(args);
    expect(document.verdicts).toMatchObject([{ verdict: 'reachable' }]);
    expect(answersOf(document, 'no-address')).toMatchObject([
      { url: null, status: 'warn', evidence: { reason: 'no-revocation-url' } },
    ]);
    const { stdout } = await runCli([...args, '--verbose']);
    expect(stdout).toContain('One of its certificates names no address for the revocation check');
  });
});
