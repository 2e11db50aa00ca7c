import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readProfiles } from '../../../src/pipeline/inputs/profile-files.ts';
import { folderForTest } from '../../support/files.ts';
import { alwaysOnProfile } from '../../support/machines/profiles.ts';

it('files of other programs whose names have a word of profiles count for nothing in a folder', async () => {
  const folder = await folderForTest();
  const all = join(folder, 'all');
  const wlan = join(all, 'wlan');
  await mkdir(wlan, { recursive: true });
  for (let at = 0; at <= 1000; at += 1) await writeFile(join(wlan, `${at}-profile.xml`), '<WLANProfile/>');
  await writeFile(join(all, 'My VPN.xml'), alwaysOnProfile('ras.contoso.com', 'Sstp'));
  expect((await readProfiles([all])).gateways.map(({ host }) => host)).toEqual(['ras.contoso.com']);
  await expect(readProfiles([wlan])).rejects.toThrow('No profile is in the folder');
});
