import { mkdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ScriptName } from '../../src/powershell/port.ts';
import { tempFolder } from '../support/files.ts';
import { describeReal, RUN } from './real-adapters.ts';

const WAY = ['AppData', 'Roaming', 'Microsoft', 'Network', 'Connections', 'Pbk', 'rasphone.pbk'];
const BYTES = Buffer.from('[VPN]\r\nPhoneNumber=azuregateway.example\r\n');

describeReal(
  'the phonebook of a profile',
  (real) => {
    let root: string;
    let profile: string;
    let remove: () => Promise<void>;
    beforeEach(async () => {
      ({ path: root, remove } = await tempFolder());
      profile = join(root, 'anne');
      for (const folder of [profile, join(root, 'secret')]) {
        const file = join(folder, ...WAY);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, BYTES);
      }
    });
    afterEach(() => remove());

    const read = async (more: Record<string, unknown> = {}) => {
      const request = { folder: profile, ...more };
      return (await real.host.run('Test-Phonebook' as ScriptName, request, RUN)).result;
    };

    // The functions below it are only called in Full Language.
    if (real.mode === 'ConstrainedLanguage') {
      it('is not read', async () => expect(await read({ all: true })).toEqual([]));
      return;
    }

    it('is read as it is', async () => {
      const path = join(profile, ...WAY);
      expect(await read()).toEqual([{ sid: 'S-1-5-21-1', path, hex: BYTES.toString('hex') }]);
    });

    it('is read where the profile itself lies behind a link, which only an administrator can make', async () => {
      await rename(profile, join(root, 'moved'));
      await symlink(join(root, 'moved'), profile);
      expect(await read()).toHaveLength(1);
    });

    it.each(WAY.map((name, at) => [name, at] as const))(
      'is not read through a link: %s',
      async (_name, at) => {
        const part = WAY.slice(0, at + 1);
        await rm(join(profile, ...part), { recursive: true });
        await symlink(join(root, 'secret', ...part), join(profile, ...part));
        expect(await read()).toEqual([]);
      },
    );

    it('is not read where a link takes the place of a folder after the look at it', async () => {
      const swap = {
        from: join(profile, 'AppData', 'Roaming'),
        to: join(root, 'secret', 'AppData', 'Roaming'),
      };
      expect(await read({ swap })).toEqual([]);
    });

    it('is left out where it is not there or too large', async () => {
      await truncate(join(profile, ...WAY), 1_048_576);
      expect(await read()).toHaveLength(1);
      await truncate(join(profile, ...WAY), 1_048_577);
      expect(await read()).toEqual([]);
      await rm(join(profile, ...WAY));
      expect(await read()).toEqual([]);
    });
  },
  'one-shot',
);
