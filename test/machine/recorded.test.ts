import { writeFileSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RegistryValue } from '../../src/core/model/registry.ts';
import { nodeFiles } from '../../src/files/node-files.ts';
import type { WriteStep } from '../../src/machine/port.ts';
import { openRecordedMachine, sha256 } from '../../src/machine/recorded/recorded.ts';
import { failing, folderForAll, onWindows } from '../support/files.ts';
import { CONNECTIONS, captureText, regText, SETTINGS } from './samples.ts';

const folder = folderForAll();
let count = 0;

async function fileOf(content: string | Uint8Array, name = 'machine.reg'): Promise<string> {
  const own = join(folder, String(++count));
  await mkdir(own);
  await writeFile(join(own, name), content);
  return join(own, name);
}

const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
const dword = (number: number): RegistryValue => ({ kind: 'dword', number });
const disable: WriteStep = {
  id: '1',
  write: { key: SETTINGS, name: 'ProxyEnable', expected: dword(1), next: dword(0) },
};
const observe = { deadlineMs: 1000 };
const quiet = { notify: true };

describe('opening a recording', () => {
  it.each([
    ['a .reg named .json', regText(), 'a.json'],
    ['a capture named .reg', captureText(), 'a.reg'],
    ['a capture in UTF-16, as Windows PowerShell redirects it', utf16(captureText()), 'a.txt'],
  ])('goes by the content: %s', async (_what, content, name) => {
    const machine = await openRecordedMachine(await fileOf(content, name), { mode: 'read' });
    expect((await machine.observe(observe)).registry.value(SETTINGS, 'ProxyEnable')).toEqual(dword(1));
    expect(await machine.effective()).toBeNull();
    const question = { urls: [], autoDetect: true, autoConfigUrl: null };
    expect(await machine.resolveProxies(question, 1000)).toBeNull();
  });

  it.each([
    [
      'an export of other keys',
      'Windows Registry Editor Version 5.00\n\n[HKCU\\Software\\Other]\n"x"="y"\n',
      'has no proxy settings',
    ],
    [
      'a subkey only',
      `Windows Registry Editor Version 5.00\n\n[${SETTINGS}\\Zones]\n`,
      'has no proxy settings',
    ],
    [
      'a capture without keys',
      captureText().replace(/"keys": \[.*\]/s, '"keys": []'),
      'has no proxy settings',
    ],
    [
      'a capture that saw nothing',
      captureText().replace(/"visibility": "\w+"/g, '"visibility": "unseen"'),
      'has no proxy settings',
    ],
    ['an empty file', '', 'Found the end of the file'],
    ['half a capture', captureText().slice(0, 300), 'not valid JSON'],
    ['another JSON document', '{}', 'not valid at'],
  ])('refuses %s', async (_what, content, message) => {
    const file = await fileOf(content);
    await expect(openRecordedMachine(file, { mode: 'read' })).rejects.toMatchObject({
      code: 'input',
      message: expect.stringContaining(message),
      where: expect.stringContaining(file),
    });
  });

  it.each([
    ['a deleted key', `Windows Registry Editor Version 5.00\n\n[-${CONNECTIONS}]\n`],
    [
      'the 32-bit view',
      'REGEDIT4\n\n[HKLM\\software\\wow6432node\\Microsoft\\Windows\\CurrentVersion\\Internet Settings]\n',
    ],
    [
      'another user',
      'REGEDIT4\n\n[HKU\\S-1-5-19\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections]\n',
    ],
  ])('takes %s for a proxy key', async (_what, content) => {
    await expect(openRecordedMachine(await fileOf(content), { mode: 'read' })).resolves.toBeDefined();
  });

  it('names the file and the line of a .reg that is cut off', async () => {
    const file = await fileOf(utf16(regText()).subarray(0, 700));
    await expect(openRecordedMachine(file, { mode: 'read' })).rejects.toMatchObject({
      code: 'input',
      where: expect.stringMatching(/machine\.reg, line \d+$/),
    });
  });

  it('names a file that is missing, a folder, or closed to us', async () => {
    await expect(openRecordedMachine(join(folder, 'none.reg'), { mode: 'read' })).rejects.toMatchObject({
      code: 'input',
      message: expect.stringContaining('there is no such file'),
      where: join(folder, 'none.reg'),
    });
    await expect(openRecordedMachine(folder, { mode: 'read' })).rejects.toMatchObject({
      code: 'input',
      where: folder,
    });
    const files = failing(nodeFiles(), { read: 'EACCES' });
    await expect(openRecordedMachine(await fileOf(regText()), { mode: 'read', files })).rejects.toMatchObject(
      {
        code: 'input',
        message: expect.stringContaining('permission is denied'),
      },
    );
  });

  it('reports the build when the export holds it, and the time of the file', async () => {
    const file = await fileOf(
      `${regText()}[HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion]\r\n"CurrentBuildNumber"="22631"\r\n`,
    );
    const machine = await openRecordedMachine(file, { mode: 'read' });
    expect(await machine.observe(observe)).toMatchObject({
      os: { platform: 'win32', version: '10.0.22631', build: 22631 },
      collectedAt: (await stat(file)).mtime.toISOString(),
    });
  });

  it('stops when it is cancelled', async () => {
    const machine = await openRecordedMachine(await fileOf(regText()), { mode: 'read' });
    await expect(machine.observe({ ...observe, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});

describe('writing in place', () => {
  it('changes the one value and carries every other byte over', async () => {
    const file = await fileOf(utf16(regText()));
    const machine = await openRecordedMachine(file, { mode: { inPlace: true } });
    const { outcomes, notified } = await machine.write([disable], quiet);
    expect(outcomes).toEqual([
      {
        id: '1',
        status: 'written',
        how: 'file',
        found: dword(1),
        now: dword(0),
        createdKey: false,
        hresult: null,
      },
    ]);
    expect(notified).toBeNull();
    expect(await readFile(file)).toEqual(utf16(regText().replace('dword:00000001', 'dword:00000000')));
    expect(await readdir(join(file, '..'))).toEqual(['machine.reg']);
  });

  it('removes what killed runs left beside the file, and nothing else', async () => {
    const file = await fileOf(regText());
    const beside = (name: string) => join(file, '..', name);
    const names = ['machine.reg.0123456789ab.tmp', 'other.reg.0123456789ab.tmp', 'machine.reg.tmp'];
    for (const name of names) {
      await writeFile(beside(name), 'secret');
      await utimes(beside(name), new Date(0), new Date(0));
    }
    const machine = await openRecordedMachine(file, { mode: { inPlace: true } });
    await machine.write([disable], quiet);
    expect(await readdir(join(file, '..'))).toEqual(['machine.reg', ...names.slice(1).reverse()]);
  });

  it('writes nothing when there is nothing to write', async () => {
    const file = await fileOf(regText());
    const machine = await openRecordedMachine(file, {
      mode: { inPlace: true },
      files: failing(nodeFiles(), { replace: 'EIO' }),
    });
    const same = { ...disable, write: { ...disable.write, next: dword(1) } };
    expect((await machine.write([same], quiet)).outcomes).toMatchObject([{ status: 'unchanged' }]);
  });

  it('writes the given bytes of a step that Windows would hand to its own setter', async () => {
    const file = await fileOf(regText());
    const machine = await openRecordedMachine(file, { mode: { inPlace: true } });
    const steps = [{ ...disable, winHttp: { proxy: 'other:1', bypass: null } }];
    expect((await machine.write(steps, quiet)).outcomes).toMatchObject([{ how: 'file', now: dword(0) }]);
  });

  it.skipIf(onWindows)('follows a link to the file and keeps its mode', async () => {
    const file = await fileOf(regText());
    await chmod(file, 0o640);
    const link = join(folder, 'link.reg');
    await symlink(file, link);
    const machine = await openRecordedMachine(link, { mode: { inPlace: true } });
    await machine.write([disable], quiet);
    expect(await machine.identity()).toEqual({ kind: 'recorded', id: file });
    expect(await readFile(file, 'utf8')).toContain('dword:00000000');
    expect((await stat(file)).mode & 0o777).toBe(0o640);
  });

  it.each([
    ['of the same length', regText().replace('dword:00000001', 'dword:00000007')],
    ['that is longer', `${regText().replace('dword:00000001', 'dword:00000007')}; theirs\r\n`],
  ])('does not write over what somebody else wrote in the meantime, %s', async (_what, theirs) => {
    const file = await fileOf(regText());
    // The last moment: our new file is ready beside the old one.
    const files = nodeFiles((stage) => {
      if (stage === 'temp-synced') writeFileSync(file, theirs);
    });
    const machine = await openRecordedMachine(file, { mode: { inPlace: true }, files });
    const second = { id: '2', write: { key: SETTINGS, name: 'new', expected: null, next: dword(1) } };
    expect((await machine.write([disable, second], quiet)).outcomes).toMatchObject([
      { id: '1', status: 'changed', how: null, now: dword(7) },
      { id: '2', status: 'not-done', how: null },
    ]);
    expect(await readFile(file, 'utf8')).toBe(theirs);
    expect(await readdir(join(file, '..'))).toEqual(['machine.reg']);
  });

  it.each([
    ['EACCES', 'denied'],
    ['EROFS', 'denied'],
    ['ENOSPC', 'failed'],
  ])('reports %s as %s, with the file as it was', async (errno, status) => {
    const file = await fileOf(regText());
    const machine = await openRecordedMachine(file, {
      mode: { inPlace: true },
      files: failing(nodeFiles(), { replace: errno }),
    });
    const same = { id: '0', write: { ...disable.write, next: dword(1) } };
    const later = { id: '2', write: { key: SETTINGS, name: 'x', expected: null, next: dword(1) } };
    expect((await machine.write([same, disable, later], quiet)).outcomes).toMatchObject([
      { id: '0', status: 'unchanged', found: dword(1), now: dword(1) },
      { id: '1', status, how: null, found: dword(1), now: dword(1) },
      { id: '2', status: 'not-done', how: null, createdKey: false },
    ]);
    expect(await readFile(file, 'utf8')).toBe(regText());
  });

  it('refuses text that the file cannot carry before it touches it', async () => {
    const file = await fileOf(Buffer.from(`REGEDIT4\r\n; \u00e9\r\n[${SETTINGS}]\r\n`, 'latin1'));
    const machine = await openRecordedMachine(file, { mode: { inPlace: true } });
    const step = {
      id: '1',
      write: { key: SETTINGS, name: 'x', expected: null, next: { kind: 'string' as const, text: '日' } },
    };
    await expect(machine.write([step], quiet)).rejects.toMatchObject({ code: 'refused', where: file });
  });

  it('keeps what a capture holds beside the values: unknown fields, order, layout, escapes', async () => {
    const source = captureText()
      .replace('"schemaVersion"', '"future": {"b": 1, "a": "\\u65e5"},\n  "schemaVersion"')
      .replaceAll('\n', '\r\n');
    const tidy = `${JSON.stringify(JSON.parse(source), null, 2)}\n`
      .replaceAll('\n', '\r\n')
      .replace('日', '\\u65e5');
    const file = await fileOf(tidy);
    const machine = await openRecordedMachine(file, { mode: { inPlace: true } });
    await machine.write([disable], quiet);
    expect(await readFile(file, 'utf8')).toBe(tidy.replace('"number": 1', '"number": 0'));
  });

  it('writes a capture that is one line as one line', async () => {
    const line = JSON.stringify(JSON.parse(captureText()));
    const file = await fileOf(line);
    const machine = await openRecordedMachine(file, { mode: { inPlace: true } });
    await machine.write([disable], quiet);
    expect(await readFile(file, 'utf8')).toBe(line.replace('"number":1', '"number":0'));
  });
});

describe('a capture with unusual key paths', () => {
  const short = (path: string) => path.replace('HKEY_CURRENT_USER', 'HKCU');
  it.each([
    ['short hive names', short(captureText())],
    ['a backslash at the end', captureText().replaceAll('Settings",', 'Settings\\\\",')],
    ['other letters', captureText().replaceAll('HKEY_CURRENT_USER\\\\Software', 'hkcu\\\\SOFTWARE')],
  ])('gets its new value in the key that it has: %s', async (_what, source) => {
    expect(source).not.toBe(captureText());
    const file = await fileOf(source, 'm.json');
    const machine = await openRecordedMachine(file, { mode: { inPlace: true } });
    const { outcomes } = await machine.write([disable], quiet);
    expect(outcomes).toMatchObject([{ status: 'written', now: dword(0) }]);
    expect(await readFile(file, 'utf8')).toBe(source.replace('"number": 1', '"number": 0'));
    await expect(openRecordedMachine(file, { mode: 'read' })).resolves.toBeDefined();
  });
});

describe('a change that could not be read again', () => {
  const twice = captureText().replace(
    /(\{\s*"name": "ProxyEnable"[^}]*\})/,
    (value) => `${value},\n        ${value}`,
  );
  const named = (name: string): WriteStep => ({
    id: '2',
    write: { key: `${SETTINGS}\\${name}`, name: 'x', expected: null, next: dword(1) },
  });
  it.each<[string, string, string, WriteStep, RegExp]>([
    [
      'a value that the file lists twice',
      'a.json',
      twice,
      disable,
      /would not hold the new value of .*ProxyEnable/,
    ],
    [
      'a key that no capture may list',
      'b.json',
      captureText(),
      named('x'.repeat(9000)),
      /could not be read after/,
    ],
    [
      'a key that an export shows as another',
      'c.reg',
      regText(),
      named('a] ;b'),
      /would not hold the new value/,
    ],
    [
      'a line that is too long',
      'd.reg',
      regText(),
      { ...disable, write: { ...disable.write, next: { kind: 'string', text: 'x'.repeat(1 << 20) } } },
      /could not be read after/,
    ],
  ])('is refused before the file is replaced: %s', async (_what, name, source, step, message) => {
    const file = await fileOf(source, name);
    const machine = await openRecordedMachine(file, { mode: { inPlace: true } });
    const refusal = {
      code: 'refused',
      where: file,
      message: expect.stringMatching(message),
      next: expect.stringContaining('Make the recording again'),
    };
    await expect(machine.write([step], quiet)).rejects.toMatchObject(refusal);
    const { recording } = machine;
    expect(() => recording?.edit(Buffer.from(source), [step])).toThrow(expect.objectContaining(refusal));
    expect(await readFile(file, 'utf8')).toBe(source);
    expect(await readdir(join(file, '..'))).toEqual([name]);
  });
});

describe('writing a copy', () => {
  it('leaves the file as it is and goes on with the copy', async () => {
    const file = await fileOf(utf16(regText()));
    const out = join(file, '..', 'copy.reg');
    const machine = await openRecordedMachine(file, { mode: { out } });
    expect(await machine.identity()).toEqual({ kind: 'recorded', id: out });
    expect(await readdir(join(file, '..'))).toEqual(['machine.reg']);
    await machine.write([disable], quiet);
    await machine.write(
      [{ id: '2', write: { key: SETTINGS, name: 'x', expected: null, next: dword(9) } }],
      quiet,
    );
    expect(await readFile(file)).toEqual(utf16(regText()));
    const { registry } = await machine.observe(observe);
    expect([registry.value(SETTINGS, 'ProxyEnable'), registry.value(SETTINGS, 'x')]).toEqual([
      dword(0),
      dword(9),
    ]);
    expect((await readFile(out)).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xfe]));
  });

  it('is made even when there is nothing to change', async () => {
    const file = await fileOf(regText());
    const out = join(file, '..', 'copy.reg');
    const machine = await openRecordedMachine(file, { mode: { out } });
    expect((await machine.write([], quiet)).outcomes).toEqual([]);
    expect(await readFile(out, 'utf8')).toBe(regText());
  });

  it('refuses a copy over the file itself, into a folder that is not there, or that cannot be written', async () => {
    const file = await fileOf(regText());
    const same = [file];
    if (!onWindows) {
      same.push(`${file}.link`);
      await symlink(file, `${file}.link`);
    }
    for (const out of same) {
      await expect(openRecordedMachine(file, { mode: { out } })).rejects.toMatchObject({ code: 'usage' });
    }
    for (const out of [join(folder, 'none', 'x.reg'), folder]) {
      await expect(openRecordedMachine(file, { mode: { out } })).rejects.toMatchObject({
        code: 'input',
        where: out,
      });
    }
    const out = join(folder, 'full.reg');
    const machine = await openRecordedMachine(file, {
      mode: { out },
      files: failing(nodeFiles(), { replace: 'ENOSPC' }),
    });
    await expect(machine.write([], quiet)).rejects.toMatchObject({ code: 'input', where: out });
  });
});

describe('only reading', () => {
  it('refuses to write', async () => {
    const machine = await openRecordedMachine(await fileOf(regText()), { mode: 'read' });
    await expect(machine.write([], quiet)).rejects.toMatchObject({ code: 'usage' });
    await expect(machine.recording?.restore(new Uint8Array(), [])).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('the file as a whole', () => {
  it('is what its edit predicts, and is restored byte for byte', async () => {
    const spelt = utf16(
      regText()
        .replace('"proxy.contoso', 'hex(1):')
        .replace(/hex\(1\):.*\r/, `hex(1):${hexText('proxy.contoso.example:8080')}\r`),
    );
    const file = await fileOf(spelt);
    const machine = await openRecordedMachine(file, { mode: { inPlace: true } });
    const before = (await machine.recording?.read()) ?? new Uint8Array();
    // Spelled differently from our own output; not written again, because it holds the desired value.
    const expected = { kind: 'string' as const, text: 'proxy.contoso.example:8080' };
    const same = {
      id: '2',
      write: { key: SETTINGS, name: 'ProxyServer', expected: expected, next: expected },
    };
    const foretold = machine.recording?.edit(before, [disable, same]) ?? new Uint8Array();
    await machine.write([disable, same], quiet);
    expect(new Uint8Array(await readFile(file))).toEqual(foretold);
    await machine.recording?.restore(before, [sha256(foretold)]);
    expect(await readFile(file)).toEqual(spelt);
  });

  it('is not restored over a change made outside p2s-fix, nor when it cannot be written', async () => {
    const file = await fileOf(regText());
    const machine = await openRecordedMachine(file, { mode: { inPlace: true } });
    const own = sha256(Buffer.from(regText()));
    await expect(
      machine.recording?.restore(new Uint8Array([1]), [sha256(new Uint8Array())]),
    ).rejects.toMatchObject({
      code: 'backup-unusable',
      where: file,
    });
    expect(await readFile(file, 'utf8')).toBe(regText());
    const stuck = await openRecordedMachine(file, {
      mode: { inPlace: true },
      files: failing(nodeFiles(), { replace: 'EIO' }),
    });
    await expect(stuck.recording?.restore(new Uint8Array([1]), [own])).rejects.toMatchObject({
      code: 'restore-failed',
    });
  });
});

function hexText(text: string): string {
  return [...Buffer.from(`${text}\0`, 'utf16le')].map((byte) => byte.toString(16).padStart(2, '0')).join(',');
}
