import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { readRecording } from '../../../src/machine/recorded/recording.ts';
import { everythingIn, folderForAll } from '../../support/files.ts';
import { recordedRegistry, SAMPLE_KEYS } from '../../support/machines/machines.ts';
import { runJson } from '../../support/programs/cli.ts';

const SAMPLE = sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' });
const { connections, native } = SAMPLE_KEYS;
const CUTS = 40;

const root = folderForAll();
let count = 0;

let folder: string;
beforeEach(async () => {
  folder = join(root, String(count++));
  await mkdir(folder);
});
const put = (name: string, content: Uint8Array) => writeFile(join(folder, name), content);
const everything = () => everythingIn(folder);

describe('a recording that was cut off', () => {
  it(`at ${CUTS} places: reported with its line, or read as what is left; nothing is written in either case`, async () => {
    const lengths = Array.from({ length: CUTS }, (_, i) =>
      Math.floor(((i + 1) * SAMPLE.length) / (CUTS + 1)),
    );
    const reported = { line: 0, odd: 0 };
    for (const length of lengths) {
      await put('cut.reg', SAMPLE.subarray(0, length));
      const before = await everything();
      const document = await runJson(
        ['apply', '--machine', 'cut.reg', '--in-place', '--state-dir', 'state'],
        {
          cwd: folder,
        },
      );
      expect(document.error?.code).toBe('input');
      expect(document.exitCode).toBe(3);
      expect(document.error?.where).toMatch(length % 2 === 1 ? /cut\.reg/ : /cut\.reg, line \d+$/);
      reported[length % 2 === 1 ? 'odd' : 'line']++;
      expect(await everything()).toEqual(before);
    }
    expect(Math.min(reported.line, reported.odd)).toBeGreaterThan(5);
  }, 120_000);
});

describe('a value with a length that points past its end', () => {
  /** Version, counter, flags 3 and a proxy of 1000 characters in a value of twenty bytes. */
  const head = [0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 0xe8, 3, 0, 0, 0x70, 0, 0, 0];
  const broken = (version: number) => new Uint8Array([version, ...head]);
  async function plant(key: string, name: string, version: number): Promise<void> {
    const next = { kind: 'binary', bytes: broken(version) } as const;
    const steps = [{ id: 'x', write: { key, name, expected: null, next } }];
    await put('machine.reg', readRecording(SAMPLE).edit(steps));
  }
  const run = (...args: string[]) =>
    runJson([...args, '--machine', 'machine.reg', '--state-dir', 'state'], { cwd: folder });
  const unreadable = (document: { findings: { code: string; severity: string; store: string | null }[] }) =>
    document.findings.filter(({ code }) => code === 'store-unreadable').map(({ store }) => store);

  it('is refused where it is the source, and nothing is written', async () => {
    await plant(connections, 'DefaultConnectionSettings', 0x46);
    const before = await everything();
    for (const args of [['audit'], ['apply', '--in-place'], ['apply', '--in-place', '--yes']]) {
      const document = await run(...args);
      expect(document.exitCode).toBe(8);
      expect(unreadable(document)).toEqual(['wininet/current/lan']);
      const store = document.stores.find(({ id }) => id === 'wininet/current/lan');
      expect(store).toMatchObject({ settings: null, raw: { version: 0x46, length: 20 } });
      const { backups: _, ...rest } = document;
      expect(rest.result?.changed ?? []).toEqual([]);
    }
    const after = Object.entries(await everything()).filter(([path]) => !path.endsWith('state'));
    expect(Object.fromEntries(after)).toEqual(before);
  });

  it('is replaced whole where it is the target, but not unasked, and comes back with a rollback', async () => {
    await plant(native, 'WinHttpSettings', 0x28);
    const planted = await readFile(join(folder, 'machine.reg'));
    const audit = await run('audit');
    expect(audit.exitCode).toBe(2);
    expect(unreadable(audit)).toEqual(['winhttp/native']);
    expect(audit.plan?.changes.find(({ store }) => store === 'winhttp/native')?.action).toBe('replace');

    const unasked = await run('apply', '--in-place');
    expect(unasked.exitCode).toBe(8);
    expect(unasked.error).toMatchObject({ code: 'refused', where: 'winhttp/native' });
    expect(unasked.error?.next).toContain('--yes');
    expect(await readFile(join(folder, 'machine.reg'))).toEqual(planted);

    const asked = await run('apply', '--in-place', '--yes');
    expect(asked.exitCode).toBe(0);
    const registry = await recordedRegistry(join(folder, 'machine.reg'));
    const value = registry.value(native, 'WinHttpSettings');
    expect(value?.kind === 'binary' && Buffer.from(value.bytes).toString('latin1')).toContain(
      'proxy.contoso.example:8080',
    );
    expect((await run('audit')).exitCode).toBe(0);
    expect((await run('rollback', '--in-place')).exitCode).toBe(0);
    expect(await readFile(join(folder, 'machine.reg'))).toEqual(planted);
  });
});
