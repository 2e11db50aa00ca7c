import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { GatewayConnection } from '../../../../scripts/simulated/gateway.ts';
import { startSimulatedServers } from '../../../../scripts/simulated/simulated-servers.ts';
import { CALL_CONNECT_REQUEST } from '../../../../src/path/tunnel/sstp-packet.ts';
import { checkTunnel } from '../../../../src/path/tunnel/tunnel.ts';
import { mayListen, ownAddress } from '../../../support/ports.ts';
import { realRequired, skipWithout } from '../../../support/programs/process.ts';
import { type RelayConnection, startRelay } from '../../../support/servers/relay.ts';
import { SQUID, startSquid } from '../../../support/servers/squid.ts';
import { runSstpc, SSTPC } from '../../../support/servers/sstpc.ts';
import { closeAfterEach } from '../../fixtures.ts';
import { through, throughSimulated } from '../../routes.ts';
import { differencesIn, headDifferences } from './head-differences.ts';

const keep = closeAfterEach();
const PAGE = fileURLToPath(new URL('../../../../contributing/bytes.md', import.meta.url));
// sstpc always connects to port 443.
const address = ownAddress();
const skip = skipWithout(SSTPC, SQUID) || (!realRequired() && !(await mayListen(443, address)));

/** The data from a client: to the proxy, and inside TLS up to the Call Connect Request. */
interface Sent {
  connect: string;
  post: string;
  packet: Buffer;
}

function sentBy(relayed: RelayConnection | undefined, gateway: GatewayConnection | undefined): Sent {
  const [connect = ''] = headAndRest(relayed?.began);
  const [post = '', rest = Buffer.alloc(0)] = headAndRest(gateway?.received);
  return { connect, post, packet: rest.subarray(0, CALL_CONNECT_REQUEST.length) };
}

function headAndRest(bytes: Buffer = Buffer.alloc(0)): [string, Buffer] {
  const end = bytes.indexOf('\r\n\r\n') + 4;
  return [bytes.subarray(0, end).toString('latin1'), bytes.subarray(end)];
}

describe.skipIf(skip)('the bytes of the probe', { timeout: 60_000 }, () => {
  it('are those of the real sstp-client through the same proxy, but for the differences in contributing/bytes.md', async () => {
    const simulated = keep(await startSimulatedServers({ gatewayListen: { host: address, port: 443 } }));
    const squid = keep(await startSquid({ hosts: { [simulated.gatewayHost]: address } }));
    const relay = keep(await startRelay({ target: squid, delayMs: 0 }));
    const last = () => sentBy(relay.connections.at(-1), simulated.gateway.log.at(-1));

    const { settled } = await checkTunnel(throughSimulated(simulated, { route: through(relay) }));
    await settled;
    const ours = last();
    const proxy = { host: relay.host, port: relay.port };
    const sstpc = await runSstpc({ server: simulated.gatewayHost, caPem: simulated.caPem, proxy });
    expect(sstpc.reachedAck).toBe(true);
    const theirs = last();

    const found = [
      ...headDifferences('CONNECT', ours.connect, theirs.connect),
      ...headDifferences('SSTP_DUPLEX_POST', ours.post, theirs.post),
    ];
    const { rows, reasons } = differencesIn(readFileSync(PAGE, 'utf8'));
    expect(found).toEqual(
      rows.map((row) => ({ ...row, ours: row.ours.replaceAll('HOST', simulated.gatewayHost) })),
    );
    expect(reasons.every((reason) => reason.length > 20)).toBe(true);
    expect(ours.packet.toString('hex')).toBe(theirs.packet.toString('hex'));
    expect(ours.packet).toEqual(CALL_CONNECT_REQUEST);
  });
});

describe('the comparison', () => {
  const guid = '01234567-89AB-4CDE-8F01-23456789ABCD';
  const head = `GET / HTTP/1.1\r\nA: 1\r\nB: {${guid}}\r\n\r\n`;
  const changed = (from: string, to: string) => headDifferences('x', head, head.replace(from, to));

  it('sees nothing between equal heads, and a GUID by its shape', () => {
    expect(changed(guid, guid.replaceAll('0', 'F'))).toEqual([]);
    expect(changed(guid, '123-AB-0-F')).toMatchObject([{ what: 'B', ours: '{GUID}', theirs: '{4 groups}' }]);
    expect(changed(guid, guid.slice(1))).toHaveLength(1);
  });

  it.each([
    ['1.1', '1.0', 'request line'],
    ['A: 1\r\n', '', 'A'],
    ['A', 'a', 'A'],
    ['A: 1', 'A: 2', 'A'],
    [`A: 1\r\nB: {${guid}}`, `B: {${guid}}\r\nA: 1`, 'order'],
    ['A: 1', 'C: 2\r\nA: 1', 'C'],
  ])('sees %j as %j', (from, to, what) => {
    expect(changed(from, to)[0]).toMatchObject({ what });
  });

  it.each([
    ['\r\n\r\n', '\r\n'],
    ['A: 1', 'A:1'],
    ['A: 1', 'A: 1\r\nA: 1'],
  ])('refuses %j as %j', (from, to) => {
    expect(() => changed(from, to)).toThrow('this is no');
  });
});
