import { describe, expect, it } from 'vitest';
import { gatewayVerdict } from '../../../src/core/causes/verdict.ts';
import { checkTunnel } from '../../../src/path/tunnel/tunnel.ts';
import { closeAfterEach } from '../fixtures.ts';
import { ca, PASSED, startWith } from '../gateways.ts';
import { evidenceOf, stagesOf, straightTo } from '../routes.ts';

const keep = closeAfterEach();
const gateway = async (...how: Parameters<typeof startWith>) => keep(await startWith(...how));

describe('checkTunnel, names and addresses', () => {
  it('says that a port is refused', async () => {
    const gone = await startWith('ok');
    await gone.close();
    const { results, settled } = await checkTunnel(straightTo(gone));
    await settled;
    expect(results.at(-1)).toMatchObject({
      stage: 'tcp',
      evidence: { of: 'gateway', reason: 'refused', errno: 'ECONNREFUSED' },
    });
    expect(gatewayVerdict(results)).toEqual({ verdict: 'gateway-unreachable', stage: 'tcp' });
  });

  it('says that a name does not exist', async () => {
    const { results, settled } = await checkTunnel(
      straightTo({ host: 'no-such-gateway.invalid', port: 443 }),
    );
    await settled;
    expect(stagesOf(results)).toEqual(['dns fail']);
    expect(evidenceOf(results, 'dns')).toMatchObject({ of: 'gateway', host: 'no-such-gateway.invalid' });
    expect(gatewayVerdict(results)).toEqual({ verdict: 'dns-failed', stage: 'dns' });
  });

  it('resolves a name and reports the address that answered', async () => {
    const at = await gateway('ok');
    const { results, settled } = await checkTunnel(
      straightTo({ host: 'localhost', port: at.port }, [ca.root.pem]),
    );
    await settled;
    expect(stagesOf(results)).toEqual(PASSED.with(0, 'dns pass'));
    expect(evidenceOf(results, 'dns').addresses).toContain('127.0.0.1');
    expect(evidenceOf(results, 'tcp').address).toBe('127.0.0.1');
  });

  it('goes over IPv6', async () => {
    const at = await gateway('ok', { host: '::1' });
    const { results, settled } = await checkTunnel(straightTo(at, [ca.root.pem]));
    await settled;
    expect(evidenceOf(results, 'tcp').address).toBe('::1');
    expect(at.log[0]?.received.toString('latin1')).toContain('\r\nHost: [::1]\r\n');
    expect(results.at(-1)).toMatchObject({ stage: 'sstp', status: 'pass' });
    expect(gatewayVerdict(results)).toEqual({ verdict: 'certificate-invalid', stage: 'certificate' });
  });

  it.each(['a b', 'host\r\nX: y', '', 'ho/st', 'user@host', '[::1]', 'bücher.example'])(
    'refuses %j as a host name before anything is sent',
    async (host) => {
      await expect(checkTunnel(straightTo({ host, port: 443 }))).rejects.toMatchObject({ code: 'input' });
    },
  );

  it('does not pretend to have tested a way that it cannot go', async () => {
    const route = { proxy: null, decidedBy: 'wininet/S-1-5-21-1/lan', unsupported: 'pac' };
    const { results } = await checkTunnel(straightTo({ host: 'gateway.example', port: 443 }, [], { route }));
    expect(results).toMatchObject([
      {
        stage: 'connect',
        status: 'skip',
        via: 'unknown',
        evidence: { reason: 'route-unsupported', detail: 'pac' },
      },
    ]);
    expect(gatewayVerdict(results)).toEqual({ verdict: 'not-tested', stage: 'connect' });
  });
});
