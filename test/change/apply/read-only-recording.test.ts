import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { applyPlan } from '../../../src/change/apply.ts';
import { openChangeStore } from '../../../src/change/change-store.ts';
import { assess } from '../../../src/core/decide/assess.ts';
import { nodeFiles } from '../../../src/files/node-files.ts';
import { openRecordedMachine } from '../../../src/machine/recorded/recorded.ts';
import { failing, folderForAll } from '../../support/files.ts';
import { changingStories } from '../../support/lab/live-stories.ts';

const folder = folderForAll();

it.each([
  ['EROFS', 'the file system is read-only'],
  ['EACCES', 'permission is denied'],
  ['ENOSPC', 'the disk is full'],
])(
  'a recording that cannot be written (%s) is named, with the reason and the next step',
  async (errno, reason) => {
    const [story] = changingStories(1, 1);
    if (story === undefined) throw new Error('no story');
    const file = join(folder, errno);
    await writeFile(file, story.content);
    const files = failing(nodeFiles(), { replace: errno });
    const machine = await openRecordedMachine(file, { mode: { inPlace: true }, files });
    const { registry, ...observation } = await machine.observe({ deadlineMs: 10_000 });
    const { plan } = assess({ registry, ...observation }, story.desired, null);
    const store = await openChangeStore({
      ...{ explicit: join(folder, `${errno}-state`), platform: process.platform, env: {} },
      wallClock: () => new Date(),
    });
    const applied = store.locked(() => applyPlan(machine, registry, plan, store, () => undefined));
    await expect(applied).rejects.toMatchObject({
      code: 'input',
      where: file,
      message: expect.stringMatching(new RegExp(`^The recording cannot be written: .*${reason}`)),
      next: expect.stringContaining('--out FILE'),
    });
    expect(await readFile(file)).toEqual(story.content);
  },
);
