import { describe, expect, it } from 'vitest';
import { makeCertificate } from '../../../scripts/simulated/certificate.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { SQUID, startSquid } from '../../support/servers/squid.ts';
import { startTls } from '../gateways.ts';
import { ALLOW, bumping, keep, see, setScene } from './squid-scene.ts';

describe.skipIf(skipWithout(SQUID))('squid, unseen', { timeout: 60_000 }, () => {
  it('passes TLS 1.3 alone, which hides the certificate: TLS 1.2 was not tested', async () => {
    const scene = await setScene();
    const rules = [
      'acl step1 at_step SslBump1',
      'acl step2 at_step SslBump2',
      'ssl_bump peek step1',
      'ssl_bump peek step2',
      'ssl_bump terminate all',
    ];
    const squid = await bumping(scene, rules);
    const unknown = await see(scene, squid, { newestTls: null });
    expect(unknown.judged).toEqual(['reachable', null]);
    expect(unknown.message).toContain(
      'TLS 1.2, which Windows 10 and Windows Server 2019 need, was not tested.',
    );
    const newer = await see(scene, squid, { newestTls: 'TLSv1.3' });
    expect(newer.judged).toEqual(['reachable', null]);
    expect(newer.message).not.toContain('TLS 1.');
  });

  it('its block server with a self-signed certificate: the proxy team is asked too', async () => {
    const scene = await setScene({ gatewayHost: 'vpn.contoso.example' });
    const from = new Date(Date.now() - 86_400_000);
    const until = new Date(Date.now() + 86_400_000);
    const own = {
      commonName: 'block.contoso.example',
      issuer: null,
      isCa: true,
      notBefore: from,
      notAfter: until,
    };
    const { keyPem, pem } = await makeCertificate(own);
    const page = 'HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: 7\r\n\r\nBlocked';
    const block = keep(
      await startTls((socket) => void socket.once('data', () => socket.end(page)), {
        key: keyPem,
        cert: pem,
      }),
    );
    const rewrite = `#!/bin/sh\nwhile read -r line; do echo 'OK rewrite-url="127.0.0.1:${block.port}"'; done\n`;
    const conf = ['url_rewrite_program FOLDER/rewrite', 'url_rewrite_children 1 startup=1 idle=1', ALLOW];
    const squid = await startSquid({ hosts: scene.hosts, conf, files: { rewrite } });
    const { judged, owners, next } = await see(scene, keep(squid));
    expect([judged, owners]).toEqual([
      ['untrusted-root', 'certificate'],
      ['proxy-team', 'vpn-team'],
    ]);
    expect(next).toMatch(/Proxy team: if 127\.0\.0\.1:\d+ shows a block page, allow CONNECT /);
  });
});
