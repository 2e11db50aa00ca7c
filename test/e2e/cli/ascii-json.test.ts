import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { folderForTest } from '../../support/files.ts';
import { runCli } from '../../support/programs/cli.ts';

/** In the Japanese code page of Windows, a byte above ASCII may swallow the quotation mark after it. */
it.each(['--json', '--ndjson'])('%s is ASCII, whatever it says', async (format) => {
  const folder = await folderForTest();
  const file = join(folder, '\u8a2d\u5b9a.reg');
  await writeFile(file, sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '' }));
  const args = ['plan', '--machine', file, '--out', join(folder, '\u8a08\u753b.json'), '--lang', 'ja'];
  const { stdout } = await runCli([...args, format]);
  expect(stdout).toMatch(/^[\n -~]+$/);
  const last = format === '--json' ? stdout : (stdout.trim().split('\n').at(-1) ?? '');
  const { summary } = JSON.parse(last);
  expect(JSON.stringify(summary ?? JSON.parse(last))).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/);
});
