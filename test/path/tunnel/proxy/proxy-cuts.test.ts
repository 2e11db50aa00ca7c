import net from 'node:net';
import { describe, expect, it } from 'vitest';
import { createCa } from '../../../../scripts/simulated/ca.ts';
import { gatewayVerdict } from '../../../../src/core/causes/verdict.ts';
import { checkTunnel, type TunnelRequest } from '../../../../src/path/tunnel/tunnel.ts';
import { requestsOf } from '../../../../src/report/requests/proxy-request.ts';
import { ENGLISH } from '../../../../src/report/text/texts.ts';
import { skipWithout } from '../../../support/programs/process.ts';
import { SQUID } from '../../../support/servers/squid.ts';
import { closeAfterEach } from '../../fixtures.ts';
import { ca, startPlain, startTls, startWith } from '../../gateways.ts';
import { evidenceOf, reportedBy, straightTo, through } from '../../routes.ts';
import { CERTIFICATE_HELPER, startBumpingSquid } from './bumping-squid.ts';
import { startScriptedProxy } from './scripted-proxy.ts';

const keep = closeAfterEach();
const TARGET = { host: 'gateway.example', port: 443 };
const GRANTED = 'HTTP/1.1 200 Connection established\r\n\r\n';
const AT = '2026-11-25T10:00:00.000Z';

async function see(request: TunnelRequest) {
  const { results, settled } = await checkTunnel(request);
  await settled;
  const { checks, verdict } = reportedBy(results);
  const { message, next } = ENGLISH.verdict(verdict, checks);
  const requests = requestsOf(checks, [verdict], AT);
  return { results, verdict, message, next, requests, owners: requests.map(({ to }) => to) };
}

type Then = 'silence' | 'cut' | 'end' | 'hold' | 'relay';

/** A proxy in front of `gateway`, with its reaction to a CONNECT with the header and to one without. */
async function startFilter(gateway: { host: string; port: number }, withHeader: Then, without: Then) {
  return startPlain((socket) => {
    socket.once('data', (head) => {
      const then = head.includes('SSTPVERSION') ? withHeader : without;
      if (then === 'silence') return;
      socket.write(GRANTED);
      if (then === 'relay') {
        const far = net.connect(gateway.port, gateway.host);
        far.on('error', () => socket.destroy());
        socket.once('close', () => far.destroy());
        socket.pipe(far).pipe(socket);
        return;
      }
      if (then === 'hold') return socket.resume();
      // The ClientHello has the name.
      socket.once('data', () => (then === 'cut' ? socket.resetAndDestroy() : socket.end()));
    });
  });
}

describe('a filter of SSTPVERSION that says nothing', () => {
  it.each<[Then, string, RegExp]>([
    ['silence', 'connect', /does not answer CONNECT when it carries the SSTPVERSION header/],
    ['cut', 'tls', /ends TLS after a CONNECT that carries the SSTPVERSION header/],
    ['end', 'tls', /ends TLS after a CONNECT that carries the SSTPVERSION header/],
    ['hold', 'tls', /ends TLS after a CONNECT that carries the SSTPVERSION header/],
  ])(
    '%s with the header: found by the second try, which fits into the deadline',
    async (then, stage, part) => {
      const gateway = keep(await startWith('ok'));
      const at = keep(await startFilter(gateway, then, 'relay'));
      const request = straightTo(gateway, [ca.root.pem], { route: through(at), deadlineMs: 3_000 });
      const { verdict, message, owners, requests } = await see(request);
      expect(verdict).toMatchObject({ verdict: 'proxy-blocks-sstp', stage });
      expect(message).toMatch(part);
      expect(owners).toEqual(['proxy-team']);
      expect(requests[0]?.en).toContain('without SSTPVERSION -> ');
    },
  );

  it('is not reported when no CONNECT gets a reply', async () => {
    const gateway = keep(await startWith('ok'));
    const at = keep(await startFilter(gateway, 'silence', 'silence'));
    const request = straightTo(gateway, [ca.root.pem], { route: through(at), deadlineMs: 600 });
    expect((await see(request)).verdict).toMatchObject({ verdict: 'timeout', stage: 'connect' });
  });

  it('is none where a slow proxy grants both', async () => {
    const gateway = keep(await startWith('ok'));
    const at = keep(
      await startPlain((socket) => {
        socket.once('data', () => {
          const late = setTimeout(() => {
            socket.write(GRANTED);
            const far = net.connect(gateway.port, gateway.host);
            far.on('error', () => socket.destroy());
            socket.once('close', () => far.destroy());
            socket.pipe(far).pipe(socket);
          }, 1_500);
          socket.once('close', () => clearTimeout(late));
        });
      }),
    );
    const request = straightTo(gateway, [ca.root.pem], { route: through(at), deadlineMs: 3_000 });
    expect((await see({ ...request, deadlineMs: 4_000 })).verdict.verdict).toBe('reachable');
  });
});

describe('TLS that ends behind a granted CONNECT', () => {
  it('is the proxy first, and the gateway second, where nobody looks on the direct way', async () => {
    const gateway = keep(await startWith('ok'));
    const at = keep(await startFilter(gateway, 'cut', 'cut'));
    const { verdict, next, owners } = await see(straightTo(gateway, [ca.root.pem], { route: through(at) }));
    expect(verdict).toMatchObject({ verdict: 'tls-failed', stage: 'tls' });
    expect(next).toMatch(/^Proxy team: .* VPN team: .*--compare-direct/);
    expect(owners).toEqual(['proxy-team', 'vpn-team']);
  });

  it.each<[Then, string]>([
    ['cut', 'tls-failed'],
    ['end', 'tls-failed'],
    ['hold', 'timeout'],
  ])('%s: is the proxy where TLS completes on the direct way', async (then, code) => {
    const gateway = keep(await startWith('ok'));
    const at = keep(await startFilter(gateway, then, then));
    const more = { route: through(at), compareDirect: true, deadlineMs: 3_000 };
    const { results, verdict, message, next, owners } = await see(straightTo(gateway, [ca.root.pem], more));
    expect(verdict).toMatchObject({ verdict: code, stage: 'tls' });
    expect(evidenceOf(results, 'tls').direct).toMatchObject({ tls: 'completed', sstp: 'completed' });
    expect(message).toContain('On the direct route TLS succeeds');
    expect(next).not.toContain('VPN team');
    expect(owners).toEqual(['proxy-team']);
  });

  it('is the gateway where it fails on the direct way, too', async () => {
    const gateway = keep(await startWith('reset-on-client-hello'));
    const at = keep(await startFilter(gateway, 'relay', 'relay'));
    const more = { route: through(at), compareDirect: true };
    const { results, next, owners } = await see(straightTo(gateway, [ca.root.pem], more));
    expect(evidenceOf(results, 'tls').direct).toEqual({ tls: 'reset-at-client-hello' });
    expect(next).not.toMatch(/proxy team/i);
    expect(owners).toEqual(['vpn-team']);
  });

  it('stays open where the direct way is closed', async () => {
    const gone = await startPlain(() => undefined);
    await gone.close();
    const at = keep(await startFilter(gone, 'end', 'end'));
    const { results, next, owners } = await see(
      straightTo(gone, [], { route: through(at), compareDirect: true }),
    );
    expect(evidenceOf(results, 'tls').direct).toEqual({ reason: 'refused' });
    expect(next).toMatch(/^Proxy team: .* VPN team: /);
    expect(next).not.toContain('--compare-direct');
    expect(owners).toEqual(['proxy-team', 'vpn-team']);
  });
});

describe.skipIf(skipWithout(SQUID, CERTIFICATE_HELPER))('a real squid that cuts TLS by the name', () => {
  it('is found by the direct way', async () => {
    const inspector = await createCa();
    const gateway = keep(await startWith('ok', { host: '127.0.0.9' }));
    const squid = keep(
      await startBumpingSquid({
        inspector: { pem: inspector.root.pem, keyPem: inspector.root.keyPem },
        upstreamRoot: ca.root.pem,
        hosts: { localhost: '127.0.0.9' },
        rules: [
          'acl step1 at_step SslBump1',
          'acl blocked ssl::server_name localhost',
          'ssl_bump peek step1',
          'ssl_bump terminate blocked',
          'ssl_bump splice all',
        ],
      }),
    );
    const at = { host: 'localhost', port: gateway.port };
    const cut = await see(straightTo(at, [ca.root.pem], { route: through(squid) }));
    expect(cut.verdict).toMatchObject({ verdict: 'tls-failed', stage: 'tls' });
    expect(cut.owners).toEqual(['proxy-team', 'vpn-team']);
    const other = straightTo({ host: '127.0.0.9', port: gateway.port }, [ca.root.pem]);
    expect(gatewayVerdict((await see({ ...other, route: through(squid) })).results).stage).not.toBe('tls');
  });
});

describe('what comes before our ClientHello', () => {
  const answering = async (answer: string) => {
    const at = keep(await startScriptedProxy(answer));
    return see(straightTo(TARGET, [], { route: through(at) }));
  };

  it.each([
    ['a page', `${GRANTED}<html>Blocked</html>`, 'captive-portal'],
    [
      'a page with a head',
      `${GRANTED}HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>hi`,
      'captive-portal',
    ],
    [
      'a redirect',
      `${GRANTED}HTTP/1.1 302 Found\r\nLocation: http://login.example/\r\n\r\n`,
      'captive-portal',
    ],
    ['a refusal', `${GRANTED}HTTP/1.1 403 Forbidden\r\nServer: filter\r\n\r\n`, 'proxy-refused'],
    ['a sign-in', `${GRANTED}HTTP/1.1 407 x\r\nProxy-Authenticate: NTLM\r\n\r\n`, 'proxy-auth-required'],
    ['an unreachable server', `${GRANTED}HTTP/1.1 503 x\r\nServer: filter\r\n\r\n`, 'gateway-unreachable'],
  ])('%s is the word of the proxy', async (_name, answer, code) => {
    const { results, verdict, message, owners } = await answering(answer);
    expect(verdict).toMatchObject({ verdict: code, stage: 'connect' });
    expect(results.map(({ stage }) => stage)).not.toContain('tls');
    expect(message).toMatch(/^The (?:proxy|server at) 127\.0\.0\.1:\d+ |through 127\.0\.0\.1:\d+/);
    expect(owners).toEqual(['proxy-team']);
  });

  it.each([
    ['bytes', `${GRANTED}\x00\x01\x02`],
    ['TLS', `${GRANTED}\x15\x03\x03\x00\x02\x02\x28`],
  ])('%s may also be of a service behind it', async (_name, answer) => {
    const { verdict, owners } = await answering(answer);
    expect(verdict).toMatchObject({ verdict: 'proxy-refused', stage: 'connect' });
    expect(owners).toEqual(['proxy-team', 'vpn-team']);
  });

  it('is not asked of a gateway that speaks after it', async () => {
    const gateway = keep(await startTls((socket) => void socket.once('data', () => socket.end())));
    const at = keep(await startFilter(gateway, 'relay', 'relay'));
    const { verdict } = await see(straightTo(gateway, [ca.root.pem], { route: through(at) }));
    expect(verdict).toMatchObject({ verdict: 'not-sstp', stage: 'http' });
  });
});
