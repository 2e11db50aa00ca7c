import { describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { gatewayVerdict } from '../../../src/core/causes/verdict.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { checkTunnel, type TunnelRequest } from '../../../src/path/tunnel/tunnel.ts';
import { requestsOf } from '../../../src/report/requests/proxy-request.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { NGINX, startNginx } from '../../support/servers/nginx.ts';
import { OPENSSL, startOpensslServer } from '../../support/servers/openssl-server.ts';
import { SQUID, startSquid } from '../../support/servers/squid.ts';
import { closeAfterEach } from '../fixtures.ts';
import { evidenceOf, reportedBy, straightTo, through } from '../routes.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const keep = closeAfterEach();
const ca = await createCa();
const { key, cert } = await ca.issue({ names: ['localhost'], ips: ['127.0.0.1'] });

const WINDOWS_10 = { newestTls: 'TLSv1.2' } as const;
const WINDOWS_11 = { newestTls: 'TLSv1.3' } as const;
const BOTH = ['TLSv1.2', 'TLSv1.3'];
const ONLY_1_3 = {
  reason: 'tls-1.3-only',
  offered: ['TLSv1.2'],
  withTls13: { offered: BOTH, protocol: 'TLSv1.3' },
};

async function seen(at: { host: string; port: number }, how: Partial<TunnelRequest> = {}) {
  const { results, settled } = await checkTunnel(straightTo(at, [ca.root.pem], how));
  await settled;
  return results;
}

describe.skipIf(skipWithout(OPENSSL))('openssl s_server', { timeout: 60_000 }, () => {
  it('with TLS 1.3 alone fails for Windows 10 with that reason, and not for Windows 11', async () => {
    const server = keep(await startOpensslServer({ key, cert, switches: ['-tls1_3'] }));
    const results = await seen(server, WINDOWS_10);
    expect(results.at(-1)).toMatchObject({ stage: 'tls', status: 'fail', evidence: ONLY_1_3 });
    expect(gatewayVerdict(results)).toEqual({ verdict: 'tls-failed', stage: 'tls' });
    const { verdict, checks } = reportedBy(results);
    const { message, next } = ENGLISH.verdict(verdict, checks);
    expect(message).toContain('accepts TLS 1.3 and refuses TLS 1.2');
    expect(next).toMatch(/^VPN team: allow TLS 1\.2 on the gateway/);
    expect(JAPANESE.verdict(verdict, checks).message).toContain('TLS 1.2 を拒否します');
    const requests = requestsOf(checks, [verdict], '2026-11-25T10:00:00.000Z');
    expect(requests.map(({ to }) => to)).toEqual(['vpn-team']);
    expect(requests[0]?.en).toContain('Allow TLS 1.2 on the gateway');
    const newer = await seen(server, WINDOWS_11);
    expect(evidenceOf(newer, 'tls')).toMatchObject({ offered: BOTH, protocol: 'TLSv1.3' });
    expect(evidenceOf(await seen(server), 'tls')).toMatchObject({ offered: BOTH, protocol: 'TLSv1.3' });
  });

  it('with TLS 1.2 alone takes both', async () => {
    const server = keep(await startOpensslServer({ key, cert, switches: ['-tls1_2'] }));
    const older = evidenceOf(await seen(server, WINDOWS_10), 'tls');
    expect(older).toMatchObject({ offered: ['TLSv1.2'], protocol: 'TLSv1.2' });
    expect(older).not.toHaveProperty('withTls13');
    const newer = evidenceOf(await seen(server, WINDOWS_11), 'tls');
    expect(newer).toMatchObject({ offered: BOTH, protocol: 'TLSv1.2' });
  });
});

describe.skipIf(skipWithout(NGINX, SQUID))('nginx', { timeout: 60_000 }, () => {
  it('with TLS 1.3 alone fails for Windows 10 behind a proxy as well', async () => {
    const nginx = keep(await startNginx({ key, cert, serves: 'ssl_protocols TLSv1.3;' }));
    const squid = keep(await startSquid());
    const results = await seen(nginx, { ...WINDOWS_10, route: through(squid) });
    expect(results.at(-1)).toMatchObject({ stage: 'tls', status: 'fail', evidence: ONLY_1_3 });
    const { verdict, checks } = reportedBy(results);
    const requests = requestsOf(checks, [verdict], '2026-11-25T10:00:00.000Z');
    expect(requests.map(({ to }) => to)).toEqual(['vpn-team']);
    expect(evidenceOf(await seen(nginx, WINDOWS_11), 'tls')).toMatchObject({ protocol: 'TLSv1.3' });
  });

  it('with TLS 1.2 and 1.3 is asked for as each Windows does', async () => {
    const nginx = keep(await startNginx({ key, cert, serves: 'ssl_protocols TLSv1.2 TLSv1.3;' }));
    expect(evidenceOf(await seen(nginx, WINDOWS_10), 'tls')).toMatchObject({ protocol: 'TLSv1.2' });
    expect(evidenceOf(await seen(nginx, WINDOWS_11), 'tls')).toMatchObject({ protocol: 'TLSv1.3' });
  });
});
