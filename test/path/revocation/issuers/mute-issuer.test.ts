import { readFile, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCa } from '../../../../scripts/simulated/ca.ts';
import { startGateway } from '../../../../scripts/simulated/gateway.ts';
import { judgeTranscript } from '../../../../src/path/transcript/judge-transcript.ts';
import { SessionHost } from '../../../../src/powershell/open.ts';
import { linuxPwsh } from '../../../support/lab/lab.ts';
import {
  buildShippedScripts,
  hostOptions,
  openWorkshop,
  type Workshop,
} from '../../../support/programs/powershell.ts';
import { runProgram, skipWithout } from '../../../support/programs/process.ts';
import { closeAfterEach } from '../../fixtures.ts';
import { startPlain, startWithoutIssuer } from '../../gateways.ts';
import { probeByScript, seenByScript } from '../../path-ends.ts';
import { straightTo } from '../../routes.ts';

const SCRIPT = 'Test-P2SPath.ps1';
/** .NET has this property since 7, .NET Framework does not. */
const SINCE_7 = "GetProperty('DisableCertificateDownloads')";

/** The wait of each of these tests: longer than a busy machine needs to reach the handshake. */
const PATIENCE_MS = 9000;

let shop: Workshop;
let hosts: Record<'7' | '5.1', SessionHost>;
const keep = closeAfterEach();

describe.skipIf(skipWithout(linuxPwsh))('an issuer whose URL does not reply', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    shop = openWorkshop();
    const hostOf = async (version: string) => {
      const scriptsDir = join(shop.folder, version);
      await buildShippedScripts(scriptsDir);
      return new SessionHost(hostOptions(linuxPwsh, { scriptsDir, maxReplyLength: 64 * 1024 * 1024 }));
    };
    hosts = { '7': await hostOf('7'), '5.1': await hostOf('5.1') };
    const file = join(shop.folder, '5.1', SCRIPT);
    const text = await readFile(file, 'utf8');
    expect(text.split(SINCE_7)).toHaveLength(2);
    await writeFile(file, text.replace(SINCE_7, "GetProperty('Absent')"));
  });
  afterAll(async () => {
    for (const host of Object.values(hosts)) await host.dispose();
    shop.remove();
  });

  it('is reported by its name when the handshake waits for it, as under 5.1', async () => {
    const { gateway, silent, trusted, url } = await startWithoutIssuer(keep);
    const request = straightTo(gateway, trusted, { deadlineMs: PATIENCE_MS });
    const seen = await seenByScript(hosts['5.1'], request);
    expect(seen.tunnel.tls).toMatchObject({
      end: 'timeout',
      awaits: 'client',
      certificates: [expect.any(String)],
    });
    const question = { gateway: seen, extraRoots: trusted, wallClock: request.wallClock };
    const probed = await judgeTranscript(question);
    expect(probed).toMatchObject({ verdict: 'untrusted-root', stage: 'tls' });
    expect(probed.tunnel.at(-1)?.evidence).toMatchObject({
      reason: 'chain-slow',
      missingIssuer: { issuer: expect.stringContaining('Contoso Issuing CA'), urls: [url] },
    });
    expect(silent.sockets.size).toBeGreaterThan(0);
  });

  it.each<['7' | '5.1', string]>([
    ['7', '20'],
    // .NET on Linux waits fifteen seconds for the address.
    ['5.1', String(PATIENCE_MS / 1000)],
  ])('is reported by the manual script, too, with the owner: %s', async (version, seconds) => {
    const { gateway, url } = await startWithoutIssuer(keep);
    const script = join(shop.folder, version, SCRIPT);
    const address = `${gateway.host}:${gateway.port}`;
    const args = ['-Gateway', address, '-Direct', '-DeadlineSeconds', seconds];
    const { code, stdout, stderr } = await runProgram(linuxPwsh, ['-NoProfile', '-File', script, ...args], {
      timeoutMs: 110_000,
    });
    expect(stdout).toMatch(new RegExp(`^out-of-reach: ${address} directly: .*Contoso Issuing CA`));
    expect(stdout).toContain(`allow http to ${url}`);
    expect(stdout).toContain('VPN team: have the gateway send its intermediate certificates.');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  });

  it.each<[string, number]>([
    ['before its flight ends', 700],
    ['after its flight, to what the client says then', Number.POSITIVE_INFINITY],
  ])('is not reported for a server that stops replying: %s', async (_name, letThrough) => {
    const ca = await createCa({ name: 'Contoso' });
    const leaf = await ca.issue({ names: ['localhost'], ips: ['127.0.0.1'] });
    const gateway = keep(await startGateway({ key: leaf.key, cert: leaf.cert, maxVersion: 'TLSv1.2' }));
    // Passes on the client's first bytes, and the allowed part of the answer.
    const between = keep(
      await startPlain((client) => {
        const server = net.connect(gateway);
        server.on('error', () => undefined);
        client.once('data', (hello) => server.write(hello));
        client.on('close', () => server.destroy());
        let left = letThrough;
        server.on('data', (bytes) => {
          client.write(bytes.subarray(0, left));
          left -= bytes.length;
        });
      }),
    );
    const request = straightTo(between, [ca.root.pem], { deadlineMs: PATIENCE_MS });
    const probes = Object.values(hosts).map((host) => probeByScript(host)(request));
    for (const probed of await Promise.all(probes))
      expect(probed).toMatchObject({ verdict: 'timeout', stage: 'tls' });
  });
});
