import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatedServers, startSimulatedServers } from '../../scripts/simulated/simulated-servers.ts';
import type { RunEvent } from '../../src/core/model/events.ts';
import type { AuditOptions } from '../../src/pipeline/run/options.ts';
import type { StepRun } from '../../src/pipeline/steps/run-state.ts';
import { type RunStep, STEPS } from '../../src/pipeline/steps.ts';
import { STEP_NAMES } from '../../src/report/text/labels.ts';
import { folderForAll } from '../support/files.ts';
import { type Recording, recordings } from '../support/machines/recordings.ts';
import { apply, audit, plan, type ReportDocument } from '../support/stories/runs.ts';

const steps: readonly RunStep[] = STEPS;
const ORDER = steps.flatMap(({ reports }) => reports);
const DRY_RUN = { apply: null, found: {} } as unknown as StepRun;

describe('the list of steps', () => {
  const folder = folderForAll();
  let simulated: SimulatedServers;
  let runs: readonly ModesOn[];
  beforeAll(async () => {
    simulated = await startSimulatedServers();
    // Each run has its own state folder, so they wait for the disk in parallel.
    runs = await Promise.all(recordings(simulated).map((recording) => modesOn(folder, recording)));
  });
  afterAll(async () => {
    await simulated?.close();
  });

  it('makes audit, plan and apply emit the same events up to the backup', () => {
    for (const { name, audited, planned, applied } of runs) {
      const dry = upToBackup(audited.events);
      expect(upToBackup(planned.events), name).toEqual(dry);
      expect(upToBackup(applied.events), name).toEqual(dry);
    }
    // Each kind must occur, or the comparison proves nothing.
    const failed = runs.filter(({ applied }) => applied.document.error !== undefined);
    const changed = runs.filter(hasChanged);
    const others = runs.filter((one) => !failed.includes(one) && !changed.includes(one));
    for (const kind of [failed, changed, others]) expect(kind.length).toBeGreaterThan(3);
  });

  it('gives the order in which every run reports its progress', () => {
    const reported = new Set<string>();
    for (const { name, audited, applied } of runs) {
      for (const { events } of [audited, applied]) {
        const started = events.flatMap((one) =>
          one.type === 'step' && one.status === 'started' ? [one.step] : [],
        );
        expect(isWithin(started, ORDER), `${name}: ${started}`).toBe(true);
        for (const step of started) reported.add(step);
      }
    }
    // A restore needs an interrupted change, or a failed write.
    expect([...reported].toSorted()).toEqual(
      [...new Set(ORDER)].filter((one) => one !== 'restore').toSorted(),
    );
  });

  it('ends an apply with the findings that an audit has then', () => {
    const named = ({ findings }: ReportDocument) => findings.map(({ code, store }) => `${code} ${store}`);
    const changed = runs.filter(hasChanged);
    for (const { name, applied, auditedAfter } of changed)
      expect(named(applied.document), name).toEqual(expect.arrayContaining(named(auditedAfter.document)));
  });

  it('names the dry run as the reason to skip what writes', () => {
    const skipped = steps.filter(({ skip }) => skip?.when(DRY_RUN) === true).map(({ name }) => name);
    expect(skipped).toEqual(['open', 'recover', 'assess-again', 'compare', 'change', 'probe-after']);
  });

  it('reports every step that the terminal view has a title for, but those of other modes', () => {
    const titled = Object.keys(STEP_NAMES);
    const others = titled.filter((step) => !(ORDER as readonly string[]).includes(step));
    expect(others).toEqual(['probe-next']);
  });
});

interface Reported {
  events: RunEvent[];
  document: ReportDocument;
}

type ModesOn = { name: string } & Record<'audited' | 'planned' | 'applied' | 'auditedAfter', Reported>;

/** The modes on a copy of a recording, one after the other. */
async function modesOn(root: string, { name, content, desired, path, pac }: Recording): Promise<ModesOn> {
  const home = join(root, name.replaceAll(/\W+/g, '-'));
  await mkdir(home);
  const file = join(home, 'machine');
  await writeFile(file, content);
  const pacFile = join(home, 'proxy.pac');
  if (pac !== undefined) await writeFile(pacFile, pac);
  const reported = async (run: (options: AuditOptions) => Promise<ReportDocument>): Promise<Reported> => {
    const events: RunEvent[] = [];
    const options = {
      asked: { call: { use: 'apply', options: {} }, shell: 'sh' } as const,
      machine: { file },
      path: { gateways: [], deadlineMs: 60_000, extraRoots: [], probe: false, ...path },
      desired,
      user: null,
      stateDir: join(home, 'state'),
      ...(pac === undefined ? {} : { pacFile }),
      onEvent: (event: RunEvent) => void events.push(event),
    };
    return { document: await run(options), events };
  };
  const machine = { file, write: { inPlace: true } } as const;
  return {
    name,
    audited: await reported(audit),
    planned: await reported((options) => plan({ ...options, out: join(home, 'plan.json') })),
    applied: await reported((options) => apply({ ...options, machine, yes: true })),
    auditedAfter: await reported(audit),
  };
}

function hasChanged({ applied: { document } }: ModesOn): boolean {
  return document.error === undefined && document.result?.backup != null;
}

/** The events before the first write, or before a run reports no write; parallel probes in one order. */
function upToBackup(events: readonly RunEvent[]): unknown[] {
  const end = events.findIndex(
    (one) =>
      (one.type === 'step' && one.step === 'back-up') ||
      ['change-result', 'file-written', 'error', 'finished'].includes(one.type),
  );
  const before = events.slice(1, end);
  // The evidence of a check contains times and nonces.
  const checks = before.flatMap((one) => {
    if (one.type !== 'check') return one.type === 'check-started' ? [JSON.stringify(one)] : [];
    const { gateway, stores, stage, url, via, status } = one.check;
    return [[gateway, stores, stage, url, via, status].join(' ')];
  });
  return [...before.filter(({ type }) => !type.startsWith('check')), ...checks.toSorted()];
}

function isWithin(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  for (const one of whole) if (one === part[at]) at += 1;
  return at === part.length;
}
