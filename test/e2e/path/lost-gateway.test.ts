import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CertificateAuthority, createCa } from '../../../scripts/simulated/ca.ts';
import { startCrlServer } from '../../../scripts/simulated/crl-server.ts';
import { type GatewayBehaviour, startGateway } from '../../../scripts/simulated/gateway.ts';
import { startProxy } from '../../../scripts/simulated/proxy.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import { tempFolder } from '../../support/files.ts';
import { openVpnProfile } from '../../support/machines/profiles.ts';
import { machineText } from '../../support/machines/reg-text.ts';
import { freePort, ownAddress } from '../../support/ports.ts';
import { runCli, runJson } from '../../support/programs/cli.ts';

/** Not on loopback: loopback addresses and names without a dot bypass a proxy. */
const HOST = ownAddress();

/** A direct machine and a proposed proxy that does not exist: the proposal reaches no gateway. */
describe('a proposal by which a gateway is lost', () => {
  let ca: CertificateAuthority;
  let folder: string;
  let proxy: string;
  let closing: (() => Promise<void>)[] = [];
  /** The arguments for machine and route; each test makes a new machine. */
  let common: string[];
  let machines = 0;

  beforeAll(async () => {
    const { path, remove } = await tempFolder();
    folder = path;
    closing = [remove];
    ca = await createCa();
    proxy = `${HOST}:${await freePort(HOST)}`;
    await writeFile(join(folder, 'ca.pem'), ca.root.pem);
    common = ['--state-dir', join(folder, 'state'), '--ca', join(folder, 'ca.pem')];
    common.push('--probe', '--proxy', proxy);
  });
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  });

  /** Starts a gateway; returns its `HOST:PORT`. */
  const serve = async (crlUrls: string[] = [], behaviour: GatewayBehaviour = 'ok') => {
    const { key, cert } = await ca.issue({ names: [], ips: [HOST], crlUrls });
    const gateway = await startGateway({ key, cert, behaviour, host: HOST });
    closing.push(() => gateway.close());
    return `${HOST}:${gateway.port}`;
  };
  const newMachine = async () => {
    const file = join(folder, `machine-${machines++}.reg`);
    await writeFile(file, machineText({ flags: 1 }));
    return file;
  };

  const SCENES: Record<string, () => Promise<{ alive: string; args: string[]; current: string[] }>> = {
    'the only one': async () => {
      const alive = await serve();
      return { alive, args: [], current: ['reachable'] };
    },
    'beside one that is out of reach by both': async () => {
      const alive = await serve();
      const args = ['--gateway', `${HOST}:${await freePort(HOST)}`];
      return { alive, args, current: ['reachable', 'gateway-unreachable'] };
    },
    'whose list is not judged': async () => {
      const body = await ca.crl('intermediate', { someReasons: true });
      const lists = await startCrlServer({ host: HOST, resources: { '/some.crl': { body } } });
      closing.push(() => lists.close());
      const alive = await serve([`http://${HOST}:${lists.port}/some.crl`]);
      return { alive, args: [], current: ['not-tested'] };
    },
    'beside one without SSTP': async () => {
      const [alive, other] = [await serve(), await serve([], 'reset-on-client-hello')];
      const file = join(folder, 'other.ovpn');
      await writeFile(
        file,
        openVpnProfile(HOST, ca.root.pem).replace(' 443', other.replace(`${HOST}:`, ' ')),
      );
      return {
        alive,
        args: ['--gateway', other, '--profile', file],
        current: ['reachable', 'sstp-not-offered'],
      };
    },
  };

  it.each(Object.keys(SCENES))('%s: is not written unasked', async (name) => {
    const scene = await SCENES[name]?.();
    if (scene === undefined) throw new Error('no scene');
    const file = await newMachine();
    const before = await readFile(file);
    const args = [...common, '--machine', file, '--gateway', scene.alive, ...scene.args];
    const audit = await runJson(['audit', ...args]);
    const verdicts = (stores: string) =>
      audit.verdicts.filter((one) => one.stores === stores).map(({ verdict }) => verdict);
    expect(verdicts('current')).toEqual(scene.current);
    expect(new Set(verdicts('proposed'))).toEqual(new Set(['proxy-unreachable']));
    const byBoth = audit.verdicts.filter(({ failsByProposal }) => failsByProposal === true);
    expect(byBoth.map(({ verdict }) => verdict)).toEqual(
      scene.current.filter((verdict) => verdict === 'gateway-unreachable'),
    );
    expect(byBoth.map(({ command }) => command)).toEqual(byBoth.map(() => undefined));
    const unneeded = audit.verdicts.filter((one) => one.stores === 'proposed' && one.worksToday === true);
    expect(unneeded.map(({ gateway }) => gateway)).toEqual([scene.alive]);
    for (const one of unneeded) {
      const current = audit.verdicts.find(
        ({ stores, gateway }) => stores === 'current' && gateway === one.gateway,
      );
      if (current === undefined) throw new Error('no current verdict');
      const { checks } = audit;
      const { next } = ENGLISH.verdict(one, checks, { verdict: current, checks });
      expect(next).toBe('Leave the settings as they are: the path works with them.');
    }
    const lost = audit.findings.find(({ code }) => code === 'candidate-fails');
    expect(lost?.evidence.gateways).toEqual([{ gateway: scene.alive, verdict: 'proxy-unreachable' }]);
    expect(lost?.message).toContain(
      `does not work for ${scene.alive} (proxy-unreachable), while the current`,
    );
    for (const { code, message, evidence } of audit.findings) {
      expect([code, evidence.presentFails, message.includes('either (')]).toEqual([code, undefined, false]);
    }

    expect(audit.exitCode).toBe(7);
    const held = await runJson(['apply', ...args, '--in-place']);
    expect([held.exitCode, held.error, held.result?.changed]).toEqual([7, undefined, []]);
    expect(await readFile(file)).toEqual(before);
    const asked = await runJson(['apply', ...args, '--in-place', '--yes']);
    expect([asked.exitCode, asked.result?.changed.length]).toEqual([5, 3]);
  });

  it('beside one that it fixes: the fix of that one is not listed as an action', async () => {
    const [alive, hidden] = [await serve(), 'hidden.contoso.example:443'];
    const { key, cert } = await ca.issue({ names: ['hidden.contoso.example'] });
    const gateway = await startGateway({ key, cert });
    closing.push(() => gateway.close());
    const through = await startProxy({
      host: HOST,
      hosts: { [hidden]: { host: gateway.host, port: gateway.port } },
    });
    closing.push(() => through.close());
    const file = await newMachine();
    const args = ['--machine', file, '--gateway', alive, '--gateway', hidden];
    const options = [...common.slice(0, -1), `${HOST}:${through.port}`];
    const audit = await runJson(['audit', ...args, ...options]);
    const verdictsOf = (stores: string) => audit.verdicts.filter((one) => one.stores === stores);
    expect(verdictsOf('current').map(({ verdict }) => verdict)).toEqual(['reachable', 'dns-failed']);
    expect(verdictsOf('proposed').map(({ verdict }) => verdict)).toEqual([
      'gateway-unreachable',
      'reachable',
    ]);
    expect(verdictsOf('current')[1]).toMatchObject({ mendedByProposal: true, losesByProposal: true });
    const { stdout } = await runCli(['audit', ...args, ...options, '--verbose']);
    expect(stdout).toContain('another gateway no longer works with it');
    expect(stdout).not.toContain('make the proposed change');
  });

  it('when no gateway is reachable by the current route either: written with --yes, and not reported as lost', async () => {
    const file = await newMachine();
    const args = [...common, '--machine', file, '--gateway', `${HOST}:${await freePort(HOST)}`];
    const before = await readFile(file);
    const audit = await runJson(['audit', ...args]);
    expect(audit.exitCode).toBe(7);
    const held = await runJson(['apply', ...args, '--in-place']);
    expect([held.exitCode, held.error, held.result?.changed]).toEqual([7, undefined, []]);
    expect(await readFile(file)).toEqual(before);
    const message = held.findings.find(({ code }) => code === 'candidate-fails')?.message;
    expect(message).toMatch(/^The proposed setting was tested and does not help: /);
    const document = await runJson(['apply', ...args, '--in-place', '--yes']);
    expect([document.exitCode, document.result?.changed.length]).toEqual([5, 3]);
  });
});
