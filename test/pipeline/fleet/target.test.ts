import { expect, it } from 'vitest';
import type { FolderFacts } from '../../../src/core/security/folder-access.ts';
import { openTarget } from '../../../src/pipeline/fleet/target.ts';
import { systemPorts } from '../../../src/pipeline/run/ports.ts';
import { observe, sample } from '../../core/stores/registry-scene.ts';

const FOLDER = 'C:\\ProgramData\\p2s-fix';
const OF_USER = 'O:S-1-5-21-1-2-3-1001D:P(A;OICI;FA;;;SY)';
const ABOVE: FolderFacts[] = ['C:\\ProgramData', 'C:\\'].map((path) => {
  return { path, kind: 'folder', sddl: 'O:SYD:P(A;;FA;;;SY)(A;CI;DCLCRPCR;;;BU)' };
});

it('has the task that runs a script of SYSTEM in a state folder deleted before that folder', async () => {
  const access: FolderFacts[] = [{ path: FOLDER, kind: 'folder', sddl: OF_USER }, ...ABOVE];
  const state = { folder: FOLDER, exists: true, files: [], backups: [], access };
  await expect(openTarget({ observation: observe(sample()), state }, systemPorts(''))).rejects.toMatchObject({
    code: 'state-dir',
    where: FOLDER,
    next: expect.stringMatching(/^Delete the task there that runs put-back\.ps1.* remove it\.$/),
  });
});
