import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { serializeCapture } from '../../../src/machine/recorded/capture.ts';
import { readRecording } from '../../../src/machine/recorded/recording.ts';
import { everythingIn, folderForAll } from '../../support/files.ts';
import { readDocument, runCli } from '../../support/programs/cli.ts';

const SAMPLE = sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' });

const root = folderForAll();
let count = 0;

/** A folder with `machine.reg` in it. */
let folder: string;
beforeEach(async () => {
  folder = join(root, String(count++));
  await mkdir(folder);
  await writeFile(join(folder, 'machine.reg'), SAMPLE);
});
const put = (name: string, content: string | Uint8Array) => writeFile(join(folder, name), content);

const everything = () => everythingIn(folder);

/**
 * Runs it for people and for programs: exit 3, one clear message that names the place, no stack trace, and an
 * unchanged folder (which would contain the state folder).
 */
async function refuses(args: readonly string[], place: string | RegExp, says: RegExp): Promise<void> {
  const before = await everything();
  const all = [...args, '--state-dir', 'state'];
  const people = await runCli([...all, '--plain'], { cwd: folder });
  const lines = people.stderr.trimEnd().split('\n');
  expect(people.stdout).not.toMatch(/^Plan/m);
  expect(lines[0]).toMatch(/^ERROR \S+ at /);
  expect(lines[0]).toMatch(place);
  expect(lines[0]).toMatch(says);
  expect(lines.slice(1).every((line) => line.startsWith('  Next: '))).toBe(true);
  expect(lines.length).toBeLessThanOrEqual(2);
  expect(people.stderr).not.toMatch(/^\s+at |node:internal|file:\/\//m);
  expect(people.exitCode).toBe(3);

  const programs = await runCli([...all, '--json'], { cwd: folder });
  expect(programs.stderr).toBe('');
  expect(programs.exitCode).toBe(3);
  expect(readDocument(programs.stdout)).toMatchObject({ exitCode: 3, plan: null, result: null });
  expect(readDocument(programs.stdout).error?.where).toMatch(place);
  expect(await everything()).toEqual(before);
}

describe.each([
  ['audit', []],
  ['apply', ['--in-place']],
  ['rollback', ['--in-place']],
])('%s of a recording', (command, write) => {
  const of = (file: string) => [command, '--machine', file, ...write];

  it('that is not there', () => refuses(of('none.reg'), 'none.reg', /there is no such file/));

  it('that is a folder', async () => {
    await mkdir(join(folder, 'sub.reg'));
    await refuses(of('sub.reg'), 'sub.reg', /The folder has no \.reg or \.json file/);
  });

  it.each(['empty.reg', 'empty.json'])('that is empty: %s', async (name) => {
    await put(name, '');
    await refuses(of(name), name, /end of the file/);
  });

  it('that is no recording', async () => {
    await put('text.reg', 'hello\n');
    await refuses(of('text.reg'), /text\.reg, line 1/, /"Windows Registry Editor Version 5\.00"/);
  });

  it('without any proxy key', async () => {
    await put(
      'other.reg',
      'Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\X]\r\n"a"="b"\r\n',
    );
    await refuses(of('other.reg'), 'other.reg', /no proxy settings/);
  });

  it('that is a capture cut off', async () => {
    await put('cut.json', capture().slice(0, 2000));
    await refuses(of('cut.json'), 'cut.json', /not valid JSON/);
  });

  it('that is a capture with a wrong type, by its JSON path', async () => {
    const document = JSON.parse(capture()) as { keys: { values: Record<string, unknown>[] }[] };
    Object.assign(document.keys[1]?.values[0] ?? {}, { hex: 5 });
    await put('wrong.json', JSON.stringify(document));
    await refuses(of('wrong.json'), /keys\[1\]\.values\[0\]/, /keys\[1\]\.values\[0\]/);
  });
});

function capture(): string {
  return JSON.stringify(serializeCapture(readRecording(SAMPLE).observation(new Date(0))), null, 2);
}

describe('a copy that would lie', () => {
  const copy = (out: string) => ['apply', '--machine', 'machine.reg', '--out', out];

  it('on the recording itself', async () => {
    for (const out of ['machine.reg', './sub/../machine.reg']) {
      await mkdir(join(folder, 'sub'), { recursive: true });
      await refuses(copy(out), 'machine.reg', /would overwrite the recording/);
    }
  });

  it('on another file, whatever that is', async () => {
    await put('mine.txt', 'mine');
    await refuses(copy('mine.txt'), 'mine.txt', /exists already/);
    await refuses([...copy('mine.txt'), '--yes'], 'mine.txt', /exists already/);
  });

  it('in a folder that is not there, or is one', async () => {
    await refuses(
      copy('none/copy.reg'),
      'none/copy.reg',
      /cannot be written: there is no such file or folder/,
    );
    await mkdir(join(folder, 'sub'));
    await refuses(copy('sub'), 'sub', /cannot be written: it is a folder/);
  });
});

describe('a command line', () => {
  it.each<[string, string[], string | RegExp, RegExp]>([
    ['with an unknown option', ['--frob'], 'command line', /Unknown argument: frob/],
    ['with an escape sequence in a host name', ['--gateway', 'a\u001b[2Jb'], 'command line', /"a\\x1b\[2Jb"/],
    ['with a proxy that has a bad port', ['--proxy', 'h:99999'], '--proxy', /h:99999/],
    ['with an authority that is not there', ['--ca', 'none.pem'], 'none.pem', /cannot be read/],
    [
      'with an authority that is none',
      ['--ca', 'machine.reg'],
      'machine.reg',
      /No certificate \(DER or PEM\)/,
    ],
  ])('%s', async (_what, args, place, says) => {
    await refuses(['--machine', 'machine.reg', ...args], place, says);
  });

  it.each(['0099', '../../etc/passwd', 'x'])('with a backup that is none: %s', async (number) => {
    await mkdir(join(folder, 'state'), { mode: 0o700 });
    await refuses(['rollback', number, '--machine', 'machine.reg', '--in-place'], 'state', /no backup/i);
  });
});

it('a PAC file that is not there is refused, even where no setting names one', () =>
  refuses(
    ['--machine', 'machine.reg', '--pac-file', 'none.pac'],
    'none.pac',
    /The PAC file cannot be read: there is no such file/,
  ));
