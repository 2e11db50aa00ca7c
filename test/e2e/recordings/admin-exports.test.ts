import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folderForAll } from '../../support/files.ts';
import { ADMIN_EXPORTS } from '../../support/machines/admin-exports.ts';
import { runJson } from '../../support/programs/cli.ts';

const folder = folderForAll();

const NOT_ALIGNED = /^WinHTTP \(64-bit\) is set to direct; the desired setting is proxy proxy\.contoso/;

/** The exit code, and the headline or, where the files are refused as a whole, the message. */
const ANSWERS: Readonly<Record<string, readonly [number, RegExp]>> = {
  'the two keys of regedit, without WOW6432Node': [2, NOT_ALIGNED],
  'both in one file, with WOW6432Node, aligned, UTF-8': [0, /^No proxy setting needs to change\.$/],
  'HKCU alone': [3, /^Not judged: the recording does not have WinHTTP \(64-bit\)\.$/],
  'HKLM alone': [3, /^Not judged: the recording does not have WinINET \(the recorded user\)\.$/],
  'a user with strings alone, UTF-8': [0, /^No proxy setting needs to change\.$/],
  'ProxySettingsPerUser=0': [2, NOT_ALIGNED],
  'quotation marks of code page 932 in WinHTTP': [
    2,
    /“proxy\.contoso\.example:8080” \(cannot be used: it has/,
  ],
  'HKLM alone, with quotation marks in WinHTTP': [
    3,
    /^WinHTTP \(64-bit\) is set to proxy “proxy\.contoso\.example:8080” \(cannot be used: it has/,
  ],
  'a PAC file': [8, /WinHTTP cannot hold a PAC file\.$/],
  SOCKS: [8, /SSTP cannot use a SOCKS proxy\.$/],
  credentials: [8, /the proxy string has a user name or password; it is never copied\.$/],
  'a truncated WinHTTP setting': [2, /^WinHTTP \(64-bit\): 20 bytes that cannot be read/],
  'several computers in one folder': [
    3,
    /^These files are of several computers: they differ in HKEY_CURRENT_USER/,
  ],
};

it.each(Object.entries(ADMIN_EXPORTS))('answers an export of an administrator: %s', async (name, files) => {
  const parts = join(folder, name.replace(/\W+/g, '-'));
  await mkdir(parts);
  for (const [file, bytes] of Object.entries(files)) await writeFile(join(parts, file), bytes);
  const { exitCode, summary, error, findings, stores } = await runJson(['--machine', parts]);
  const [expectedCode, headline] = ANSWERS[name] ?? [];
  expect(error?.code === 'input' ? error.message : summary.headline).toMatch(headline ?? /^$/);
  expect(exitCode).toBe(expectedCode);
  // What is called invisible has no setting, and no warning is about the 32-bit view.
  const unseen = findings.filter(({ code }) => code === 'store-unseen').map(({ store }) => store);
  expect(stores.filter(({ id, present }) => unseen.includes(id) && present !== null)).toEqual([]);
  expect(findings.filter(({ store, severity }) => /wow64/.test(store ?? '') && severity !== 'info')).toEqual(
    [],
  );
});
