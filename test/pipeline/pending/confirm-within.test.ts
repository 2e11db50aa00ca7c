import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import {
  type SimulatedServers,
  startSimulatedServers,
} from '../../../scripts/simulated/simulated-servers.ts';
import { openChangeStore } from '../../../src/change/change-store.ts';
import { beginJournal } from '../../../src/change/state/journal.ts';
import { readUnconfirmed } from '../../../src/change/state/unconfirmed.ts';
import type { Gateway } from '../../../src/core/model/check.ts';
import { nodeFiles } from '../../../src/files/node-files.ts';
import type { ApplyOptions } from '../../../src/pipeline/run/options.ts';
import { systemPorts } from '../../../src/pipeline/run/ports.ts';
import { folderForAll } from '../../support/files.ts';
import { apply, audit, desiredFor, plan, rollback } from '../../support/stories/runs.ts';

/** Reports that it is ready, and exits: nothing rolls back automatically in these tests. */
const READY = 'process.send("ready"); process.disconnect();';

describe('a change that has to be confirmed', () => {
  let simulated: SimulatedServers;
  const folder = folderForAll();
  let original: Buffer;
  let file: string;
  let state: string;
  let count = 0;

  beforeAll(async () => {
    simulated = await startSimulatedServers();
    const { proxyHost, proxyPort } = simulated;
    original = sampleRegText({ proxyHost, proxyPort, bypass: '<local>' });
    await writeFile(join(folder, 'ready.mjs'), READY);
    await writeFile(join(folder, 'broken.mjs'), 'process.exit(1);');
  });
  afterAll(async () => {
    await simulated?.close();
  });
  beforeEach(async () => {
    count += 1;
    file = join(folder, `machine-${count}.reg`);
    state = join(folder, `state-${count}`);
    await writeFile(file, original);
  });

  const gateway = (): Gateway => ({
    host: simulated.gatewayHost,
    port: simulated.gatewayPort,
    source: 'option',
  });
  const closed: Gateway = { host: 'nobody.contoso.example', port: 443, source: 'option' };

  /** An apply of another proxy that need not be confirmed, and the options of a rollback. */
  const plainly = (port: number): ApplyOptions => ({
    machine: { file, write: { inPlace: true } },
    path: { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false },
    desired: desiredFor({
      kind: 'proxy',
      servers: [{ scheme: 'all', host: '127.0.0.1', port }],
      bypass: null,
    }),
    user: null,
    stateDir: state,
    yes: true,
  });

  function run(program: string | null, more: Partial<ApplyOptions>) {
    const { proxyHost: host, proxyPort: port } = simulated;
    const servers = [{ scheme: 'all' as const, host, port }];
    const options: ApplyOptions = {
      machine: { file, write: { inPlace: true } },
      path: { gateways: [], deadlineMs: 15_000, extraRoots: [simulated.caPem], probe: true },
      desired: desiredFor({ kind: 'proxy', servers, bypass: null }),
      user: null,
      stateDir: state,
      yes: true,
      confirmWithinMs: 600_000,
      ...more,
    };
    return apply(options, systemPorts('', program === null ? null : join(folder, program)));
  }

  it('is confirmed by its health check, whose gateways are checked after it', async () => {
    const document = await run('ready.mjs', { healthCheck: { gateways: [gateway()] } });
    expect(document.exitCode).toBe(0);
    expect(document.verdicts).toMatchObject([{ stores: 'current', verdict: 'reachable' }]);
    expect(document.confirmed).toEqual({ backup: '0001', by: 'health-check' });
    expect(document.findings.map(({ code }) => code)).not.toContain('change-unconfirmed');
    expect(await readdir(state)).not.toContain('unconfirmed.json');
  });

  it.each([
    ['one of its gateways is not reached', () => ({ healthCheck: { gateways: [gateway(), closed] } })],
    ['it names none', () => ({ healthCheck: { gateways: [] } })],
    ['there is none', () => ({})],
  ])('waits where %s', async (_what, more) => {
    const document = await run('ready.mjs', more());
    expect(document.confirmed).toBeUndefined();
    expect(document.findings.find(({ code }) => code === 'change-unconfirmed')).toMatchObject({
      severity: 'warning',
    });
    expect(await readdir(state)).toContain('unconfirmed.json');
    expect(await readFile(file)).not.toEqual(original);
    // Another apply is refused before it, so a proposal comes after it.
    const other = await audit(
      {
        ...{ machine: { file }, user: null, stateDir: state, desired: desiredFor({ kind: 'direct' }) },
        ...{ path: { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false } },
        asked: { call: { use: 'apply', options: { machine: [file], direct: true } }, shell: 'sh' },
      },
      systemPorts(''),
    );
    expect(other.summary.next.map(({ text }) => text)).toEqual([
      `p2s-fix confirm 0001 --machine ${file} --state-dir ${state}`,
      `p2s-fix rollback --machine ${file} --in-place --state-dir ${state}`,
      `p2s-fix --apply --machine ${file} --direct --in-place`,
    ]);
    expect(other.summary.owners).toMatchObject([{ action: expect.stringContaining('apply') }]);
  });

  it.each([null, 'broken.mjs', 'missing.mjs'])(
    'is not made when nothing would roll it back: %s',
    async (program) => {
      const document = await run(program, {});
      expect(document.exitCode).toBe(1);
      expect(document.error).toMatchObject({
        code: 'watcher-failed',
        message: expect.stringContaining('Nothing was written'),
      });
      expect(await readFile(file)).toEqual(original);
      expect((await readdir(state)).filter((name) => /journal|unconfirmed|writes/.test(name))).toEqual([]);
    },
  );

  it.each(['its time is over', 'it was interrupted'])(
    'takes no plan when %s, because apply would restore it first',
    async (why) => {
      await run('ready.mjs', {});
      const place = { explicit: state, platform: process.platform, env: {}, elevated: false };
      const wallClock = () => new Date();
      const { dir } = await openChangeStore({ ...place, wallClock });
      const change = await readUnconfirmed(dir);
      if (change === null) throw new Error('no unconfirmed change');
      const steps = change.steps.map(({ id, ...write }) => ({ id, write }));
      const journal = { backup: change.backup, planId: null, machine: change.machine, steps };
      if (why === 'it was interrupted') await beginJournal(dir, journal, wallClock());
      const later = new Date(Date.parse(change.deadline) + (why === 'its time is over' ? 1000 : -1000));
      const ports = { ...systemPorts(''), wallClock: () => later };
      const out = join(folder, `plan-${count}.json`);
      const options = {
        ...{ machine: { file }, desired: desiredFor({ kind: 'direct' }), user: null, stateDir: state },
        path: { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false },
      };
      const asked = { call: { use: 'plan', options: { out } }, shell: 'sh' } as const;
      const refused = await plan({ ...options, out, asked }, ports);
      const command = `p2s-fix rollback --machine ${file} --in-place --state-dir ${state}`;
      expect(refused.exitCode).toBe(9);
      expect(refused.error).toMatchObject({
        ...{ code: 'interrupted-change', next: expect.stringContaining(command) },
        message: 'No plan was written: the change of backup 0001 must be rolled back first.',
      });
      expect(await readdir(folder)).not.toContain(`plan-${count}.json`);
      // Nothing names the plan that was not written, and every step is the one of the error.
      expect(JSON.stringify(refused)).not.toContain(out);
      expect(refused.summary.owners).toMatchObject([{ action: expect.stringContaining(command) }]);

      // As the step says; then the plan is made, and carried out.
      const writing = { ...options, machine: { file, write: { inPlace: true as const } } };
      expect((await rollback({ ...writing, backup: null }, ports)).exitCode).toBe(0);
      expect(await readFile(file)).toEqual(original);
      expect((await plan({ ...options, out }, ports)).error).toBeUndefined();
      const done = await apply({ ...writing, plan: out, yes: true }, ports);
      expect([done.exitCode, done.result?.changed.length]).toEqual([0, 1]);
    },
  );

  it('is rolled back before a backup that is named, and reported also if that one is refused', async () => {
    const first = await apply(plainly(1), systemPorts(''));
    expect(first.result?.backup).toBe('0001');
    const between = await readFile(file);
    expect((await run('ready.mjs', {})).result?.backup).toBe('0002');
    const named = await rollback({ ...plainly(1), backup: '0001' }, systemPorts(''));
    expect([named.exitCode, named.result?.rolledBack]).toEqual([0, true]);
    expect(await readFile(file)).toEqual(original);
    expect((await readUnconfirmed({ path: state, files: nodeFiles() }))?.putBackAt).not.toBeNull();

    // Somebody edits the recording: the change goes, and the older backup no longer fits.
    await apply(plainly(1), systemPorts(''));
    await run('ready.mjs', {});
    await writeFile(file, Buffer.concat([await readFile(file), Buffer.from('; a remark\r\n', 'utf16le')]));
    const refused = await rollback({ ...plainly(1), backup: '0001' }, systemPorts(''));
    expect(refused.error).toMatchObject({
      code: 'backup-unusable',
      message: expect.stringMatching(/Before that, the unfinished change \(backup 0004\) was rolled back\.$/),
      next: expect.not.stringContaining('nothing was written'),
    });
    expect(refused.result).toMatchObject({
      rolledBack: true,
      changed: expect.arrayContaining(['winhttp/native']),
    });
    expect(await readFile(file)).toEqual(Buffer.concat([between, Buffer.from('; a remark\r\n', 'utf16le')]));
  });

  it('that the next apply rolls back first is in its result, also where nothing else has to change', async () => {
    await run('ready.mjs', {});
    expect(await readFile(file)).not.toEqual(original);
    const ports = { ...systemPorts(''), wallClock: () => new Date(Date.now() + 3_600_000) };
    const desired = { source: 'explicit', winInet: null, winHttp: { kind: 'direct' } } as const;
    const document = await apply({ ...plainly(1), desired }, ports);
    expect(await readFile(file)).toEqual(original);
    expect(document.result).toEqual({ changed: [], backup: null, rolledBack: false, recovered: true });
    expect([document.exitCode, document.needs?.redial]).toEqual([0, true]);
  });

  it('that ends by itself leaves the change before it to the next rollback', async () => {
    await apply(plainly(1), systemPorts(''));
    const between = await readFile(file);
    await run('ready.mjs', {});
    const ended = await rollback({ ...plainly(1), backup: null, onlyUnconfirmed: '0002' }, systemPorts(''));
    expect(ended.result?.rolledBack).toBe(true);
    expect(await readFile(file)).toEqual(between);
    const back = await rollback({ ...plainly(1), backup: null }, systemPorts(''));
    expect(back.result?.rolledBack).toBe(true);
    expect(await readFile(file)).toEqual(original);
    // One that is rolled back by hand is what a second rollback restores again.
    await run('ready.mjs', {});
    for (const isFirst of [true, false])
      expect((await rollback({ ...plainly(1), backup: null }, systemPorts(''))).result?.rolledBack).toBe(
        isFirst,
      );
    expect(await readFile(file)).toEqual(original);
  });

  it('is nothing to be confirmed where nothing has to change', async () => {
    await run('ready.mjs', { healthCheck: { gateways: [gateway()] } });
    const document = await run(null, {});
    expect(document.exitCode).toBe(0);
    expect(document.result).toMatchObject({ changed: [] });
  });

  it('reports what the rollback left because somebody changed it, until it is restored or applied again', async () => {
    await run('ready.mjs', {});
    await writeFile(file, byAnother(await readFile(file)));
    const options: ApplyOptions = {
      machine: { file, write: { inPlace: true } },
      path: { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false },
      desired: desiredFor({ kind: 'direct' }),
      user: null,
      stateDir: state,
      yes: true,
    };
    const left = async (mode: typeof audit) => {
      const { findings, error } = await mode({ ...options, machine: { file } }, systemPorts(''));
      expect(error).toBeUndefined();
      return findings.find(({ code }) => code === 'values-not-put-back');
    };
    const back = await rollback({ ...options, backup: null }, systemPorts(''));
    const evidence = { backup: '0001', values: [expect.stringMatching(/WOW6432Node.*\\WinHttpSettings$/i)] };
    const finding = back.findings.find(({ code }) => code === 'values-not-put-back');
    expect(finding).toMatchObject({ evidence });
    expect(back.summary.headline).not.toContain('Nothing was written');
    // Which is why no rollback is named.
    const again = await rollback({ ...options, backup: '0001' }, systemPorts(''));
    expect(again.error?.code).toBe('backup-unusable');
    expect(await left(audit)).toMatchObject({
      severity: 'warning',
      evidence: { ...evidence, putBackAt: expect.any(String) },
      remedy: expect.stringMatching(/compare the recording with the backup by hand: .*0001\.json$/),
    });
    const seen = await readFile(file);
    expect((await apply(options, systemPorts(''))).result?.changed).toContain('winhttp/wow64');
    expect(await left(audit)).toBeUndefined();
    // A remote run reads only this record.
    expect(await readdir(state)).not.toContain('unconfirmed.json');
    await writeFile(file, seen);
    await rollback({ ...options, backup: '0001' }, systemPorts(''));
    expect(await left(audit)).toBeUndefined();
  });

  it('does not wait beside that of another machine in the same folder', async () => {
    await run('ready.mjs', {});
    const first = file;
    file = `${first}.other.reg`;
    await writeFile(file, original);
    const refused = await run('ready.mjs', {});
    expect([refused.exitCode, refused.error?.code]).toEqual([9, 'interrupted-change']);
    expect(refused.error?.message).toContain(first);
    expect(await readFile(file)).toEqual(original);
    const options: ApplyOptions = {
      machine: { file, write: { inPlace: true } },
      path: { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false },
      desired: { source: 'wininet' },
      user: null,
      stateDir: state,
      yes: true,
    };
    expect((await apply(options, systemPorts(''))).error).toBeUndefined();
  });
});

/** A recording in which another program has set the 32-bit view of WinHTTP: its last byte differs. */
function byAnother(bytes: Buffer): Buffer {
  const parts = bytes.toString('utf16le').split(/^(?=\[)/m);
  const changed = parts.map((part) =>
    /^\[HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\.*\\Connections\]/i.test(part)
      ? part.replace(/[0-9a-f]{2}(?=\s*$)/, '7a')
      : part,
  );
  expect(changed).not.toEqual(parts);
  return Buffer.from(changed.join(''), 'utf16le');
}
