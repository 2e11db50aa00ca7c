import { expect, it } from 'vitest';
import { openTarget } from '../../../src/pipeline/fleet/target.ts';
import { observe, sample } from '../../core/stores/registry-scene.ts';

const FOLDER = 'C:\\Program Files\\p2s-fix\\state';

it('has the task that runs a script of SYSTEM in a state folder deleted before that folder', async () => {
  const state = { folder: FOLDER, exists: true, files: [], backups: [], other: 'S-1-5-21-1-2-3-1001' };
  await expect(openTarget({ observation: observe(sample()), state })).rejects.toMatchObject({
    code: 'state-dir',
    where: FOLDER,
    message: expect.stringContaining('S-1-5-21-1-2-3-1001'),
    next: expect.stringMatching(/^Delete the task there that runs put-back\.ps1.* remove it\.$/),
  });
});
