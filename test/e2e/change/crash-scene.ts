import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { listBackups } from '../../../src/change/backup/backup.ts';
import { toText } from '../../../src/core/model/say.ts';
import { nodeFiles } from '../../../src/files/node-files.ts';
import type { ReportDocument } from '../../../src/report/model/document.ts';
import { everythingIn } from '../../support/files.ts';
import { runCli, runJson } from '../../support/programs/cli.ts';

const PRELOAD = new URL('../../support/programs/kill-at.mjs', import.meta.url).href;

/** A recording, and the desired state that an apply writes to it. */
export interface Case {
  /** The content decides the kind of recording; the file name does not. */
  content: Uint8Array;
  desired: readonly string[];
}

/** One recording on disk with a state folder, for several runs of the built program in sequence. */
export class CrashScene {
  readonly file: string;
  readonly state: string;
  readonly #folder: string;
  readonly #desired: readonly string[];

  private constructor(folder: string, desired: readonly string[], file = join(folder, 'machine.reg')) {
    this.#folder = folder;
    this.#desired = desired;
    this.file = file;
    this.state = join(folder, 'state');
  }

  static async make(root: string, name: string, { content, desired }: Case): Promise<CrashScene> {
    const folder = join(root, name);
    await mkdir(folder);
    const scene = new CrashScene(folder, desired);
    await writeFile(scene.file, content);
    return scene;
  }

  /** Another recording with the same state folder. */
  static at(scene: CrashScene, file: string): CrashScene {
    return new CrashScene(scene.#folder, scene.#desired, file);
  }

  get #common(): string[] {
    return ['--machine', this.file, '--state-dir', this.state];
  }

  #args(command: 'apply' | 'rollback', copy?: string): string[] {
    const write = copy === undefined ? ['--in-place'] : ['--out', copy];
    return [command, ...this.#common, ...write, ...(command === 'apply' ? this.#desired : [])];
  }

  /** Runs it and kills it at the n-th place where the disk changes; returns whether there was such a place. */
  async killed(command: 'apply' | 'rollback', n: number, copy?: string): Promise<boolean> {
    const { exitCode, stderr } = await runCli([...this.#args(command, copy), '--json'], {
      env: { ...process.env, NODE_OPTIONS: `--import ${PRELOAD}`, P2S_KILL_AT: String(n) },
    });
    expect(stderr).toBe('');
    return exitCode === null;
  }

  /** Runs it whole and returns the places where the disk changes. */
  async traced(command: 'apply' | 'rollback'): Promise<string[]> {
    const trace = join(this.#folder, 'trace');
    const document = await runJson(this.#args(command), {
      env: { ...process.env, NODE_OPTIONS: `--import ${PRELOAD}`, P2S_KILL_TRACE: trace },
    });
    expect(document.error).toBeUndefined();
    expect(document.exitCode).toBe(0);
    return (await readFile(trace, 'utf8')).trimEnd().split('\n');
  }

  run(command: 'apply' | 'rollback'): Promise<ReportDocument> {
    return runJson(this.#args(command));
  }

  audit(): Promise<ReportDocument> {
    return runJson([...this.#common, ...this.#desired]);
  }

  content(): Promise<Buffer> {
    return readFile(this.file);
  }

  async journalWaits(): Promise<boolean> {
    return (await this.#names()).includes('journal.json');
  }

  /** The problem of each backup; every test expects none. */
  async backupProblems(): Promise<(string | null)[]> {
    const backups = await listBackups({ path: this.state, files: nodeFiles() });
    return backups.map(({ problem }) => (problem === null ? null : toText(problem)));
  }

  /** Every file with its content, which an audit must not change. */
  everything(): Promise<Record<string, string>> {
    return everythingIn(this.#folder);
  }

  async #names(): Promise<string[]> {
    return readdir(this.state).catch(() => []);
  }
}
