import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { tempFolder } from '../../support/files.ts';
import { type Computer, newComputer } from '../../support/lab/lab.ts';
import { openVpnProfile, SECRET } from '../../support/machines/profiles.ts';
import { freePort, ownAddress } from '../../support/ports.ts';
import { readDocument } from '../../support/programs/cli.ts';
import { startIkeResponder } from '../../support/servers/ike-responder.ts';
import { type OpenVpnServer, startOpenVpn } from '../../support/servers/openvpn-server.ts';

const host = ownAddress();
let computer: Computer;
let server: OpenVpnServer;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  const ca = await createCa();
  const { key, cert } = await ca.issue({ names: ['vpn.example'], ips: [] });
  const pems = { key, cert, ca: ca.root.pem };
  const listen = { host, port: await freePort() };
  server = await startOpenVpn({ ...pems, args: ['--tls-auth', 'KEY', '0'], staticKey: SECRET, listen });
  closing.push(() => server.close());
  const responder = await startIkeResponder(host);
  closing.push(() => responder.close());
  computer = await newComputer('migrate');
  closing.push(() => computer.destroy());
});
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

it('migrate runs under Node for Windows: UDP, TCP, and the clients that are there', async () => {
  const folder = await tempFolder();
  closing.push(() => folder.remove());
  const file = join(folder.path, 'gateway.ovpn');
  await writeFile(file, openVpnProfile(host, '').replace(' 443', ` ${server.port}`));
  const { stdout, stderr } = await computer.cli(['migrate', '--profile', computer.path(file), '--json']);
  expect(stderr).toBe('');
  const document = readDocument(stdout);
  const [one] = document.migration ?? [];
  expect(one?.ikev2.ways.map(({ port, verdict }) => [port, verdict])).toEqual([
    [500, 'reachable'],
    [4500, 'reachable'],
  ]);
  expect(one?.openvpn.ways).toMatchObject([{ port: server.port, via: 'direct', verdict: 'reachable' }]);
  expect(one?.readiness.clients).toEqual({ windows: true, azureVpnClient: null, openVpn: false });
  expect([one?.answer, document.exitCode]).toEqual(['ready', 0]);
  expect(document.machine?.kind).toBe('local');
  expect(stdout).not.toContain(SECRET.slice(0, 24));
});
