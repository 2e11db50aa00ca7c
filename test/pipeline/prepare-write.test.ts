import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sampleRegText } from '../../scripts/simulated/sample-reg.ts';
import { openRecordedMachine } from '../../src/machine/recorded/recorded.ts';
import type { ApplyOptions } from '../../src/pipeline/run/options.ts';
import { runMode } from '../../src/pipeline/run/run.ts';
import { runSteps } from '../../src/pipeline/steps.ts';
import { folderForAll } from '../support/files.ts';
import { desiredFor, systemPorts } from '../support/stories/runs.ts';

const folder = folderForAll();

/** What a run asks of the machine, in order. */
async function callsOf(
  mode: 'apply' | 'audit',
  file: string,
  more: Partial<Pick<ApplyOptions, 'confirm'>> = {},
): Promise<string[]> {
  const recorded = await openRecordedMachine(file, { mode: { inPlace: true } });
  const calls: string[] = [];
  const machine: typeof recorded = {
    ...recorded,
    prepareWrite: () => void calls.push('prepare'),
    write(steps, how) {
      calls.push('write');
      return recorded.write(steps, how);
    },
  };
  const options: ApplyOptions = {
    machine: { file },
    path: { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false },
    desired: desiredFor({
      kind: 'proxy',
      servers: [{ scheme: 'all', host: 'new.contoso.example', port: 3128 }],
      bypass: null,
    }),
    user: null,
    stateDir: join(folder, 'state'),
    yes: true,
    ...more,
  };
  const document = await runMode(mode, systemPorts(), {}, async (context) => {
    await runSteps({ context, machine, options, apply: mode === 'apply' ? options : null });
  });
  expect(document.error).toBeUndefined();
  return calls;
}

it('starts the writer before a write that nobody is asked about, and in no other run', async () => {
  const file = async (name: string) => {
    const path = join(folder, name);
    await writeFile(path, sampleRegText({ proxyHost: 'old.contoso.example', proxyPort: 8080, bypass: '' }));
    return path;
  };
  const first = await file('first.reg');
  expect(await callsOf('audit', first)).toEqual([]);
  expect(await callsOf('apply', first)).toEqual(['prepare', 'write']);
  expect(await callsOf('apply', first)).toEqual([]);
  const agreed = { confirm: () => Promise.resolve(true) };
  expect(await callsOf('apply', await file('second.reg'), agreed)).toEqual(['write']);
});
