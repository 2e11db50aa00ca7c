import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { applyPlan } from '../../../src/change/apply.ts';
import { listBackups, readBackup } from '../../../src/change/backup/backup.ts';
import type { Backup } from '../../../src/change/backup/backup-schema.ts';
import { type ChangeStore, openChangeStore } from '../../../src/change/change-store.ts';
import { type Journal, readJournal } from '../../../src/change/state/journal.ts';
import { assess } from '../../../src/core/decide/assess.ts';
import type { DesiredSettings } from '../../../src/core/decide/desired-settings.ts';
import type { Plan } from '../../../src/core/decide/plan.ts';
import { P2sError } from '../../../src/core/model/errors.ts';
import type { RunEvent } from '../../../src/core/model/events.ts';
import { RegistrySnapshot, sameValue } from '../../../src/core/model/registry.ts';
import type { FilePort } from '../../../src/files/port.ts';
import type { Machine, WriteOptions, WriteReport, WriteStep } from '../../../src/machine/port.ts';
import { serializeCapture } from '../../../src/machine/recorded/capture.ts';
import { openRecordedMachine } from '../../../src/machine/recorded/recorded.ts';
import { readRecording } from '../../../src/machine/recorded/recording.ts';
import { tempFolder } from '../../support/files.ts';
import { liveOver, recordedOver, recordedRegistry } from '../../support/machines/machines.ts';
import { NOW } from '../folder.ts';

export type Kind = 'recording' | 'live';
export type Write = (steps: readonly WriteStep[], options: WriteOptions) => Promise<WriteReport>;

/** The values that a change of everything writes, in this order. */
export const ALL = [
  'DefaultConnectionSettings',
  'SavedLegacySettings',
  'ProxyServer',
  'ProxyOverride',
  'wow64 WinHttpSettings',
  'WinHttpSettings',
];

/** A desired state that changes WinINET (both blobs and three strings) and both WinHTTP views. */
export const EVERYTHING: DesiredSettings = {
  source: 'explicit',
  winInet: {
    kind: 'proxy',
    servers: [{ scheme: 'all', host: 'new.contoso.example', port: 3128 }],
    bypass: ['<local>', '*.contoso.example'],
  },
  winHttp: 'follow',
};

/** A sample machine on disk, a plan for it, and a state folder. */
export interface ApplyScene {
  kind: Kind;
  file: string;
  original: Buffer;
  base: Machine;
  store: ChangeStore;
  plan: Plan;
  events: RunEvent[];
  /** The machine's own write; `declared` replaces single calls: 0 is the change, 1 and later restore. */
  machine(declared: Partial<Machine>): Machine;
  /** Applies the plan to the machine. */
  apply(machine: Machine, signal?: AbortSignal): ReturnType<typeof applyPlan>;
  /** The same without the lock, for a run that never ends. */
  applyUnlocked(machine: Machine): ReturnType<typeof applyPlan>;
  /** Applies the plan, which must fail with an error that people may see. */
  failure(machine: Machine): Promise<P2sError>;
  registry(): Promise<RegistrySnapshot>;
  /** The names of the planned values that differ from their old content. */
  changed(): Promise<string[]>;
  journal(): Promise<Journal | null>;
  /** The only backup, which must be complete. */
  backup(): Promise<Backup>;
  remove(): Promise<void>;
}

export async function applyScene(
  kind: Kind,
  options: { desired?: DesiredSettings; files?: FilePort; without?: string; typed?: boolean } = {},
): Promise<ApplyScene> {
  const { desired = EVERYTHING, files, without } = options;
  const folder = await tempFolder();
  const file = join(folder.path, 'machine');
  const sample = sampleRegText({ proxyHost: 'old.contoso.example', proxyPort: 8080, bypass: '<local>' });
  const written = options.typed === true ? typedByHand(sample) : sample;
  const original = without === undefined ? written : captureWithout(sample, without);
  await writeFile(file, original);
  const base = await openRecordedMachine(file, { mode: { inPlace: true } });
  const observation = await base.observe({ deadlineMs: 10_000 });
  const { plan } = assess(observation, desired, null);
  const store = await openChangeStore({
    explicit: join(folder.path, 'state'),
    platform: process.platform,
    env: {},
    wallClock: () => NOW,
    ...(files === undefined ? {} : { files }),
  });
  const events: RunEvent[] = [];
  const machine = (declared: Partial<Machine>) =>
    (kind === 'live' ? liveOver : recordedOver)(base, { effective: async () => null, ...declared });
  const applyUnlocked = (over: Machine, signal?: AbortSignal) =>
    applyPlan(over, observation.registry, plan, store, (event) => events.push(event), signal);
  const apply = (over: Machine, signal?: AbortSignal) => store.locked(() => applyUnlocked(over, signal));
  return {
    kind,
    file,
    original,
    base,
    store,
    plan,
    events,
    machine,
    apply,
    applyUnlocked,
    async failure(over) {
      const error = await apply(over).then(
        () => null,
        (reason: unknown) => reason,
      );
      if (!(error instanceof P2sError)) throw new Error(`not refused with a P2sError: ${String(error)}`);
      return error;
    },
    registry: () => recordedRegistry(file),
    async changed() {
      const now = await recordedRegistry(file);
      const writes = plan.changes.flatMap((change) => change.writes);
      return writes
        .filter(({ key, name: value, expected }) => !sameValue(now.value(key, value) ?? null, expected))
        .map(({ key, name: value }) => (key.includes('WOW6432Node') ? `wow64 ${value}` : value));
    },
    journal: () => readJournal(store.dir),
    async backup() {
      expect((await listBackups(store.dir)).map(({ number, problem }) => [number, problem])).toEqual([
        ['0001', null],
      ]);
      return readBackup(store.dir, '0001', await machine({}).identity());
    },
    remove: folder.remove,
  };
}

/** The same values, in a spelling that no export has. */
function typedByHand(reg: Buffer): Buffer {
  const text = reg.toString('utf16le').replaceAll('=hex:', '=hex(3):').replaceAll('\r\n', '\n');
  return Buffer.from(text, 'utf16le');
}

/** The sample as a capture, in which this key is recorded as missing. */
function captureWithout(reg: Buffer, missing: string): Buffer {
  const observation = readRecording(reg).observation(NOW);
  const keys = [...observation.registry.keys].map((key) =>
    key.path.toLowerCase() === missing.toLowerCase()
      ? { ...key, visibility: 'absent' as const, values: new Map() }
      : key,
  );
  const capture = serializeCapture({ ...observation, registry: new RegistrySnapshot(keys) });
  return Buffer.from(`${JSON.stringify(capture, null, 2)}\n`);
}

/** Lines of the write log: who wrote what, and how it ended. */
export async function writeLog({ store }: ApplyScene): Promise<string[]> {
  const text = await readFile(join(store.dir.path, 'writes.ndjson'), 'utf8').catch(() => '');
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const { id, status } = JSON.parse(line) as { id: string; status: string };
    return `${id} ${status}`;
  });
}
