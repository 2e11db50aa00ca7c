import { X509Certificate } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type SimulatedServers,
  type SimulatedServersOptions,
  startSimulatedServers,
} from '../../../scripts/simulated/simulated-servers.ts';
import { judgeTranscript } from '../../../src/path/transcript/judge-transcript.ts';
import { transcriptSchema } from '../../../src/path/transcript/transcript.ts';
import { CORRELATION_ID } from '../../path/routes.ts';
import { RegistryLab } from '../../support/lab/registry-lab.ts';
import type { DriverCall } from '../../support/programs/powershell-driver.ts';

const SCRIPT = fileURLToPath(new URL('../../../dist/ps1/Test-P2SPath.ps1', import.meta.url));

/** The probe of Test-P2SPath.ps1 in PowerShell for Windows, through a proxy on loopback. */
describe('the path probe in PowerShell for Windows', () => {
  let lab: RegistryLab;
  const allSimulated: SimulatedServers[] = [];
  const simulate = async (options: SimulatedServersOptions = {}) => {
    const started = await startSimulatedServers(options);
    allSimulated.push(started);
    return started;
  };

  beforeAll(async () => {
    lab = await RegistryLab.open('path');
  });
  afterAll(async () => {
    await lab?.close();
    for (const one of allSimulated) await one.close();
  });

  function callFor(
    { gatewayHost, gatewayPort, proxyHost, proxyPort, caPem }: SimulatedServers,
    deadlineMs: number,
  ): DriverCall {
    const proxy = { host: proxyHost, port: proxyPort };
    const gateway = {
      host: gatewayHost,
      port: gatewayPort,
      proxy,
      correlationId: CORRELATION_ID,
      revocation: { proxy },
    };
    const roots = [new X509Certificate(caPem).raw.toString('base64')];
    return { host: 'session', script: 'Test-P2SPath', request: { gateways: [gateway], roots, deadlineMs } };
  }

  it('sees what there is to see, and is judged like a probe of ours', async () => {
    const options: [SimulatedServersOptions, string][] = [
      [{}, 'reachable'],
      [{ gateway: 'byte-by-byte' }, 'reachable'],
      [{ proxy: 'auth-required' }, 'proxy-auth-required'],
      [{ proxy: 'forbid-sstp-header' }, 'proxy-blocks-sstp'],
      [{ gateway: 'reset-on-client-hello' }, 'tls-failed'],
      [{ gateway: 'endless-head' }, 'not-sstp'],
      [{ gateway: 'nak' }, 'not-sstp'],
      [{ gateway: 'silent-after-200' }, 'timeout'],
      [{ revocation: 'cut-off' }, 'revocation-unreachable'],
      [{ revoked: true }, 'revoked'],
    ];
    const started = await Promise.all(options.map(([one]) => simulate(one)));
    const calls = started.map((one, at) => callFor(one, options[at]?.[1] === 'timeout' ? 3000 : 20_000));
    const answers = await lab.driver.make(lab.computer, calls);
    const verdicts: string[] = [];
    for (const [at, { result, diagnostics, error }] of answers.entries()) {
      expect({ diagnostics, error }).toEqual({ diagnostics: [], error: undefined });
      const [gateway] = transcriptSchema.parse(result).gateways;
      if (gateway === undefined) throw new Error('no gateway in the transcript');
      const extraRoots = [started[at]?.caPem ?? ''];
      const { verdict } = await judgeTranscript({ gateway, extraRoots, wallClock: () => new Date() });
      verdicts.push(verdict);
    }
    expect(verdicts).toEqual(options.map(([, verdict]) => verdict));
    expect(started[0]?.gateway.log[0]?.steps).toEqual([
      'tcp',
      'tls',
      'request',
      'connect-request',
      'ack',
      'abort-received',
      'closed',
    ]);
  });

  it('by hand says one line and an exit code; revocation by the real WinHTTP client', async () => {
    const good = await simulate();
    const { stdout: unset } = await byHand(good);
    // Without a WinHTTP proxy the names of the revocation servers do not resolve here.
    expect(unset).toMatch(/^revocation-unreachable: /);
    const locked = await simulate({ proxy: 'auth-required' });
    const { exitCode, stdout, stderr } = await byHand(locked);
    expect({ exitCode, stderr, word: stdout.split(':')[0] }).toEqual({
      exitCode: 1,
      stderr: '',
      word: 'proxy-auth-required',
    });
    const { stdout: works, exitCode: code } = await byHand(good, '-RevocationProxy', proxyOf(good));
    expect({ code, works }).toEqual({ code: 0, works: expect.stringMatching(/^works: [ -~]+\r?\n$/) });
  });

  it('refuses in Constrained Language Mode', async () => {
    const at = await simulate();
    await lab.constrained(async () => {
      const { exitCode, stdout, stderr } = await byHand(at);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'language-mode' } });
      expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    });
  });

  const proxyOf = ({ proxyHost, proxyPort }: SimulatedServers) => `${proxyHost}:${proxyPort}`;
  const byHand = (at: SimulatedServers, ...more: string[]) => {
    return lab.computer.pwsh(SCRIPT, ['-Gateway', at.gatewayHost, '-Proxy', proxyOf(at), ...more]);
  };
});
