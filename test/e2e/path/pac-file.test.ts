import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { machineText } from '../../support/machines/reg-text.ts';
import { runJson } from '../../support/programs/cli.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { SQUID } from '../../support/servers/squid.ts';
import { type Scene, setScene } from '../../support/stories/scene.ts';
import { NSS_WRAPPER } from '../../support/texts/names.ts';

const PAC_URL = 'http://pac.contoso.example/proxy.pac';

describe.skipIf(skipWithout(SQUID, NSS_WRAPPER))('a recorded machine with a PAC file', () => {
  let scene: Scene;
  let file: string;
  let pac: string;
  let common: string[];
  let env: NodeJS.ProcessEnv;
  const original = machineText({ flags: 5, pac: PAC_URL }, { AutoConfigURL: PAC_URL });

  beforeAll(async () => {
    scene = await setScene();
    file = join(scene.folder, 'machine.reg');
    pac = join(scene.folder, 'proxy.pac');
    common = ['--machine', file, '--state-dir', join(scene.folder, 'state'), '--pac-file', pac];
    env = { ...process.env, ...scene.names.env };
  });
  afterAll(() => scene?.close());
  beforeEach(() => writeFile(file, original));

  const probing = () => ['--probe', '--gateway', scene.gateway, '--ca', scene.caFile];
  const script = (body: string) => writeFile(pac, `function FindProxyForURL(url, host) { ${body} }`);
  const findings = (document: { findings: { code: string }[] }) => document.findings.map(({ code }) => code);

  it('that sends all addresses to one proxy: WinHTTP gets it, and the path works', async () => {
    await script(`return "PROXY ${scene.proxy}; DIRECT";`);
    const audit = await runJson([...common, ...probing()], { env });
    expect(audit.exitCode).toBe(2);
    expect(audit.plan?.changes.map(({ store }) => store)).toEqual(['winhttp/wow64', 'winhttp/native']);
    expect(audit.findings).toContainEqual(
      expect.objectContaining({
        code: 'automatic-resolved',
        severity: 'warning',
        evidence: expect.objectContaining({ kind: 'one-proxy', fallbacksDropped: true }),
      }),
    );
    expect(audit.checks.find(({ stage }) => stage === 'sstp')).toMatchObject({
      status: 'pass',
      via: scene.proxy,
    });

    const apply = await runJson(['apply', ...common, ...probing(), '--in-place'], { env });
    expect(apply.error).toBeUndefined();
    expect(apply.exitCode).toBe(0);
    const again = await runJson(['apply', ...common, ...probing(), '--in-place'], { env });
    expect(again.result?.changed).toEqual([]);
    await runJson(['rollback', ...common.slice(0, 4), '--in-place'], { env });
    expect(await readFile(file)).toEqual(original);
  });

  it.each([
    ['different answers', 'return url.substring(0, 6) == "https:" ? "PROXY PROXYNAME" : "DIRECT";', 'mixed'],
    [
      'answers that hang on its own address',
      'return isInNet(myIpAddress(), "10.0.0.0", "255.0.0.0") ? "DIRECT" : "PROXY PROXYNAME";',
      'conditional',
    ],
    [
      'answers that hang on the time',
      'return new Date().getHours() < 25 ? "PROXY PROXYNAME" : "DIRECT";',
      'conditional',
    ],
    ['a SOCKS proxy', 'return "SOCKS s.contoso.example:1080";', 'failed or unsupported'],
    ['a way that shows no certificate', 'return "DIRECT";', 'incomplete'],
  ])('that gives %s: refused, with each answer shown', async (_, body, kind) => {
    await script(body.replace('PROXYNAME', scene.proxy));
    const document = await runJson(['apply', ...common, ...probing(), '--in-place'], { env });
    expect(document.exitCode).toBe(8);
    const refused = document.findings.find(({ code }) => code === 'automatic-refused');
    expect(kind).toContain(String(refused?.evidence.kind));
    expect(refused?.message).toContain(`https://${scene.gateway}/`);
    expect(await readFile(file)).toEqual(original);
  });

  it.each([
    ['does not end', 'while (true) {}'],
    ['is no script', 'return (;'],
    ['throws', 'throw 1;'],
  ])('that %s: an input error that says so', async (_, body) => {
    await script(body);
    const document = await runJson([...common, ...probing()], { env });
    expect(document.exitCode).toBe(3);
    expect(document.error?.code).toBe('input');
  });

  it('is not resolved where nothing says what it answers, and refused as before', async () => {
    const document = await runJson([...common.slice(0, 4), ...probing()], { env });
    expect(document.exitCode).toBe(8);
    expect(findings(document)).toContain('alignment-refused');
  });

  it('--pac writes WinINET, and WinHTTP gets what the file answers', async () => {
    await writeFile(file, machineText({ flags: 1 }));
    await script(`return "PROXY ${scene.proxy}";`);
    const desired = ['--pac', PAC_URL, ...probing()];
    const document = await runJson(['apply', ...common, ...desired, '--in-place'], { env });
    expect(document.exitCode).toBe(0);
    expect(document.result?.changed).toEqual(['wininet/current/lan', 'winhttp/wow64', 'winhttp/native']);
    expect(document.stores[0]?.settings?.pac).toEqual({ enabled: true, url: PAC_URL });
  });

  it('verify goes by the file alone', async () => {
    await script(`return "PROXY ${scene.proxy}";`);
    const document = await runJson(['verify', scene.gateway, '--pac-file', pac, '--ca', scene.caFile], {
      env,
    });
    expect(document.verdicts).toMatchObject([{ verdict: 'reachable' }]);
    expect(document.exitCode).toBe(0);
    const url = await runJson(['verify', scene.gateway, '--pac', PAC_URL, '--ca', scene.caFile], { env });
    expect(url.error?.code).toBe('not-windows');
    expect(url.exitCode).toBe(3);
  });
});
