import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMutePort } from '../../path/mute.ts';
import { machineText } from '../../support/machines/reg-text.ts';
import { freePort } from '../../support/ports.ts';
import { runCli, runJson } from '../../support/programs/cli.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { SQUID } from '../../support/servers/squid.ts';
import { PROXY_NAME, type Scene, setScene } from '../../support/stories/scene.ts';
import { NSS_WRAPPER, privateNames } from '../../support/texts/names.ts';

const PAC_URL = 'http://pac.contoso.example/proxy.pac';

/**
 * The path works, but would not with WinINET's setting in WinHTTP: without its proxy, or with a dead one first.
 */
const LOST = [
  { stores: 'current', verdict: 'reachable' },
  { stores: 'proposed', verdict: 'revocation-unreachable' },
];

/** A list of routes is a fallback list: only a proxy that gives no connection is skipped. */
describe.skipIf(skipWithout(SQUID, NSS_WRAPPER))('verify, where the setting names several ways', () => {
  let scene: Scene;
  let env: NodeJS.ProcessEnv;
  /** `HOST:PORT` of a proxy that does not listen. */
  let dead: string;
  let pac: string;
  let file: string;

  beforeAll(async () => {
    scene = await setScene();
    const { host } = scene.simulated.gateway;
    const names = await privateNames({ [PROXY_NAME]: scene.squid.host, [scene.gateway]: host });
    env = { ...process.env, ...names.env };
    dead = `${PROXY_NAME}:${await freePort(scene.squid.host)}`;
    pac = join(scene.folder, 'ways.pac');
    file = join(scene.folder, 'machine.reg');
  });
  afterAll(() => scene?.close());

  /** WinHTTP has the working proxy, so that the revocation check succeeds. */
  const machine = async (winInet: Parameters<typeof machineText>[0]) => {
    await writeFile(file, machineText(winInet, {}, scene.proxy));
    return [scene.gateway, '--machine', file, '--ca', scene.caFile];
  };
  const byPac = async (answer: string, more: string[] = []) => {
    await writeFile(pac, `function FindProxyForURL() { return "${answer}"; }`);
    return [...(await machine({ flags: 5, pac: PAC_URL })), '--pac-file', pac, ...more];
  };
  const verify = async (args: readonly string[]) => runJson(['verify', ...args], { env });
  const steps = ({ checks }: Awaited<ReturnType<typeof verify>>) =>
    checks
      .filter(({ stage }) => stage === 'tcp' || stage === 'connect')
      .map(({ stage, status, via }) => [stage, status, via]);
  const passed = ({ findings }: Awaited<ReturnType<typeof verify>>) =>
    findings.filter(({ code }) => code === 'proxy-passed-over').map(({ evidence }) => evidence);

  it('PROXY dead; PROXY alive: the verdict of the one that answers, and a finding about the other', async () => {
    const args = await byPac(`PROXY ${dead}; PROXY ${scene.proxy}`);
    const document = await verify(args);
    expect(document.verdicts).toMatchObject([{ verdict: 'reachable' }]);
    expect(steps(document)).toEqual([
      ['tcp', 'warn', dead],
      ['tcp', 'pass', scene.proxy],
      ['connect', 'pass', scene.proxy],
    ]);
    expect(document.checks.find(({ stage }) => stage === 'tcp')?.evidence).toMatchObject({
      reason: 'refused',
      passedOver: true,
    });
    const routes = [{ via: dead, stage: 'tcp', reason: 'refused' }];
    expect(passed(document)).toEqual([{ gateway: scene.gateway, ways: routes, via: scene.proxy }]);
    const { stdout } = await runCli(['verify', ...args, '--verbose'], { env });
    expect(stdout).toContain(`No connection through ${dead} (connection refused)`);
    expect(stdout).toContain(`succeeded (through ${scene.proxy})`);
  });

  it('PROXY dead; PROXY alive: what WinHTTP would be given is the one that answers', async () => {
    const args = await byPac(`PROXY ${dead}; PROXY ${scene.proxy}`);
    await writeFile(file, machineText({ flags: 5, pac: PAC_URL }, {}));
    const [gateway = '', ...rest] = args;
    const state = ['--state-dir', join(scene.folder, 'state'), '--probe', '--gateway', gateway];
    const document = await runJson(['audit', ...rest, ...state], { env });
    expect(document.findings.find(({ code }) => code === 'automatic-resolved')).toMatchObject({
      severity: 'warning',
      evidence: { kind: 'one-proxy', deadProxies: [dead] },
    });
    const native = document.plan?.changes.find(({ store }) => store === 'winhttp/native');
    expect(JSON.stringify(native?.after)).toContain(scene.proxy.split(':')[1]);
    expect(document.verdicts.find(({ stores }) => stores === 'proposed')?.verdict).toBe('reachable');
    const { stdout } = await runCli(['audit', ...rest, ...state, '--verbose'], { env });
    expect(stdout).toContain(`to ${scene.proxy}; left out, because no connection succeeded: ${dead}`);
  });

  it('a list that was set by hand is probed as well', async () => {
    const list = `no-such-proxy.invalid:8080;${scene.proxy}`;
    const document = await verify(await machine({ flags: 3, proxy: list }));
    expect(document.verdicts).toMatchObject(LOST);
    expect(document.exitCode).toBe(0);
    expect(passed(document)).toMatchObject([
      { ways: [{ via: 'no-such-proxy.invalid:8080', stage: 'dns', reason: 'not-found' }], via: scene.proxy },
    ]);
  });

  it('a proxy that is dead: no request asks to set it for WinHTTP as well', async () => {
    const [gateway = '', ...rest] = await machine({ flags: 3, proxy: dead });
    const args = [
      'audit',
      ...rest,
      '--state-dir',
      join(scene.folder, 'state'),
      '--probe',
      '--gateway',
      gateway,
    ];
    const document = await runJson(args, { env });
    expect(document.verdicts).toMatchObject([
      { stores: 'current', verdict: 'proxy-unreachable', failsByProposal: true },
      { stores: 'proposed', verdict: 'proxy-unreachable' },
    ]);
    const reported = document.findings.filter(({ code }) => code === 'winhttp-not-aligned');
    expect(reported.map(({ store }) => store)).toEqual(['winhttp/wow64', 'winhttp/native']);
    for (const { message, remedy } of reported) {
      expect(message).toContain('which does not work either. The proxy is unreachable.');
      expect(remedy).toBe('Applying this now will not help. Fix the problem reported above first.');
    }
  });

  it('a first proxy that is a black hole leaves time for the next', async () => {
    const mute = await startMutePort(0, scene.squid.host);
    try {
      const first = `${PROXY_NAME}:${mute.port}`;
      const document = await verify(await byPac(`PROXY ${first}; PROXY ${scene.proxy}`, ['--deadline', '6']));
      expect(document.verdicts).toMatchObject([{ verdict: 'reachable' }]);
      expect(passed(document)).toMatchObject([{ ways: [{ via: first, reason: 'timeout' }] }]);
    } finally {
      await mute.close();
    }
  });

  it('where no way gives a connection the first one decides, and all are named', async () => {
    const other = `${PROXY_NAME}:${await freePort(scene.squid.host)}`;
    const args = await byPac(`PROXY ${dead}; PROXY ${other}`);
    const document = await verify(args);
    expect(document.verdicts).toMatchObject([{ verdict: 'proxy-unreachable', stage: 'tcp' }]);
    expect(passed(document)).toEqual([]);
    expect(document.requests?.[0]).toMatchObject({ to: 'proxy-team' });
    expect(document.requests?.[0]?.en).toContain(dead);
    const { stdout } = await runCli(['verify', ...args, '--verbose'], { env });
    expect(stdout).toContain(`The proxy ${dead} cannot be reached: connection refused, and`);
    expect(stdout).toContain(other);
  });

  it.each([
    // No certificate was seen, so the PAC file's answers for its lists are unknown, and nothing is proposed.
    ['a PAC file', ['Verdict']],
    // The proposed stores leave the tunnel route as it is: it is probed once, and reported for both.
    ['a list that was set by hand', ['Verdict', 'Verdict (proposed settings)']],
  ])(
    'and the first decides also where a later one fails at an earlier stage; each is shown with its way: %s',
    async (by, verdicts) => {
      const nameless = 'no-such-proxy.invalid:8080';
      const list = [dead, nameless, `${PROXY_NAME}:${await freePort(scene.squid.host)}`];
      const [gateway = '', ...rest] =
        by === 'a PAC file'
          ? await byPac(list.map((route) => `PROXY ${route}`).join(';'))
          : await machine({ flags: 3, proxy: list.join(';') });
      const state = ['--state-dir', join(scene.folder, 'state'), '--probe', '--gateway', gateway];
      const { stdout } = await runCli(['audit', ...rest, ...state, '--verbose'], { env });
      const reported = `The proxy ${dead} cannot be reached: connection refused, and no other route in its setting gives a connection`;
      expect(stdout.match(/(?<=^ {4})Verdict[^:]*(?=: proxy-unreachable: )/gm)).toEqual(verdicts);
      for (const verdict of verdicts) expect(stdout).toContain(`${verdict}: proxy-unreachable: ${reported}`);
      const title = stdout.indexOf(`current settings, via ${dead}`);
      const routes = [`warn tcp via ${dead}`, `warn dns via ${nameless}`, `fail tcp via ${list[2]}`];
      const places = [title, ...routes.map((line) => stdout.indexOf(line))];
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect(Math.min(...places)).toBeGreaterThan(0);
      for (const route of routes) expect(stdout.split(route)).toHaveLength(2);
      expect(stdout).not.toContain('proxy direct');
    },
  );

  it.each([
    ['SOCKS', 'SOCKS 192.0.2.9:1080', ['socks'], 'SOCKS is not supported'],
    ['a proxy over TLS', 'HTTPS 192.0.2.9:8443', ['tls-proxy'], 'a proxy over TLS is not supported'],
  ])('%s behind a dead proxy: reported as not tried', async (_, hop, unsupported, words) => {
    const args = await byPac(`PROXY ${dead}; ${hop}; PROXY ${scene.proxy}`);
    const document = await verify(args);
    expect(document.verdicts).toMatchObject([{ verdict: 'proxy-unreachable', stage: 'tcp' }]);
    const { evidence } = document.checks.find(({ stage }) => stage === 'tcp') ?? {};
    expect(evidence).toMatchObject({ untriedWays: { count: 2, unsupported } });
    const { stdout } = await runCli(['verify', ...args, '--verbose'], { env });
    const reported = `cannot be reached: connection refused; 2 more routes in its setting were not tried (${words}).`;
    expect(stdout.replace(/\s+/g, ' ')).toContain(reported);
  });

  it('more than four routes: the rest are reported as not tried, and nothing is claimed of them', async () => {
    const { host } = scene.squid;
    const others = await Promise.all([freePort(host), freePort(host), freePort(host)]);
    const routes = [dead, ...others.map((port) => `${PROXY_NAME}:${port}`)];
    const args = await byPac([...routes, scene.proxy].map((route) => `PROXY ${route}`).join(';'));
    const document = await verify(args);
    expect(document.verdicts).toMatchObject([{ verdict: 'proxy-unreachable', stage: 'tcp' }]);
    const { stdout } = await runCli(['verify', ...args, '--verbose'], { env });
    const reported = stdout.replace(/\s+/g, ' ');
    expect(reported).toContain(`(${routes.slice(1).join(', ')}); 1 more route in its setting was not tried.`);
    const { stdout: japanese } = await runCli(['verify', ...args, '--verbose', '--lang', 'ja'], { env });
    expect(japanese.replace(/\s+/g, '')).toContain('残りの1件の経路は試していません。');
  });

  it('proposes to align WinHTTP where that gives it another proxy, and not where it holds the same list', async () => {
    const list = `${dead};${scene.proxy}`;
    const [gateway = '', ...rest] = await machine({ flags: 3, proxy: list });
    await writeFile(file, machineText({ flags: 3, proxy: list }, {}, list));
    const { stdout } = await runCli(['verify', gateway, ...rest, '--verbose'], { env });
    expect(stdout).toContain('revocation-unreachable');
    expect(stdout).toContain(`Proxy team: check that ${dead} is in service`);
    expect(stdout).not.toMatch(/align WinHTTP|--apply/);
    const byAnswer = await byPac(`PROXY ${dead}; PROXY ${scene.proxy}`);
    await writeFile(file, machineText({ flags: 5, pac: PAC_URL }, {}, dead));
    const answered = await runCli(['verify', ...byAnswer, '--verbose'], { env });
    // The run's own options come before the named gateway.
    const [named = '', ...own] = byAnswer;
    const command = ['p2s-fix', '--apply', ...own, '--gateway', named, '--probe', '--in-place'].join(' ');
    expect(answered.stdout).toContain(
      `Administrator: make the proposed change (${command}); the path works with it.`,
    );
    expect(answered.stdout).toContain('Verdict (proposed settings): reachable');
  });
});
