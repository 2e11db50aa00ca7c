import { mkdirSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listBackups, readBackup } from '../../../src/change/backup/backup.ts';
import { readJournal } from '../../../src/change/state/journal.ts';
import type { StateDir } from '../../../src/change/state/state-dir.ts';
import { desiredFor } from '../../../src/core/decide/desired-settings.ts';
import { nodeFiles } from '../../../src/files/node-files.ts';
import { openRecordedMachine } from '../../../src/machine/recorded/recorded.ts';
import type { Random } from '../fuzz/random.ts';
import { apply, audit, type Desired, type ReportDocument, rollback } from '../stories/runs.ts';

/** A recording with its own state folder; commands run in this process, by the public API. */
export class RecordedRuns {
  readonly folder: string;
  readonly file: string;
  readonly state: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.file = join(folder, 'machine.reg');
    this.state = join(folder, 'state');
  }

  static async make(root: string, name: string, content: Uint8Array): Promise<RecordedRuns> {
    const folder = join(root, name);
    mkdirSync(folder);
    const runs = new RecordedRuns(folder);
    await writeFile(runs.file, content);
    return runs;
  }

  #options(desired: Desired) {
    const path = { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false };
    return { path, desired, user: null, stateDir: this.state };
  }

  apply(desired: Desired): Promise<ReportDocument> {
    return apply({
      ...this.#options(desired),
      machine: { file: this.file, write: { inPlace: true } },
      yes: true,
    });
  }

  audit(desired: Desired): Promise<ReportDocument> {
    return audit({ ...this.#options(desired), machine: { file: this.file } });
  }

  rollback(desired: Desired): Promise<ReportDocument> {
    const machine = { file: this.file, write: { inPlace: true } } as const;
    return rollback({ ...this.#options(desired), machine, backup: null });
  }

  content(): Promise<Buffer> {
    return readFile(this.file);
  }

  get dir(): StateDir {
    return { path: this.state, files: nodeFiles() };
  }

  async journalWaits(): Promise<boolean> {
    return (await readJournal(this.dir)) !== null;
  }

  /** The bytes that each backup keeps of the recording, oldest first. Throws when one is not whole. */
  async backedUp(): Promise<Buffer[]> {
    const identity = await (await openRecordedMachine(this.file, { mode: 'read' })).identity();
    const all = (await listBackups(this.dir)).toReversed();
    return Promise.all(
      all.map(async ({ number, problem }) => {
        if (problem !== null) throw new Error(`backup ${number}: ${problem}`);
        const { file } = await readBackup(this.dir, number, identity);
        if (file === null) throw new Error(`backup ${number} holds no recording`);
        return Buffer.from(file.bytes);
      }),
    );
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

/** A random desired state. */
export function randomDesired(random: Random): Desired {
  const servers = [{ scheme: 'all', host: 'new.contoso.example', port: 3128 + random.below(3) }] as const;
  const bypass = random.chance(50) ? null : ['<local>', '*.contoso.example'];
  return random.pick<Desired>([
    { source: 'wininet' },
    { source: 'winhttp' },
    desiredFor({ kind: 'direct' }),
    desiredFor({ kind: 'proxy', servers, bypass }),
    desiredFor({ kind: 'proxy', servers, bypass }),
  ]);
}
