import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { elevatedCall, pastedCommand } from '../../../src/core/options/follow-ups.ts';
import type { ReportDocument } from '../../../src/report/model/document.ts';
import { machineText } from '../../support/machines/reg-text.ts';
import { callOf } from '../../support/programs/call.ts';
import { runJson } from '../../support/programs/cli.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { SQUID } from '../../support/servers/squid.ts';
import { type Scene, setScene } from '../../support/stories/scene.ts';
import { NSS_WRAPPER } from '../../support/texts/names.ts';

/** The tunnel uses the proxy; the revocation check is direct, where the names of the lists do not resolve. */
describe.skipIf(skipWithout(SQUID, NSS_WRAPPER))('verify, where an apply would align WinHTTP', () => {
  let scene: Scene | undefined;
  afterEach(() => scene?.close());

  const setUp = async (options: Parameters<typeof setScene>[1], bypass?: string, isLoopback = false) => {
    scene = await setScene('open', options);
    const { squid } = scene;
    const proxy = isLoopback ? `${squid.host}:${squid.port}` : scene.proxy;
    const file = join(scene.folder, 'machine.reg');
    const strings = { ProxyEnable: 1, ProxyServer: proxy, ...(bypass && { ProxyOverride: bypass }) };
    await writeFile(file, machineText({ flags: 3, proxy, ...(bypass && { bypass }) }, strings));
    const state = ['--state-dir', join(scene.folder, 'state')];
    const args = ['verify', scene.gateway, '--machine', file, '--ca', scene.caFile, ...state];
    return { args, env: { ...process.env, ...scene.names.env } };
  };

  const nextSteps = ({ verdicts }: ReportDocument) => (verdicts[0]?.steps ?? []).map(({ action }) => action);

  it('makes no request for what the proposal fixes, and names a command that does it', async () => {
    const { args, env } = await setUp({});
    const document = await runJson(args, { env });
    const [current, proposed] = document.verdicts;
    expect(current).toMatchObject({ verdict: 'revocation-unreachable', mendedByProposal: true });
    expect(proposed).toMatchObject({ stores: 'proposed', verdict: 'reachable' });
    expect(document.requests).toEqual([]);
    const command = String(current?.command);
    expect(command).toBe(`${pastedCommand(elevatedCall(callOf(args)))} --in-place`);
    expect(nextSteps(document)[0]).toContain(`(${command})`);

    const words = command.split(' ').slice(1);
    const applied = await runJson(words, { env });
    expect(applied.error).toBeUndefined();
    // It is tested as by this verify: another apply of a recording tests nothing.
    expect(applied).toMatchObject({ exitCode: 0, verdicts: [{ verdict: 'reachable' }] });
    expect((await runJson(args, { env })).verdicts).toMatchObject([{ verdict: 'reachable' }]);
  });

  it('asks the network team where the bypass list of the proposal leads to the same direct route', async () => {
    const { args, env } = await setUp({}, '*.digicert.example');
    const document = await runJson(args, { env });
    expect(document.verdicts).toMatchObject([
      { verdict: 'revocation-unreachable', failsByProposal: true, notProposed: true },
      { stores: 'proposed', verdict: 'revocation-unreachable' },
    ]);
    expect(nextSteps(document)).toEqual([expect.stringMatching(/^Network team: /)]);
    expect(nextSteps(document)[0]).not.toMatch(/align|Proxy team/);
    expect(document.requests.map(({ to }) => to)).toEqual(['network-team']);
  });

  it('names the proxy on loopback, which no audit copies to WinHTTP, before the network team', async () => {
    const { args, env } = await setUp({}, undefined, true);
    const { findings, summary } = await runJson(args, { env });
    expect(findings[0]).toMatchObject({ code: 'alignment-refused', severity: 'error' });
    expect(summary.cause).toContain('a loopback proxy belongs to one user session');
    expect(summary.owners.map(({ owner }) => owner)).toEqual(['administrator', 'network-team']);
    const command = /\((.+)\)/.exec(summary.owners[0]?.action ?? '')?.[1] ?? '';
    expect(await runJson(command.split(' ').slice(1), { env })).toMatchObject({ exitCode: 0 });
    expect(await runJson(args, { env })).toMatchObject({ exitCode: 0, findings: expect.any(Array) });
  });

  it('asks nobody to allow lists that come by the proposal and say revoked', async () => {
    const { args, env } = await setUp({ revoked: true });
    const document = await runJson(args, { env });
    expect(document.verdicts).toMatchObject([
      { verdict: 'revocation-unreachable', failsByProposal: true, revokedByProposal: true },
      { stores: 'proposed', verdict: 'revoked' },
    ]);
    expect(nextSteps(document)).toEqual([expect.stringMatching(/^VPN team: replace the certificate/)]);
    expect(document.summary).toMatchObject({
      code: 'revoked',
      headline: expect.stringMatching(/is revoked/),
    });
    expect(document.requests.map(({ to }) => to)).toEqual(['vpn-team']);
  });
});
