import { readFileSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from '../../../src/change/state/lock.ts';
import type { RunEvent } from '../../../src/core/model/events.ts';
import { nodeFiles } from '../../../src/files/node-files.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { openRecordedMachine } from '../../../src/machine/recorded/recorded.ts';
import { textsOf } from '../../../src/report/text/texts.ts';

import { readLastRun } from '../../../src/schedule/last-run.ts';
import { logPath } from '../../../src/schedule/log.ts';
import { type Network, startNetwork } from './network.ts';
import { Laptop } from './scene.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

let network: Network;
let laptop: Laptop;
beforeAll(async () => {
  network = await startNetwork();
});
afterAll(() => network?.close());
beforeEach(async () => {
  laptop = await new Laptop(network).prepare();
});
afterEach(() => laptop.remove());

describe('two scheduled runs at a time', () => {
  it('go one after the other, and the second goes by what the first remembers', async () => {
    network.enter('proxy');
    const both = await Promise.all([laptop.run(), laptop.run()]);
    expect(both.map(({ schedule }) => schedule?.run?.move?.why).sort()).toEqual(['as-wanted', 'proxy-works']);
    await laptop.others('direct');
    expect((await laptop.run()).schedule?.run?.undone).toMatchObject({ act: 'align', count: 1 });
  });

  it('leave each other what they remember where one is kept out', { timeout: 60_000 }, async () => {
    network.enter('proxy');
    await laptop.run();
    const [name = ''] = (await readdir(laptop.state)).filter((one) => /^schedule-[0-9a-f]+\.json$/.test(one));
    const file = join(laptop.state, name);
    const before = readFileSync(file);
    network.enter('gone');
    await laptop.run();
    const after = readFileSync(file);
    expect(after).not.toEqual(before);
    writeFileSync(file, before);
    const dir = { path: laptop.state, files: nodeFiles() };
    const onEvent = ({ type }: RunEvent) => {
      // The other run writes at the last moment before this one records that it was locked out.
      if (type === 'error') writeFileSync(file, after);
    };
    const refused = await withLock(dir, { waitMs: 0 }, () => laptop.run({ onEvent }));
    expect([refused.exitCode, refused.error?.code]).toEqual([9, 'locked']);
    expect(readFileSync(file)).toEqual(after);
    const machine = await openRecordedMachine(laptop.file, { mode: 'read' });
    const noted = await readLastRun(dir, await machine.identity());
    expect(noted).toMatchObject({
      run: { error: { code: 'locked' } },
      reported: 'error locked; unreachable',
    });
    const installed = { folder: 'C:\\p', task: 'registered', problem: null } as const;
    const status = { action: 'status', installed, run: noted.run, log: null } as const;
    expect(JAPANESE.schedule(status).join('\n')).toContain('エラー locked: 別の');
    expect(await readFile(logPath(laptop.state), 'utf8')).not.toContain('template');
  });
});
