import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { startGateway } from '../../../scripts/simulated/gateway.ts';
import { startProxy } from '../../../scripts/simulated/proxy.ts';
import type { ReportDocument } from '../../../src/report/model/document.ts';
import { CERTIFICATE_HELPER, startBumpingSquid } from '../../path/tunnel/proxy/bumping-squid.ts';
import { machineText } from '../../support/machines/reg-text.ts';
import { freePort, ownAddress } from '../../support/ports.ts';
import { runCli, runJson } from '../../support/programs/cli.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { SQUID, type SquidOptions, startSquid } from '../../support/servers/squid.ts';
import { PROXY_NAME, type Scene, setScene } from '../../support/stories/scene.ts';
import { NSS_WRAPPER, privateNames } from '../../support/texts/names.ts';

let scene: Scene;
/** The addresses that squid uses for every name. */
let hosts: Record<string, string>;

beforeAll(async () => {
  if (skipWithout(SQUID, NSS_WRAPPER)) return;
  scene = await setScene();
  hosts = Object.fromEntries(
    scene.simulated.privateNames.map((name) => [name, scene.simulated.gateway.host]),
  );
});
afterAll(() => scene?.close());

const evidence = ({ checks }: ReportDocument, stage: string) =>
  checks.find((check) => check.stage === stage)?.evidence;
const proxyAt = (port: number) => ['--proxy', `${PROXY_NAME}:${port}`, '--ca', scene.caFile];
const named = () => ({ env: { ...process.env, ...scene.names.env } });

describe.skipIf(skipWithout(SQUID, NSS_WRAPPER))('verify, behind a real squid', () => {
  it.each<[SquidOptions['policy'], string, Record<string, unknown>]>([
    ['auth', 'proxy-auth-required', { httpStatus: 407, schemes: ['Basic'] }],
    ['no-sstp', 'proxy-blocks-sstp', { httpStatus: 403, withoutSstpVersion: { status: 200 } }],
    [
      'cut-sstp',
      'proxy-blocks-sstp',
      {
        reason: 'sstp-header-refused',
        withSstpVersion: expect.stringMatching(/^(?:reset|closed)$/),
        withoutSstpVersion: { status: 200 },
      },
    ],
    ['deny', 'proxy-refused', { httpStatus: 403, squidError: 'ERR_ACCESS_DENIED 0' }],
    ['sign-in-page', 'captive-portal', { httpStatus: 302, locationHost: 'login.contoso.example' }],
  ])('with the policy %s: %s', async (policy, verdict, seen) => {
    const squid = await startSquid({ hosts, policy: policy ?? 'open' });
    try {
      const document = await runJson(['verify', scene.gateway, ...proxyAt(squid.port)], named());
      expect(document.verdicts).toMatchObject([{ verdict, stage: 'connect' }]);
      expect(document.exitCode).toBe(7);
      expect(evidence(document, 'connect')).toMatchObject(seen);
      expect(document.requests).toMatchObject([{ verdict, to: 'proxy-team' }]);
    } finally {
      await squid.close();
    }
  });

  it('that gets no connection: gateway-unreachable, by its own word', async () => {
    const closed = `${scene.gateway}:${await freePort(scene.simulated.gateway.host)}`;
    const document = await runJson(['verify', closed, ...proxyAt(scene.squid.port)], named());
    const verdict = 'gateway-unreachable';
    expect(document.verdicts).toMatchObject([{ verdict, stage: 'connect' }]);
    expect(evidence(document, 'connect')).toMatchObject({
      httpStatus: 503,
      squidError: 'ERR_CONNECT_FAIL 111',
    });
  });

  it('that finds no such name: gateway-unreachable, by its own code, whatever the status', async () => {
    const unknown = 'nobody.contoso.example';
    const document = await runJson(['verify', unknown, ...proxyAt(scene.squid.port)], named());
    const verdict = 'gateway-unreachable';
    expect(document.verdicts).toMatchObject([{ verdict, stage: 'connect' }]);
    expect(evidence(document, 'connect')).toMatchObject({
      httpStatus: 500,
      squidError: expect.stringMatching(/^ERR_CANNOT_FORWARD\b/),
    });
    expect(document.requests).toMatchObject([{ verdict, to: 'proxy-team' }]);
  });

  it('that inspects TLS and carries SSTP, under a trusted root: detected by the signs of its certificate', async () => {
    const inspector = await createCa({ name: 'Contoso Inspection' });
    const forged = await inspector.issue({ names: [scene.gateway, 'vpn.contoso.example'] });
    const address = ownAddress();
    const relay = await startGateway({ key: forged.key, cert: forged.cert, host: address, port: 443 });
    const names = [scene.gateway, 'vpn.contoso.example'];
    const squid = await startSquid({ hosts: Object.fromEntries(names.map((name) => [name, address])) });
    const trusted = join(scene.folder, 'inspector.pem');
    await writeFile(trusted, inspector.root.pem);
    try {
      const options = ['--proxy', `${PROXY_NAME}:${squid.port}`, '--ca', trusted];
      const document = await runJson(['verify', ...names, ...options], named());
      // A name of Azure has a public certificate; a private server may have a private one by itself.
      expect(document.verdicts).toMatchObject([
        { gateway: scene.gateway, verdict: 'tls-inspection', stage: 'certificate' },
        { gateway: 'vpn.contoso.example', verdict: 'reachable' },
      ]);
      const found = document.findings.filter(({ code }) => code === 'inspection-suspected');
      expect(found.map(({ severity, evidence: { gateway } }) => [severity, gateway])).toEqual([
        ['warning', 'vpn.contoso.example'],
      ]);
      expect(found[0]?.message).toContain('Contoso Inspection');
      expect(document.requests).toMatchObject([{ verdict: 'tls-inspection', to: 'proxy-team' }]);
      expect(document.requests?.[0]?.en).toContain('Contoso Inspection');
      const { stdout } = await runCli(['verify', ...names, ...options, '--verbose'], named());
      expect(stdout).toContain(`Proxy team: exempt ${scene.gateway}:443 from TLS inspection.`);
      expect(stdout).toContain('An inspecting proxy may have made its certificate; if so, sign-in fails');
    } finally {
      await squid.close();
      await relay.close();
    }
  });

  it('with a WinHTTP proxy whose answer has no end: revocation-unreachable, in words', async () => {
    const odd = await startProxy({ hosts: {}, behaviour: 'endless-head', host: scene.squid.host });
    try {
      const file = join(scene.folder, 'endless.reg');
      const winHttp = `${PROXY_NAME}:${odd.port}`;
      await writeFile(file, machineText({ flags: 3, proxy: scene.proxy }, {}, winHttp));
      const args = ['verify', scene.gateway, '--machine', file, '--ca', scene.caFile, '--verbose'];
      const { stdout } = await runCli(args, named());
      expect(stdout).toMatch(/Verdict: revocation-unreachable: .*: an HTTP head of more than 16 KiB\./);
    } finally {
      await odd.close();
    }
  });

  it('that is gone, or has no such name: proxy-unreachable', async () => {
    const gone = await freePort(scene.squid.host);
    const args = ['verify', scene.gateway, '--proxy'];
    const [refused, unknown] = await Promise.all([
      runJson([...args, `${PROXY_NAME}:${gone}`], named()),
      runJson([...args, 'no-such-proxy.invalid:8080']),
    ]);
    expect(refused.verdicts).toMatchObject([{ verdict: 'proxy-unreachable', stage: 'tcp' }]);
    expect(unknown.verdicts).toMatchObject([{ verdict: 'proxy-unreachable', stage: 'dns' }]);
    // Nothing was sent to a proxy whose name is not known, so no text is about its answers.
    const [headline, letter] = [unknown.summary.headline, JSON.stringify(unknown.requests)];
    expect(headline).toBe(
      'The name of the proxy no-such-proxy.invalid:8080 does not resolve on this computer.',
    );
    expect(letter).toContain('The name of the proxy no-such-proxy.invalid:8080 does not resolve');
    expect(refused.summary.headline).toContain('cannot be reached: connection refused');
  });

  it('with a root that is not trusted here: untrusted-root', async () => {
    const proxy = `${PROXY_NAME}:${scene.squid.port}`;
    const document = await runJson(['verify', scene.gateway, '--proxy', proxy], named());
    expect(document.verdicts).toMatchObject([{ verdict: 'untrusted-root', stage: 'certificate' }]);
  });
});

describe.skipIf(skipWithout(SQUID, NSS_WRAPPER, CERTIFICATE_HELPER))(
  'verify, behind a real squid that inspects TLS',
  () => {
    it('tls-inspection, and with --compare-direct from the certificate alone', async () => {
      const inspector = (await createCa({ name: 'Contoso Inspection' })).root;
      const upstreamRoot = scene.simulated.caPem;
      const squid = await startBumpingSquid({ inspector, upstreamRoot, hosts });
      const names = await privateNames({
        [PROXY_NAME]: squid.host,
        [scene.gateway]: scene.simulated.gateway.host,
      });
      try {
        const both = join(scene.folder, 'both.pem');
        await writeFile(both, scene.simulated.caPem + inspector.pem);
        const options = { env: { ...process.env, ...names.env } };
        const proxy = ['--proxy', `${PROXY_NAME}:${squid.port}`];
        const args = ['verify', scene.gateway, ...proxy, '--ca'];
        const untrusted = await runJson([...args, scene.caFile], options);
        expect(untrusted.verdicts).toMatchObject([{ verdict: 'tls-inspection', stage: 'certificate' }]);
        const trusted = await runJson([...args, both], options);
        expect(trusted.verdicts).toMatchObject([{ verdict: 'tls-inspection', stage: 'http' }]);
        expect(evidence(trusted, 'certificate')).toMatchObject({
          trustedBy: 'extra',
          inspectionSigns: expect.any(Array),
        });
        const before = scene.simulated.gateway.log.length;
        const compared = await runJson([...args, both, '--compare-direct'], options);
        expect(compared.verdicts).toMatchObject([{ verdict: 'tls-inspection', stage: 'certificate' }]);
        expect(evidence(compared, 'certificate')).toMatchObject({
          reason: 'another-certificate',
          direct: { comparison: 'different', issuer: 'CN=P2S Sample Issuing CA' },
        });
        expect(scene.simulated.gateway.log.length).toBeGreaterThan(before);
        expect(compared.requests[0]?.en).toContain(
          'Certificate on the direct route: issuer "CN=P2S Sample Issuing CA"',
        );
        const { stdout } = await runCli([...args, both, '--compare-direct', '--verbose'], options);
        expect(stdout).toContain(`exempt ${scene.gateway}:443 from TLS inspection`);
      } finally {
        await names.close();
        await squid.close();
      }
    });

    it('a proxy that does not inspect shows the same certificate: reachable', async () => {
      const names = await privateNames({
        [PROXY_NAME]: scene.squid.host,
        [scene.gateway]: scene.simulated.gateway.host,
      });
      try {
        const args = ['verify', scene.gateway, ...proxyAt(scene.squid.port), '--compare-direct'];
        const document = await runJson(args, { env: { ...process.env, ...names.env } });
        expect(document.verdicts).toMatchObject([{ verdict: 'reachable', stage: null }]);
        expect(evidence(document, 'certificate')).toMatchObject({ direct: { comparison: 'same' } });
      } finally {
        await names.close();
      }
    });
  },
);
