import { describe, expect, it } from 'vitest';
import { createCa } from '../../scripts/simulated/ca.ts';
import { startSimulatedServers } from '../../scripts/simulated/simulated-servers.ts';
import { mayListen, ownAddress } from '../support/ports.ts';
import { realRequired, skipWithout } from '../support/programs/process.ts';
import { SQUID, startSquid } from '../support/servers/squid.ts';
import { runSstpc, SSTPC } from '../support/servers/sstpc.ts';

// sstpc always connects to port 443.
const address = ownAddress();
const skip = skipWithout(SSTPC, SQUID) || (!realRequired() && !(await mayListen(443, address)));

describe.skipIf(skip)('the real sstp-client', () => {
  it('reaches the Call Connect Ack of the gateway directly', async () => {
    const simulated = await startSimulatedServers({ gatewayListen: { host: address, port: 443 } });
    try {
      const { reachedAck, log } = await runSstpc({ server: address, caPem: simulated.caPem });
      expect(log).toMatch(/RECV SSTP CRTL PKT\(48\).*TYPE\(2\): CONNECT ACK.*CRYPTO BIND REQ\(4\): 40/s);
      expect(reachedAck).toBe(true);
      expect(simulated.gateway.log.at(-1)?.steps).toContain('ack');
    } finally {
      await simulated.close();
    }
  });

  it('reaches it through squid, which alone knows the name', async () => {
    const simulated = await startSimulatedServers({ gatewayListen: { host: address, port: 443 } });
    const squid = await startSquid({ hosts: { [simulated.gatewayHost]: address } });
    try {
      const { reachedAck, log } = await runSstpc({
        server: simulated.gatewayHost,
        caPem: simulated.caPem,
        proxy: squid,
      });
      expect(log).toContain('via proxy server');
      expect(reachedAck).toBe(true);
      const entry = await squid.waitForEntry('the CONNECT', ({ method }) => method === 'CONNECT');
      expect(entry).toMatchObject({ url: `${simulated.gatewayHost}:443`, status: 200, sstpVersion: '1.0' });
    } finally {
      await squid.close();
      await simulated.close();
    }
  });

  it('does not, and says so, when the gateway refuses or is not the one it trusts', async () => {
    const simulated = await startSimulatedServers({
      gateway: 'http-404',
      gatewayListen: { host: address, port: 443 },
    });
    try {
      const refused = await runSstpc({ server: address, caPem: simulated.caPem, attempts: 2 });
      expect(refused).toMatchObject({ reachedAck: false, attempts: 2, ackMs: null });
      expect(simulated.gateway.log.at(-1)?.steps).toContain('request');
      const stranger = await createCa({ name: 'Somebody Else' });
      const distrusted = await runSstpc({ server: address, caPem: stranger.root.pem, attempts: 1 });
      expect(distrusted.reachedAck).toBe(false);
    } finally {
      await simulated.close();
    }
  });
});
