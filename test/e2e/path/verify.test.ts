import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serializeCapture } from '../../../src/machine/recorded/capture.ts';
import { observe, sample, setBlob } from '../../core/stores/registry-scene.ts';
import { freePort } from '../../support/ports.ts';
import { runCli, runJson } from '../../support/programs/cli.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { SQUID } from '../../support/servers/squid.ts';
import { type Scene, setScene } from '../../support/stories/scene.ts';
import { NSS_WRAPPER } from '../../support/texts/names.ts';

describe.skipIf(skipWithout(SQUID, NSS_WRAPPER))('verify', () => {
  let scene: Scene;
  let mute: Server;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    scene = await setScene();
    mute = createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    env = { ...process.env, ...scene.names.env };
  });
  afterAll(async () => {
    mute?.close();
    await scene?.close();
  });

  const mutePort = () => {
    const address = mute.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  };

  it('claims no settings where it read none', async () => {
    const args = ['verify', `127.0.0.1:${await freePort()}`];
    const proxy = `127.0.0.1:${await freePort()}`;
    const pac = join(scene.folder, 'named.pac');
    await writeFile(pac, 'function FindProxyForURL() { return "DIRECT"; }');
    for (const route of [[], ['--direct'], ['--proxy', proxy], ['--pac-file', pac]]) {
      for (const form of ['--plain', '--verbose']) {
        const { stdout } = await runCli([...args, ...route, form]);
        expect(stdout).toContain('no settings read');
        expect(stdout).not.toContain('current settings');
      }
    }
  });

  it('through a proxy that is only named: reachable, exit 0', async () => {
    const document = await runJson(['verify', scene.gateway, '--proxy', scene.proxy, '--ca', scene.caFile], {
      env,
    });
    expect(document.exitCode).toBe(0);
    expect(document.verdicts).toMatchObject([
      { gateway: scene.gateway, stores: 'current', verdict: 'reachable', stage: null },
    ]);
    expect(document.checks.filter(({ status }) => status === 'fail')).toEqual([]);
  });

  it('along the settings of a recording: says that auto-detection may give another route', async () => {
    const registry = setBlob(sample(), { flags: 9, proxy: '', bypass: '' });
    const file = join(scene.folder, 'auto-detect.json');
    await writeFile(file, JSON.stringify(serializeCapture(observe(registry))));
    const { findings } = await runJson(['verify', '127.0.0.1:1', '--machine', file]);
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'auto-detect-not-resolved', severity: 'info' }),
    );
  });

  it('several gateways side by side, each with its own verdict', async () => {
    const refused = `127.0.0.1:${await freePort()}`;
    const hung = `127.0.0.1:${mutePort()}`;
    const document = await runJson(['verify', refused, hung, 'gateway.invalid', '--deadline', '1']);
    expect(document.exitCode).toBe(7);
    expect(document.verdicts.map(({ gateway, verdict, stage }) => [gateway, verdict, stage])).toEqual([
      [refused, 'gateway-unreachable', 'tcp'],
      [hung, 'timeout', 'tls'],
      ['gateway.invalid', 'dns-failed', 'dns'],
    ]);
  });

  it.each([
    [['verify'], /verify azuregateway/],
    [['verify', 'two words'], /two words/],
    [['verify', 'host:99999'], /99999/],
    [['verify', 'host/path'], /host\/path.*https:\/\/HOST\//s],
    [['verify', 'h', '--ca', '/nowhere.pem'], /\/nowhere\.pem/],
    [['verify', 'h', '--proxy', 'p:x'], /--proxy.*bad-port/],
    [['verify', 'h', '--machine', '/nowhere.reg'], /\/nowhere\.reg/],
  ])('%j is exit 3 with one clear message', async (args, what) => {
    const { exitCode, stdout, stderr } = await runCli(args);
    expect(exitCode).toBe(3);
    expect(stdout).toBe('');
    expect(stderr).toMatch(what);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('a file that holds no certificate is named', async () => {
    const file = join(scene.folder, 'not.pem');
    await writeFile(file, 'nothing');
    const document = await runJson(['verify', 'h', '--ca', file]);
    expect(document.error).toMatchObject({ code: 'input', where: file });
  });

  it('credentials in a proxy string are refused and appear nowhere', async () => {
    const { exitCode, stdout, stderr } = await runCli([
      'verify',
      'h',
      '--proxy',
      'alice:s3cr3t@p:8080',
      '--json',
    ]);
    expect(exitCode).toBe(8);
    expect(stdout + stderr).not.toContain('s3cr3t');
  });
});
