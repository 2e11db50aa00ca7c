import { describe, expect, it } from 'vitest';
import { folderPort } from '../../src/machine/folders.ts';
import type { PowerShellHost } from '../../src/powershell/port.ts';

/** A host that answers with `result`. */
function host(result: unknown): PowerShellHost & { asked: unknown[] } {
  const asked: unknown[] = [];
  return {
    asked,
    async run(script, request) {
      asked.push([script, request]);
      return { result, diagnostics: [] };
    },
    dispose: async () => undefined,
  };
}
const never: PowerShellHost = {
  run: (script) => Promise.reject(new Error(`${script} was not to run here`)),
  dispose: async () => undefined,
};

const user = { sid: 'S-1-5-21-1-2-3-1001', elevated: true };
const folder = { path: 'C:\\x', kind: 'folder', other: null };
const programs = 'C:\\Program Files';

describe('the folders of this Windows', () => {
  it('are looked at in the session that reads everything else', async () => {
    const session = host({ user, programs, folders: [folder] });
    const observed = await folderPort({ session, oneShot: never }).observe({ above: ['C:\\x'] });
    expect(observed).toEqual({ user, programs, folders: [folder] });
    expect(session.asked).toEqual([['Get-P2SFolderAccess', { paths: [], above: ['C:\\x'], own: false }]]);
  });

  it('are not asked again for what any answer has', async () => {
    const session = host({ user, programs, folders: [folder] });
    const folders = folderPort({ session, oneShot: never });
    await folders.observe({ above: ['C:\\x'] });
    expect(await folders.observe({})).toEqual({ user, programs, folders: [] });
    expect(session.asked).toHaveLength(1);
  });

  it('are made by a process of its own', async () => {
    const oneShot = host({});
    await folderPort({ session: never, oneShot }).make('C:\\x');
    expect(oneShot.asked).toEqual([['New-P2SStateFolder', { path: 'C:\\x' }]]);
  });

  it.each([
    ['another folder', { user, programs, folders: [{ ...folder, path: 'C:\\y' }] }],
    ['one too few', { user, programs, folders: [] }],
    ['another kind', { user, programs, folders: [{ ...folder, kind: 'door' }] }],
    ['nobody', { programs, folders: [folder] }],
    ['nothing', null],
  ])('are not believed when the answer is about %s', async (_what, result) => {
    const observed = folderPort({ session: host(result), oneShot: never }).observe({ paths: ['C:\\x'] });
    await expect(observed).rejects.toMatchObject({
      code: 'powershell-failed',
      where: expect.stringContaining('Get-P2SFolderAccess'),
    });
  });
});
