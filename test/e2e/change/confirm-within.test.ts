import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { readUnconfirmed, writeUnconfirmed } from '../../../src/change/state/unconfirmed.ts';
import { nodeFiles } from '../../../src/files/node-files.ts';
import type { ReportDocument } from '../../../src/report/model/document.ts';
import { folderForAll } from '../../support/files.ts';
import { waitFor } from '../../support/ports.ts';
import { runCli, runJson } from '../../support/programs/cli.ts';

const PRELOAD = new URL('../../support/programs/kill-at.mjs', import.meta.url).href;
const ORIGINAL = sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' });

const root = folderForAll();
const scenes: Scene[] = [];

afterAll(async () => {
  for (const scene of scenes) await scene.killWatchers();
});

/** A recording with its own state folder, and the processes that watch it. */
class Scene {
  readonly file: string;
  readonly state: string;
  readonly watchers = new Set<number>();

  constructor(folder: string) {
    this.file = join(folder, 'machine.reg');
    this.state = join(folder, 'state');
  }

  static async make(name: string): Promise<Scene> {
    const folder = join(root, name);
    await mkdir(folder);
    const scene = new Scene(folder);
    await writeFile(scene.file, ORIGINAL);
    scenes.push(scene);
    return scene;
  }

  async run(command: 'audit' | 'apply' | 'rollback' | 'confirm', ...args: string[]): Promise<ReportDocument> {
    const place = command === 'apply' || command === 'rollback' ? ['--in-place'] : [];
    const all = [command, '--machine', this.file, '--state-dir', this.state, ...place, ...args];
    const document = await runJson(all);
    await this.noteWatcher();
    return document;
  }

  async noteWatcher(): Promise<number | null> {
    const log = await this.log();
    const pid = Number(/^process (\d+): waiting/.exec(log)?.[1] ?? 0);
    if (pid > 0) this.watchers.add(pid);
    return pid > 0 ? pid : null;
  }

  log(): Promise<string> {
    return readFile(join(this.state, 'watcher.log'), 'utf8').catch(() => '');
  }

  content(): Promise<Buffer> {
    return readFile(this.file);
  }

  async isOriginal(): Promise<boolean> {
    return (await this.content()).equals(ORIGINAL);
  }

  watching(): number[] {
    return [...this.watchers].filter(isAlive);
  }

  async killWatchers(): Promise<void> {
    for (const pid of this.watching()) process.kill(pid, 'SIGKILL');
    await this.noWatch();
  }

  async noWatch(): Promise<void> {
    await waitFor('the end of the watch', () => (this.watching().length === 0 ? true : undefined));
  }

  /** Makes the change this much older. */
  async age(ms: number): Promise<void> {
    const dir = { path: this.state, files: nodeFiles() };
    const change = await readUnconfirmed(dir);
    if (change === null) throw new Error('no change waits');
    const earlier = (time: string) => new Date(Date.parse(time) - ms).toISOString();
    await writeUnconfirmed(dir, {
      ...change,
      armedAt: earlier(change.armedAt),
      deadline: earlier(change.deadline),
    });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const finding = (document: ReportDocument) =>
  document.findings.find(({ code }) => code === 'change-unconfirmed');

// Each test has its own machine and folder, and mostly waits.
describe.concurrent('apply --confirm-within', () => {
  it('restores the recording byte for byte when nobody confirms, and says so to who comes too late', async () => {
    const scene = await Scene.make('not-confirmed');
    const document = await scene.run('apply', '--confirm-within', '10s');
    expect(document.exitCode).toBe(0);
    expect(document.result).toMatchObject({ backup: '0001', rolledBack: false });
    expect(finding(document)).toMatchObject({ severity: 'warning', evidence: { backup: '0001' } });
    expect(await scene.isOriginal()).toBe(false);

    await waitFor('the change to go back', async () => (await scene.isOriginal()) || undefined, 60_000);
    await scene.noWatch();
    expect(await scene.log()).toMatch(/not confirmed: rolled back \(exit code 0\)/);
    const late = await scene.run('confirm');
    expect(late.exitCode).toBe(8);
    expect(late.error).toMatchObject({
      code: 'stale',
      message: expect.stringMatching(/^The change was rolled back at .*, so it cannot be confirmed\.$/),
    });
    const audit = await scene.run('audit');
    expect([audit.exitCode, finding(audit)]).toEqual([2, undefined]);
    expect(await scene.isOriginal()).toBe(true);
  });

  it('leaves it when it is confirmed, and the watch ends', async () => {
    const scene = await Scene.make('confirmed');
    await scene.run('apply', '--confirm-within', '30s');
    const changed = await scene.content();
    const audit = await scene.run('audit');
    expect(audit.exitCode).toBe(0);
    expect(finding(audit)).toMatchObject({
      severity: 'warning',
      evidence: { command: `p2s-fix confirm 0001 --machine ${scene.file} --state-dir ${scene.state}` },
    });
    const wrong = await scene.run('confirm', '9');
    expect([wrong.exitCode, wrong.error?.code]).toEqual([3, 'input']);
    const document = await scene.run('confirm', '1');
    expect(document.exitCode).toBe(0);
    expect(document.confirmed).toEqual({ backup: '0001', by: 'command' });
    expect(scene.watchers.size).toBe(1);
    await scene.noWatch();
    expect(await scene.content()).toEqual(changed);
    const twice = await scene.run('confirm');
    expect([twice.exitCode, twice.error?.code]).toEqual([3, 'input']);
    expect((await scene.run('rollback')).exitCode).toBe(0);
    expect(await scene.isOriginal()).toBe(true);
  });

  it('refuses another apply while it waits, and a rollback ends the waiting', async () => {
    const scene = await Scene.make('waiting');
    await scene.run('apply', '--confirm-within', '1h');
    const changed = await scene.content();
    for (const args of [[], ['--direct'], ['--confirm-within', '10m']]) {
      const again = await scene.run('apply', ...args);
      expect(again.exitCode).toBe(9);
      expect(again.error).toMatchObject({
        code: 'interrupted-change',
        next: expect.stringContaining('confirm 0001'),
      });
    }
    expect(await scene.content()).toEqual(changed);
    const document = await scene.run('rollback', '0001');
    expect(document.result).toMatchObject({ rolledBack: true });
    expect(await scene.isOriginal()).toBe(true);
    await scene.noWatch();
  });

  describe('whose watch was killed', () => {
    const orphaned = async (name: string) => {
      const scene = await Scene.make(name);
      await scene.run('apply', '--confirm-within', '10m');
      expect(scene.watching()).toHaveLength(1);
      await scene.killWatchers();
      await scene.age(10 * 60_000);
      return scene;
    };

    it('is reported by the audit, can no longer be confirmed, and is rolled back by a rollback', async () => {
      const scene = await orphaned('killed-rollback');
      const audit = await scene.run('audit');
      expect(audit.exitCode).toBe(9);
      expect(finding(audit)).toMatchObject({
        severity: 'error',
        remedy: expect.stringContaining('rollback'),
      });
      const late = await scene.run('confirm');
      expect([late.exitCode, late.error?.code]).toEqual([9, 'interrupted-change']);
      expect(await scene.isOriginal()).toBe(false);
      expect((await scene.run('rollback')).exitCode).toBe(0);
      expect(await scene.isOriginal()).toBe(true);
      expect((await scene.run('audit')).exitCode).toBe(2);
    });

    it('is rolled back by the next apply, which goes on', async () => {
      const scene = await orphaned('killed-apply');
      const document = await scene.run('apply', '--direct');
      expect(document.exitCode).toBe(0);
      expect(document.result).toMatchObject({ backup: '0002', changed: ['wininet/current/lan'] });
      expect((await scene.run('audit', '--direct')).exitCode).toBe(0);
      await scene.run('rollback');
      expect(await scene.isOriginal()).toBe(true);
    });

    it('leaves what somebody else has changed since', async () => {
      const scene = await orphaned('killed-foreign');
      const mine = Buffer.concat([await scene.content(), Buffer.from('; mine\r\n', 'utf16le')]);
      await writeFile(scene.file, mine);
      expect((await scene.run('rollback')).exitCode).toBe(0);
      expect((await scene.content()).toString('utf16le')).toContain('; mine');
      expect((await scene.run('audit')).exitCode).toBe(2);
    });
  });

  it('is rolled back also when the apply is killed at any point', async () => {
    const env = (more: NodeJS.ProcessEnv) => ({
      env: { ...process.env, NODE_OPTIONS: `--import ${PRELOAD}`, ...more },
    });
    const apply = ({ file, state }: Scene) => {
      const place = ['--machine', file, '--state-dir', state, '--in-place'];
      return ['apply', ...place, '--confirm-within', '1m'];
    };
    const trace = await Scene.make('traced');
    const log = join(root, 'trace');
    await runCli(apply(trace), env({ P2S_KILL_TRACE: log }));
    await trace.run('confirm');
    const places = (await readFile(log, 'utf8')).trimEnd().split('\n');
    // Before these places there is no record of an unconfirmed change, so the change is like any other.
    const later = places.flatMap((place, at) =>
      at >= places.findIndex((one) => one.includes('unconfirmed')) ? [{ place, at }] : [],
    );
    expect(later.map(({ place }) => place)).toContain('after rename machine.reg');
    const killed = later.map(({ place, at }) => async () => {
      const scene = await Scene.make(`killed-${at}`);
      const { exitCode } = await runCli(apply(scene), env({ P2S_KILL_AT: String(at + 1) }));
      const rolledBack = (await scene.run('rollback')).exitCode;
      expect([place, exitCode, rolledBack, await scene.isOriginal()]).toEqual([place, null, 0, true]);
      await scene.noWatch();
    });
    while (killed.length > 0) await Promise.all(killed.splice(0, 4).map((work) => work()));

    // The next apply rolls it back, too, and does not treat it as unconfirmed.
    const scene = await Scene.make('killed-and-applied');
    const written = places.indexOf('after rename machine.reg');
    await runCli(apply(scene), env({ P2S_KILL_AT: String(written + 1) }));
    const document = await scene.run('apply', '--direct');
    expect([document.exitCode, document.error, document.result?.backup]).toEqual([0, undefined, '0002']);
    await scene.noWatch();
  }, 300_000);
});
