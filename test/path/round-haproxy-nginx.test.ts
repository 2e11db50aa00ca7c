import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCa } from '../../scripts/world/ca.ts';
import { type Gateway, type GatewayBehaviour, startGateway } from '../../scripts/world/gateway.ts';
import { checkTunnel, type TunnelRequest } from '../../src/path/tunnel/tunnel.ts';
import { requestsOf } from '../../src/report/requests/proxy-request.ts';
import { ENGLISH } from '../../src/report/text/texts.ts';
import { HAPROXY, runHaproxy } from '../support/haproxy.ts';
import { freePort, skipWithout } from '../support/process.ts';
import { straightTo, toldOf } from './ways.ts';

const AT = '2026-11-25T10:00:00.000Z';
const ca = await createCa({ name: 'Contoso' });
const leaf = await ca.issue({ names: ['localhost'], ips: ['127.0.0.1'], issuer: 'root' });
const closing: (() => Promise<void>)[] = [];

async function gateway(behaviour: GatewayBehaviour = 'ok'): Promise<Gateway> {
  const started = await startGateway({ key: leaf.key, cert: leaf.cert, behaviour });
  closing.push(() => started.close());
  return started;
}

/** The tunnel to a port of this machine: its verdict, what is said of it, and who is asked. */
async function see(port: number, more: Partial<TunnelRequest> = {}) {
  const request = straightTo({ host: 'localhost', port }, [ca.root.pem], more);
  const { results, settled } = await checkTunnel(request);
  await settled;
  const { checks, verdict } = toldOf(results);
  const { message, next } = ENGLISH.verdict(verdict, checks);
  const owners = requestsOf(checks, [verdict], AT).map(({ to }) => to);
  return { results, verdict: verdict.verdict, stage: verdict.stage, message, next, owners };
}

afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

describe.skipIf(skipWithout(HAPROXY))('a real haproxy in front of the gateway', () => {
  const ports: Record<'wantsCertificate', number> = { wantsCertificate: 0 };

  beforeAll(async () => {
    const behind = await gateway();
    for (const name of Object.keys(ports) as (keyof typeof ports)[]) ports[name] = await freePort();
    const haproxy = await runHaproxy(
      `
listen wants-certificate
  mode tcp
  bind 127.0.0.1:${ports.wantsCertificate} ssl crt own.pem ca-file ca.pem verify required
  server gateway ${behind.host}:${behind.port} ssl verify none
`,
      {
        files: { 'own.pem': leaf.cert + leaf.key, 'ca.pem': ca.root.pem },
        listensOn: Object.values(ports),
      },
    );
    closing.push(haproxy.close);
  });

  it('that wants a client certificate says so behind the handshake of TLS 1.3, and in that of TLS 1.2', async () => {
    const newer = await see(ports.wantsCertificate);
    expect(newer).toMatchObject({ verdict: 'tls-failed', stage: 'http', owners: ['vpn-team'] });
    expect(newer.message).toContain('asks for a client certificate in TLS');
    expect(newer.next).toContain('ask for no client certificate');
    const older = await see(ports.wantsCertificate, { newestTls: 'TLSv1.2' });
    expect(older).toMatchObject({ verdict: 'tls-failed', stage: 'tls', owners: ['vpn-team'] });
    expect(older.next).toContain('ask for no client certificate');
  });
});
