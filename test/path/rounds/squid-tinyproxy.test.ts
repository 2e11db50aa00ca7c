import { describe, expect, it } from 'vitest';
import { skipWithout } from '../../support/programs/process.ts';
import { SQUID, startSquid } from '../../support/servers/squid.ts';
import { startTinyproxy, TINYPROXY } from '../../support/servers/tinyproxy.ts';
import { CERTIFICATE_HELPER } from '../tunnel/proxy/bumping-squid.ts';
import { ALLOW, bumping, keep, type Scene, see, setScene } from './squid-scene.ts';

const LISTS = 'acl lists dstdomain .digicert.example';

async function setLists({ simulated }: Scene, daysAgo: number): Promise<void> {
  const at = (days: number) => new Date(Date.now() - days * 86_400_000);
  const dates = { thisUpdate: at(daysAgo), nextUpdate: at(daysAgo - 7) };
  for (const [issuer, name] of [
    ['intermediate', 'issuing'],
    ['root', 'root'],
  ] as const) {
    simulated.crlServer.set(`/${name}.crl`, { body: await simulated.ca.crl(issuer, dates) });
    simulated.crlServer.set(`/${name}`, {
      body: (request) => simulated.ca.ocsp(request, { issuer, ...dates }),
    });
  }
}

describe.skipIf(skipWithout(SQUID, CERTIFICATE_HELPER))('squid and TLS', { timeout: 60_000 }, () => {
  it('one self-signed certificate for every name is not a gateway of Azure: the proxy decrypts TLS', async () => {
    const scene = await setScene();
    const squid = await bumping(scene, ['ssl_bump client-first all'], true);
    const { judged, owners, next } = await see(scene, squid);
    expect(judged).toEqual(['tls-inspection', 'certificate']);
    expect(owners).toEqual(['proxy-team']);
    expect(next).not.toContain('--ca');
  });

  it('a splice is reachable, and one cut for SSTPVERSION alone is the filter of a header', async () => {
    const scene = await setScene();
    const spliced = await bumping(scene, ['ssl_bump peek all', 'ssl_bump splice all']);
    expect((await see(scene, spliced)).judged).toEqual(['reachable', null]);
    const rules = ['acl sstp req_header SSTPVERSION -i .', 'ssl_bump terminate sstp', 'ssl_bump splice all'];
    const { judged, owners } = await see(scene, await bumping(scene, rules));
    expect([judged[0], owners]).toEqual(['proxy-blocks-sstp', ['proxy-team']]);
  });
});

describe.skipIf(skipWithout(SQUID))('squid and CONNECT', { timeout: 60_000 }, () => {
  it('no word where SSTPVERSION is, since a helper that it asks is stuck: the header', async () => {
    const scene = await setScene();
    const conf = [
      'external_acl_type stuck ttl=0 children-startup=1 %SRC FOLDER/stuck',
      'acl sstp req_header SSTPVERSION -i .',
      'acl stuck external stuck',
      'http_access deny sstp stuck',
      ALLOW,
    ];
    const files = { stuck: '#!/bin/sh\nexec sleep 60\n' };
    const squid = keep(await startSquid({ hosts: scene.hosts, conf, files }));
    const { judged, message, owners } = await see(scene, squid, { deadlineMs: 4_000 });
    expect([judged, owners]).toEqual([['proxy-blocks-sstp', 'connect'], ['proxy-team']]);
    expect(message).toContain('does not answer CONNECT when it carries the SSTPVERSION header');
  });
});

describe.skipIf(skipWithout(SQUID))('squid in another role', { timeout: 60_000 }, () => {
  it('a reverse proxy, which may not be the proxy that is meant', async () => {
    const scene = await setScene();
    const listens = { directive: 'http_port', options: 'accel defaultsite=www.contoso.example no-vhost' };
    const conf = ['cache_peer 127.0.0.1 parent 80 0 no-query originserver', ALLOW];
    const squid = keep(await startSquid({ hosts: scene.hosts, conf, listens }));
    const { judged, message, next, owners, request } = await see(scene, squid);
    expect([judged, owners]).toEqual([['proxy-refused', 'connect'], ['proxy-team']]);
    expect(request).toMatch(/The server at [\d.:]+ does not accept CONNECT/);
    expect(message).toContain('does not accept CONNECT (405, squid/5.7). It may not be a proxy.');
    expect(next).toMatch(/^Administrator: check the proxy name and port\./);
  });
});

describe.skipIf(skipWithout(SQUID))('squid and the lists', { timeout: 60_000 }, () => {
  it('a block page behind a redirect has only the headers of the server that sent it', async () => {
    const scene = await setScene();
    scene.simulated.crlServer.set('/blocked', { body: Buffer.from('<p>Blocked'), contentType: 'text/html' });
    const { host, port } = scene.simulated.crlServer;
    const page = `http://block.contoso.example:${port}/blocked`;
    const conf = [LISTS, `deny_info 302:${page} lists`, 'http_access deny lists', ALLOW];
    const hosts = { ...scene.hosts, 'block.contoso.example': host };
    const { judged, owners, request } = await see(scene, keep(await startSquid({ hosts, conf })));
    expect([judged[0], owners]).toEqual(['revocation-unreachable', ['proxy-team']]);
    expect(request).toMatch(/- GET block\.contoso\.example:\d+ \(proxy [\d.:]+\) -> 200; html; \d+ ms/);
  });

  const CACHE = ['refresh_pattern . 1440 100% 1440 override-expire', 'negative_ttl 1 hour', ALLOW];

  it.each<[string, (scene: Scene) => Promise<void> | void, RegExp]>([
    ['expired', (scene) => setLists(scene, 20), /expired \(.*\), from the cache of squid\.example/],
    [
      'gone',
      ({ simulated }) => {
        for (const path of ['/issuing.crl', '/root.crl', '/issuing', '/root'])
          simulated.crlServer.set(path, { body: Buffer.alloc(0), mode: 'missing' });
      },
      /HTTP 404, from the cache of squid\.example/,
    ],
  ])(
    'out of its cache, %s: the proxy first, where the server has another one',
    async (_name, spoil, part) => {
      const scene = await setScene();
      const squid = keep(await startSquid({ hosts: scene.hosts, conf: CACHE }));
      await spoil(scene);
      // It is not in a cache yet, so the server is the cause.
      expect((await see(scene, squid)).owners).toEqual(['vpn-team']);
      await setLists(scene, 1);
      const { judged, message, next, owners, request } = await see(scene, squid);
      expect(judged[0]).toBe('revocation-unreachable');
      expect(message).toMatch(part);
      expect(next).toMatch(/^Proxy team: have 127\.0\.0\.1:\d+ fetch .* VPN team: /);
      expect(owners).toEqual(['proxy-team', 'vpn-team']);
      expect(request).toContain('Out of the cache of: squid.example');
      expect(request).not.toContain('are not reached');
    },
  );
});

describe.skipIf(skipWithout(SQUID, TINYPROXY))('squid and tinyproxy', { timeout: 60_000 }, () => {
  it.each([
    ['squid', startSquid, { conf: [ALLOW] }],
    ['tinyproxy', startTinyproxy, {}],
  ] as const)('%s that does not find the lists has to reach them', async (_name, start, options) => {
    const scene = await setScene();
    const { gatewayHost } = scene.simulated;
    const hosts = { [gatewayHost]: scene.hosts[gatewayHost] ?? '' };
    const { judged, next, owners, request } = await see(scene, keep(await start({ ...options, hosts })));
    expect([judged[0], owners]).toEqual(['revocation-unreachable', ['proxy-team']]);
    expect(next).toMatch(/^Proxy team: let 127\.0\.0\.1:\d+ resolve and reach crl3\.digicert\.example/);
    expect(request).toContain('resolve and reach crl3.');
  });

  it('a refusal and a 407 of the second proxy are reported as they are', async () => {
    const scene = await setScene();
    const files = { filter: 'vpn\\.azure\\.com\n' };
    const conf = ['Filter "FOLDER/filter"'];
    const filter = keep(await startTinyproxy({ hosts: scene.hosts, conf, files }));
    const parent = `cache_peer 127.0.0.1 parent ${filter.port} 0 no-query no-digest`;
    const front = await startSquid({ hosts: scene.hosts, conf: [parent, 'never_direct allow all', ALLOW] });
    const refused = await see(scene, keep(front));
    expect([refused.judged, refused.owners]).toEqual([['proxy-refused', 'connect'], ['proxy-team']]);
    const signIn = keep(await startSquid({ hosts: scene.hosts, policy: 'auth' }));
    const before = { conf: [`Upstream http 127.0.0.1:${signIn.port}`] };
    const asked = await see(scene, keep(await startTinyproxy(before)));
    expect([asked.judged, asked.owners]).toEqual([['proxy-auth-required', 'connect'], ['proxy-team']]);
  });
});
