import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/core/model/events.ts';
import { systemPorts } from '../../../src/pipeline/run/ports.ts';
import { openRecords } from '../../../src/pipeline/run/records.ts';
import { documentOf } from '../../../src/report/model/document.ts';
import { EMPTY_RECORD, fold } from '../../../src/report/model/record.ts';
import { folderForTest } from '../../support/files.ts';
import { STORIES } from '../../support/stories/stories.ts';

let folder: string;
beforeEach(async () => {
  folder = await folderForTest();
});

describe('the files of a run', () => {
  it.each<[string, string[], string | null]>([
    ['two reports', ['a.md', './a.md'], null],
    ['two reports through a link', ['a.md', 'link/a.md'], null],
    ['a report and the log', ['a.md'], 'link/a.md'],
  ])('are different: %s', async (_name, names, log) => {
    await symlink('.', join(folder, 'link'));
    const at = (name: string) => `${folder}/${name}`;
    const opened = openRecords(
      { reports: names.map(at), logFile: log === null ? null : at(log), language: 'en', redact: null },
      systemPorts('ps1'),
    );
    await expect(opened).rejects.toMatchObject({ code: 'input', where: at(names.at(-1) ?? '') });
  });
});

describe('reports that cannot be written at the end', () => {
  it('leave what others have written meanwhile; the document says so, beside what was done', async () => {
    const [stolen, good] = [join(folder, 'stolen.md'), join(folder, 'good.md')];
    const records = await openRecords(
      { reports: [stolen, good], logFile: null, language: 'en', redact: null },
      systemPorts('ps1'),
    );
    const events = STORIES.applied ?? [];
    for (const event of events) records.onEvent(event);
    await writeFile(stolen, 'theirs');
    const document = await documentOf(events.reduce(fold, EMPTY_RECORD));
    const reported: RunEvent[] = [];
    const ended = await records.finish(document, (event) => reported.push(event));
    const error = {
      code: 'report-failed',
      where: stolen,
      next: expect.stringContaining('another file'),
      message: expect.stringContaining('outside p2s-fix'),
    };
    expect(ended).toEqual({ ...document, error, exitCode: 1 });
    expect(reported).toMatchObject([
      { type: 'error', error, messages: { message: { values: { why: expect.anything() } } } },
    ]);
    expect(await readFile(stolen, 'utf8')).toBe('theirs');
    expect(await readFile(good, 'utf8')).toContain('Exit code 0: ');
  });

  it('do not hide why the run itself failed', async () => {
    const stolen = join(folder, 'stolen.html');
    const records = await openRecords(
      { reports: [stolen], logFile: null, language: 'en', redact: null },
      systemPorts('ps1'),
    );
    await writeFile(stolen, 'theirs');
    const events = STORIES['bad input'] ?? [];
    const document = await documentOf(events.reduce(fold, EMPTY_RECORD));
    const ended = await records.finish(document, () => undefined);
    expect([ended.exitCode, ended.error?.code]).toEqual([1, 'input']);
  });
});
