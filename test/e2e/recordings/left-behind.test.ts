import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderForAll } from '../../support/files.ts';
import { exportedBlob, exportedValues } from '../../support/machines/reg-export.ts';
import { INTERNET, machineText, regText, USER_SETTINGS } from '../../support/machines/reg-text.ts';
import { runJson } from '../../support/programs/cli.ts';

const PROXY = 'proxy.contoso.example:8080';
const NATIVE = `HKEY_LOCAL_MACHINE\\SOFTWARE\\${INTERNET}\\Connections`;
const WOW64 = `HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\${INTERNET}\\Connections`;

/** A WinINET value where WinHTTP's should be: 0x46, counter, flags 3, three strings, a tail. */
function shaped(): Buffer {
  const bytes = [0x46, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 3, 0, 0, 0, 0x61, 0x3a, 0x31];
  return Buffer.from([...bytes, ...new Array<number>(8 + 32).fill(0)]);
}

/** The three states of a machine on which another tool did half of the work. */
describe('what other tools leave behind', () => {
  const folder = folderForAll();

  const PAC = 'http://pac.contoso.example/p.pac';
  const states = [
    {
      name: 'strings old, blob new',
      start: machineText(
        { flags: 3, proxy: PROXY },
        { ProxyEnable: 1, ProxyServer: 'old.contoso.example:1' },
        PROXY,
        { flags: 3, proxy: 'old.contoso.example:1' },
      ),
      code: 'wininet-mirror-differs',
      exitCode: 2,
      repair: [],
      after: { [`${USER_SETTINGS}\n"ProxyServer"`]: `"${PROXY}"` },
    },
    {
      name: 'strings new, blob old with its PAC still on',
      start: machineText(
        { flags: 5, pac: PAC },
        { ProxyEnable: 1, ProxyServer: PROXY, MigrateProxy: 1 },
        '',
        {
          flags: 5,
          pac: PAC,
        },
      ),
      code: 'wininet-strings-newer',
      exitCode: 8,
      repair: ['--proxy', PROXY],
      after: {
        [`${USER_SETTINGS}\\Connections\n"DefaultConnectionSettings"`]: exportedBlob(
          [0x46, 65, 3],
          [PROXY, '', PAC],
          32,
        ),
      },
    },
    {
      name: 'a WinINET-shaped blob in WinHttpSettings',
      start: regText({
        [USER_SETTINGS]: { ProxyEnable: 0 },
        [`${USER_SETTINGS}\\Connections`]: {
          DefaultConnectionSettings: Buffer.from([
            0x46,
            ...new Array<number>(7).fill(0),
            1,
            ...new Array<number>(47).fill(0),
          ]),
        },
        [NATIVE]: { WinHttpSettings: shaped() },
        [WOW64]: { WinHttpSettings: shaped() },
      }),
      code: 'winhttp-wininet-shaped',
      exitCode: 2,
      repair: ['--yes'],
      after: {
        [`${NATIVE}\n"WinHttpSettings"`]: exportedBlob([0x28, 0, 1], ['', '']),
        [`${WOW64}\n"WinHttpSettings"`]: exportedBlob([0x28, 0, 1], ['', '']),
      },
    },
  ];

  it.each(states)(
    '$name: named, never called aligned, and repaired',
    async ({ name, start, code, exitCode, repair, after }) => {
      const file = join(folder, `${name.replaceAll(/\W/g, '-')}.reg`);
      const common = ['--machine', file, '--state-dir', join(folder, 'state')];
      await writeFile(file, start);
      const audit = await runJson([...common]);
      expect(audit.exitCode).toBe(exitCode);
      expect(audit.findings.map((finding) => finding.code)).toContain(code);

      const apply = await runJson(['apply', ...common, ...repair, '--in-place']);
      expect(apply.error).toBeUndefined();
      expect(apply.exitCode).toBe(0);
      expect(Object.fromEntries(exportedValues((await readFile(file)).toString('utf16le')))).toMatchObject(
        after,
      );
      expect(apply.findings.map((finding) => finding.code)).not.toContain(code);
      expect((await runJson([...common, ...(code === 'wininet-strings-newer' ? repair : [])])).exitCode).toBe(
        0,
      );
      await runJson(['rollback', ...common, '--in-place']);
      expect(await readFile(file)).toEqual(start);
    },
  );
});
