import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/core/model/events.ts';
import { openRunLog } from '../../../src/pipeline/run/records.ts';
import { folderForTest } from '../../support/files.ts';

const NOW = new Date('2026-11-25T10:00:00.000Z');
const event = (text: string): RunEvent => ({ type: 'diagnostic', text });

describe('the log', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await folderForTest();
    file = join(folder, 'p2s.log');
  });

  const open = (maxBytes?: number) =>
    openRunLog(file, { now: () => NOW, run: 'r', ...(maxBytes === undefined ? {} : { maxBytes }) });
  const texts = async (path: string) =>
    (await readFile(path, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { text: string }).text);

  it('never grows beyond its size, keeps one older file, and loses no line between the two', async () => {
    const log = await open(1000);
    for (let index = 0; index < 100; index++) log.onEvent(event(String(index)));
    expect(await log.close()).toBeNull();
    const [older, newer] = [await texts(`${file}.1`), await texts(file)];
    for (const path of [`${file}.1`, file]) expect((await readFile(path)).length).toBeLessThanOrEqual(1000);
    expect(older.length).toBeGreaterThan(5);
    const last = 100 - older.length - newer.length;
    expect([...older, ...newer]).toEqual(
      Array.from({ length: 100 - last }, (_, index) => String(last + index)),
    );
  });

  it('counts what an earlier run has left', async () => {
    const earlier = `{"at":"${'x'.repeat(983)}`;
    await writeFile(file, earlier);
    const log = await open(1000);
    log.onEvent(event('new'));
    await log.close();
    expect(await texts(file)).toEqual(['new']);
    expect(await readFile(`${file}.1`, 'utf8')).toBe(earlier);
  });

  it.each(['Windows Registry Editor Version 5.00', '{"schemaVersion":"1.0"}', '\ufeff', '{"a'])(
    'is not appended to another file: %j',
    async (content) => {
      await writeFile(file, content);
      await expect(open()).rejects.toMatchObject({ code: 'input', where: file, next: expect.any(String) });
      expect(await readFile(file, 'utf8')).toBe(content);
    },
  );

  it('leaves the content of a huge event out, and says how long it was', async () => {
    const log = await open();
    log.onEvent(event('x'.repeat(300_000)));
    await log.close();
    const line = JSON.parse(await readFile(file, 'utf8')) as unknown;
    expect(line).toEqual({ at: NOW.toISOString(), run: 'r', type: 'diagnostic', omitted: 300_073 });
  });

  it('that fails later stops nobody, and says why at the end', async () => {
    const log = await open();
    await rm(file);
    await mkdir(file);
    log.onEvent(event('a'));
    log.onEvent(event('b'));
    expect(await log.close()).toBe('EISDIR');
  });
});
