import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ScriptName } from '../../../src/powershell/port.ts';
import { folderForTest } from '../../support/files.ts';
import { describeReal, RUN } from '../real-adapters.ts';

const OURS = 'O:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)';
const THEIRS = 'O:S-1-5-21-1-2-3-1002D:P(A;;FA;;;S-1-5-21-1-2-3-1002)(A;;FA;;;BA)';
/** A folder of an administrator whose list allows a user to change it. */
const OPEN = 'O:BAD:(A;;FA;;;BA)(A;;FA;;;S-1-5-21-1-2-3-1002)';

interface Library {
  sddl?: string;
  tasks: Record<string, string>;
  folders: Record<string, Library>;
}
const folder = (sddl: string, tasks: Record<string, string> = {}, folders = {}): Library => {
  return { sddl, tasks, folders };
};

describeReal(
  'the folder of tasks',
  (real) => {
    async function prepare(
      tasks: Record<string, string>,
      folders: Record<string, Library>,
      files: string | null = null,
    ) {
      const request = { library: { tasks, folders }, files };
      const { result } = await real.host.run('Test-TaskFolder' as ScriptName, request, RUN);
      return result as { ready: Library; gone: boolean };
    }

    it('is made for administrators alone, in place of what others own or may change', async () => {
      if (real.mode !== 'FullLanguage') return;
      const other = { 'p2s-fix': THEIRS, other: THEIRS };
      const inner = { 'p2s-fix': folder(THEIRS, { inner: THEIRS }) };
      for (const sddl of [THEIRS, OPEN]) {
        const planted = folder(sddl, { schedule: OURS, 'put back': THEIRS }, inner);
        const { ready, gone } = await prepare(other, { 'p2s-fix': planted, Microsoft: folder(THEIRS) });
        expect(ready).toMatchObject({ tasks: { other: THEIRS }, folders: { Microsoft: folder(THEIRS) } });
        expect(Object.keys(ready.tasks)).toEqual(['other']);
        expect(ready.folders['p2s-fix']).toEqual(folder(OURS));
        expect(gone).toBe(true);
      }
    });

    it.each(['file', 'folder'])('names a %s that somebody left in its place', async (kind) => {
      if (real.mode !== 'FullLanguage') return;
      const path = await folderForTest();
      const planted = join(path, 'p2s-fix');
      await (kind === 'file' ? writeFile(planted, '') : mkdir(planted));
      await expect(prepare({}, {}, `${path}/`)).rejects.toMatchObject({
        evidence: { message: expect.stringContaining(planted) },
      });
    });

    it('stays with what administrators have in it, and goes with the last task', async () => {
      if (real.mode !== 'FullLanguage') return;
      const tasks = { schedule: OURS, 'put back': THEIRS };
      const { ready, gone } = await prepare({}, { 'p2s-fix': folder(OURS, tasks) });
      expect(ready.folders['p2s-fix']).toEqual(folder(OURS, { schedule: OURS }));
      expect(gone).toBe(false);
    });
  },
  ['one-shot'],
);
