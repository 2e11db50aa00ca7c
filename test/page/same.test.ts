import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../scripts/world/world.ts';
import { followUpOptions } from '../../src/cli/command-line.ts';
import { parse } from '../../src/cli/parse.ts';
import { runCommand } from '../../src/cli/run-command.ts';
import { systemPorts } from '../../src/pipeline/run/ports.ts';
import type { ReportDocument } from '../../src/report/model/document.ts';
import { CHROMIUM } from '../support/browser.ts';
import { tempFolder } from '../support/files.ts';
import { skipWithout } from '../support/process.ts';
import { recordings } from '../support/recordings.ts';
import { type OpenPage, openPage } from './support.ts';

/** Without what differs from run to run, the version of a program that was not built, and the folder of the files. */
function lines(document: ReportDocument | undefined, folder: string): string[] {
  return JSON.stringify({ ...document, tool: null, startedAt: '', durationMs: 0 }, null, 1)
    .replaceAll(folder, '')
    .split('\n');
}

describe.skipIf(skipWithout(CHROMIUM))('the page', () => {
  let world: World;
  let open: OpenPage;
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  beforeAll(async () => {
    [world, open, folder] = await Promise.all([startWorld(), openPage(), tempFolder()]);
  });
  afterAll(async () => {
    await Promise.all([world?.close(), open?.close(), folder?.remove()]);
  });

  /** The document of the command line's program, from files with these names. */
  async function byCommand(argv: readonly string[]): Promise<ReportDocument> {
    const parsed = await parse(argv, 80);
    if (parsed.kind === 'text') throw new Error(parsed.text);
    const run = { followUps: followUpOptions(argv, 'sh') };
    return runCommand(parsed.invocation, { ...systemPorts('/none/'), env: {} }, run, null);
  }

  it('says of every recording what p2s-fix --machine FILE --json says', async () => {
    const differing: string[] = [];
    for (const [at, { name, content, pac }] of recordings(world).entries()) {
      const isJson = content.toString('latin1').trimStart().startsWith('{');
      const file = `computer-${at}.${isJson ? 'json' : 'reg'}`;
      const files = [{ name: file, bytes: content }];
      const argv = [`--machine=${join(folder.path, file)}`];
      if (pac !== undefined) {
        files.push({ name: `${at}.pac`, bytes: Buffer.from(pac) });
        argv.push(`--pac-file=${join(folder.path, `${at}.pac`)}`);
      }
      for (const one of files) await writeFile(join(folder.path, one.name), one.bytes);
      await open.give(files);
      const [shown] = await open.documents();
      const expected = await byCommand(argv);
      const [said, wanted] = [shown, expected].map((one) => lines(one, folder.path));
      const first = wanted?.findIndex((line, number) => line !== said?.[number]) ?? -1;
      if (first >= 0 || said?.length !== wanted?.length)
        differing.push(
          `${name}: ${said?.slice(first - 1, first + 2)} instead of ${wanted?.slice(first - 1, first + 2)}`,
        );
    }
    expect(differing).toEqual([]);
  });
});
