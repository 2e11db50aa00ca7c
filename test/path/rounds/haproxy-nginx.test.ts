import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { type Gateway, startGateway } from '../../../scripts/simulated/gateway.ts';
import { revocationVerdict } from '../../../src/core/causes/verdict.ts';
import type { Verdict } from '../../../src/core/model/check.ts';
import { checkRevocation } from '../../../src/path/revocation/revocation.ts';
import { checkTunnel, type TunnelRequest } from '../../../src/path/tunnel/tunnel.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import { freePort } from '../../support/ports.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { HAPROXY, runHaproxy } from '../../support/servers/haproxy.ts';
import { NGINX, startNginx } from '../../support/servers/nginx.ts';
import { requestsOf } from '../../support/texts/letters.ts';
import { DIRECT, reportedBy, straightTo } from '../routes.ts';

const AT = '2026-11-25T10:00:00.000Z';
const ca = await createCa({ name: 'Contoso' });
const leaf = await ca.issue({ names: ['localhost'], ips: ['127.0.0.1'], issuer: 'root' });
const closing: (() => Promise<void>)[] = [];

async function gateway(): Promise<Gateway> {
  const started = await startGateway({ key: leaf.key, cert: leaf.cert });
  closing.push(() => started.close());
  return started;
}

/** The tunnel to a port of this machine: its verdict, its message, and its owners. */
async function see(port: number, more: Partial<TunnelRequest> = {}) {
  const request = straightTo({ host: 'localhost', port }, [ca.root.pem], more);
  const { results, settled } = await checkTunnel(request);
  await settled;
  const { checks, verdict } = reportedBy(results);
  const { message, next } = ENGLISH.verdict(verdict, checks);
  const owners = requestsOf(checks, [verdict], AT).map(({ to }) => to);
  return { results, verdict: verdict.verdict, stage: verdict.stage, message, next, owners };
}

/** The check of one list, of a certificate that names no other. */
async function seeList(url: string) {
  const { der } = await ca.issue({ names: ['localhost'], issuer: 'root', crlUrls: [url] });
  const results = await checkRevocation({
    chain: [der, ca.root.der],
    routeOf: () => DIRECT,
    deadlineMs: 10_000,
    now: () => performance.now(),
    wallClock: () => new Date(),
  });
  const gateway = 'localhost';
  const verdict: Verdict = { gateway, stores: 'current', ...revocationVerdict(results) };
  const checks = results.map(
    (one) => ({ ...one, gateway, from: 'this-machine', stores: 'current' }) as const,
  );
  const { message, next } = ENGLISH.verdict(verdict, checks);
  const owners = requestsOf(checks, [verdict], AT).map(({ to }) => to);
  return { verdict: verdict.verdict, message, next, owners };
}

afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

type Bind = 'asksCertificate' | 'rejects' | 'rejectsAtOnce';

describe.skipIf(skipWithout(HAPROXY))('a real haproxy in front of the gateway', () => {
  const ports: Record<Bind, number> = { asksCertificate: 0, rejects: 0, rejectsAtOnce: 0 };

  beforeAll(async () => {
    const behind = await gateway();
    const server = `server gateway ${behind.host}:${behind.port}`;
    for (const name of Object.keys(ports) as Bind[]) ports[name] = await freePort();
    const haproxy = await runHaproxy(
      `
listen wants-certificate
  mode tcp
  bind 127.0.0.1:${ports.asksCertificate} ssl crt own.pem ca-file ca.pem verify required
  ${server} ssl verify none
listen rejects
  mode tcp
  bind 127.0.0.1:${ports.rejects}
  tcp-request inspect-delay 5s
  tcp-request content reject if { req.ssl_sni -i localhost }
  tcp-request content accept if { req.ssl_hello_type 1 }
  ${server}
listen rejects-at-once
  mode tcp
  bind 127.0.0.1:${ports.rejectsAtOnce}
  tcp-request connection reject
  ${server}
`,
      {
        files: { 'own.pem': leaf.cert + leaf.key, 'ca.pem': ca.root.pem },
        listensOn: Object.values(ports),
      },
    );
    closing.push(haproxy.close);
  });

  it('that requires a client certificate reports it after the handshake of TLS 1.3, and in that of TLS 1.2', async () => {
    const newer = await see(ports.asksCertificate);
    expect(newer).toMatchObject({ verdict: 'tls-failed', stage: 'http', owners: ['vpn-team'] });
    expect(newer.message).toContain('asks for a client certificate in TLS');
    expect(newer.next).toContain('turn off the request for a client certificate');
    const older = await see(ports.asksCertificate, { newestTls: 'TLSv1.2' });
    expect(older).toMatchObject({ verdict: 'tls-failed', stage: 'tls', owners: ['vpn-team'] });
    expect(older.next).toContain('turn off the request for a client certificate');
  });

  it('that does not know the name: whoever cuts it, both teams are asked', async () => {
    const { next, ...seen } = await see(ports.rejects);
    expect(seen).toMatchObject({ verdict: 'tls-failed', owners: ['network-team', 'vpn-team'] });
    expect(next).toContain('devices in front of it pass this name on');
  });

  it('that rejects the address of the client asks both teams, whichever stage the reset reaches', async () => {
    const { next, ...seen } = await see(ports.rejectsAtOnce);
    expect(['gateway-unreachable', 'tls-failed']).toContain(seen.verdict);
    expect(seen.owners).toEqual(['network-team', 'vpn-team']);
    expect(next).toMatch(
      /^Network team: .* VPN team: if (?:nothing does|no firewall on the route resets it)/,
    );
  });
});

describe.skipIf(skipWithout(NGINX))('a real nginx that serves the lists', () => {
  let lists = '';

  beforeAll(async () => {
    const nginx = await startNginx({
      files: { 'gzip.crl': gzipSync(await ca.crl('root')) },
      serves: `
        add_header Content-Encoding gzip;
        location = /https.crl { return 302 https://$host$request_uri; }
        location = /loop.crl { return 302 $request_uri; }
        location = /login.crl { return 302 https://login.contoso.example/; }`,
    });
    closing.push(nginx.close);
    lists = `http://127.0.0.1:${nginx.port}`;
  });

  it.each([
    ['gzip', 'vpn-team', /not a revocation list \(compressed, Content-Encoding: gzip\)/],
    ['https', 'vpn-team', /redirected to https: the server forces it/],
    ['loop', 'vpn-team', /then: redirect loop/],
    ['login', 'network-team', /redirected to login\.contoso\.example \(a login or block page/],
  ])('%s: asks the %s', async (name, owner, part) => {
    const seen = await seeList(`${lists}/${name}.crl`);
    expect(seen).toMatchObject({ verdict: 'revocation-unreachable', owners: [owner] });
    expect(seen.message).toMatch(part);
  });
});
