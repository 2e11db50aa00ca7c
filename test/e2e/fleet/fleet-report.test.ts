import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { serializeCapture } from '../../../src/machine/recorded/capture.ts';
import { readRecording } from '../../../src/machine/recorded/recording.ts';
import { folderForAll } from '../../support/files.ts';
import { localEvidence, rasClient } from '../../support/machines/evidence.ts';
import { machineText } from '../../support/machines/reg-text.ts';
import { runCli, runJson } from '../../support/programs/cli.ts';

const SAMPLE = sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' });

describe('fleet report', () => {
  const folder = folderForAll();
  const file = (name: string) => join(folder, name);
  const causes = ({ fleet }: Awaited<ReturnType<typeof runJson>>) =>
    Object.fromEntries((fleet?.machines ?? []).map(({ computer, cause }) => [computer, cause]));

  const intune = (name: string, state: string) =>
    JSON.stringify({ p2sFix: 1, tool: 'p2s-fix', mode: 'detect', machine: name, state, verdict: state });

  beforeAll(async () => {
    await mkdir(file('collected'));
    const observation = readRecording(SAMPLE).observation(new Date(0));
    const capture = serializeCapture({ ...observation, name: 'PC-CAPTURE' });
    await writeFile(file('collected/capture.json'), JSON.stringify(capture));
    await writeFile(file('collected/PC-EXPORT.reg'), SAMPLE);
    await writeFile(file('collected/notes.md'), 'not of a machine');
    await writeFile(
      file('intune.csv'),
      `Device name,Detection output\nPC-7,"${intune('PC-7', 'drift').replaceAll('"', '""')}"\nPC-8,\n`,
    );
    await writeFile(
      file('lines.ndjson'),
      `noise\n${intune('PC-9', 'aligned')}\n${intune('PC-9', 'repaired')}\n`,
    );
  });

  it('does not end at a file that no text can hold', async () => {
    await mkdir(file('long'));
    await writeFile(file('long/PC-LONG.json'), '');
    // Without content on the disk.
    await truncate(file('long/PC-LONG.json'), 512 * 1024 * 1024);
    const document = await runJson(['fleet', 'report', file('long'), file('lines.ndjson')]);
    expect(causes(document)).toEqual({ 'PC-LONG': 'input', 'PC-9': 'changed' });
  });

  it('combines captures, exports, tables and lines; the newest result of a machine counts', async () => {
    const document = await runJson([
      'fleet',
      'report',
      file('collected'),
      file('intune.csv'),
      file('lines.ndjson'),
    ]);
    expect(causes(document)).toEqual({
      'PC-CAPTURE': 'winhttp-not-aligned',
      'PC-EXPORT': 'winhttp-not-aligned',
      'PC-7': 'drift',
      // Its cell is empty: the script has not run there, or gave nothing.
      'PC-8': 'no-result',
      'PC-9': 'changed',
    });
    expect(document.exitCode).toBe(1);
    expect(document.fleet?.summary).toMatchObject({ action: 'report', total: 5, answered: 4, again: 0 });
    expect(document.fleet?.summary?.groups[0]).toMatchObject({
      cause: 'winhttp-not-aligned',
      count: 2,
      computers: ['PC-EXPORT', 'PC-CAPTURE'],
    });
    // The export has only a file name; without the proxy, an apply would follow no user's setting.
    const apply = 'p2s-fix fleet apply PC-CAPTURE --allow-proxy proxy.contoso.example:8080';
    expect(document.summary?.next.map(({ text }) => text)).toEqual([apply, 'p2s-fix fleet audit PC-8']);
  });

  it('judges what a capture has logged, as an audit of it does', async () => {
    const registry = readRecording(machineText({ flags: 3, proxy: 'proxy:1' }, {}, 'proxy:1'));
    const observation = registry.observation(new Date('2026-11-25T10:00:00Z'));
    const user = { name: null, sid: 'current', elevated: false };
    const record = async (name: string, code: string) => {
      const evidence = localEvidence({ events: [rasClient(20227, code)] });
      const capture = serializeCapture({ ...observation, name, user, evidence });
      await writeFile(file(`${name}.json`), JSON.stringify(capture));
      return file(`${name}.json`);
    };
    const files = [await record('PC-798', '798'), await record('PC-691', '691')];
    const document = await runJson(['fleet', 'report', ...files]);
    expect(causes(document)).toEqual({ 'PC-798': 'client-certificate', 'PC-691': 'logged-vpn-error' });
    for (const one of files) {
      const { exitCode, findings } = await runJson(['--machine', one, '--state-dir', file('state')]);
      const [machine] = (await runJson(['fleet', 'report', one])).fleet?.machines ?? [];
      expect(machine?.exitCode).toBe(exitCode);
      const seen = findings.filter(({ code }) => code !== 'path-not-checked').map(({ code }) => code);
      expect(machine?.findings.map(({ code }) => code).sort()).toEqual(seen.sort());
    }
  });

  it('writes a page with the next command, which has the desired settings of the run', async () => {
    const page = file('page.html');
    const args = ['fleet', 'report', file('intune.csv'), '--proxy', 'proxy.contoso.example:8080'];
    await runCli([...args, '--report', page, '--plain']);
    expect(await readFile(page, 'utf8')).toContain(
      '<code>p2s-fix fleet apply PC-7 --proxy proxy.contoso.example:8080</code>',
    );
  });

  it('shows no control characters of a line, whichever word they are in', async () => {
    const evil = '\u001b]0;evil\u0007';
    const words = ['machine', 'mode', 'state', 'verdict', 'why'];
    const line = { tool: 'p2s-fix', state: 'aligned', verdict: 'aligned', stores: [] };
    const lines = words.map((word, at) => JSON.stringify({ ...line, machine: `PC-${at}`, [word]: evil }));
    await writeFile(file('evil.ndjson'), lines.join('\n'));
    for (const more of [[], ['--lang', 'ja'], ['--ndjson'], ['--report', file('evil.md')]]) {
      const { stdout } = await runCli(['fleet', 'report', file('evil.ndjson'), ...more]);
      expect(stdout).toContain('evil');
      expect(stdout).not.toMatch(/[^\P{Cc}\n]|\\u001b/u);
    }
    expect(await readFile(file('evil.md'), 'utf8')).not.toMatch(/[^\P{Cc}\n]/u);
  });

  it('makes a page of findings that it does not know, or whose evidence is not ours', async () => {
    const odd = [{ toString: 1 }];
    const findings = [
      { code: 'of-a-later-version', evidence: { values: [] } },
      { code: 'constructor', evidence: {} },
      { code: 'values-not-put-back', evidence: { backup: odd[0], values: odd } },
      { code: 'values-not-put-back', evidence: { backup: '0007', putBackAt: null, values: ['HKLM\\x\\y'] } },
    ].map((one) => ({ ...one, severity: 'warning', store: null }));
    const none = { name: null, os: null, user: null, proxy: null, result: null, error: null };
    const known = { computer: 'PC-70', transport: 'ssh', cause: 'aligned', exitCode: 0, changes: [] };
    const machine = { ...known, ...none, findings, again: false, durationMs: 1 };
    await writeFile(file('later.ndjson'), JSON.stringify({ type: 'fleet-machine', machine }));
    for (const language of ['en', 'ja']) {
      const page = file(`later.${language}.html`);
      const args = ['fleet', 'report', file('later.ndjson'), '--report', page, '--lang', language];
      expect((await runJson(args)).exitCode).toBe(0);
      expect(await readFile(page, 'utf8')).toContain('HKLM\\x\\y');
    }
  });

  it('reads back what it printed, as one document and as lines', async () => {
    const args = ['fleet', 'report', file('collected')];
    const [{ stdout: json }, { stdout: lines }] = await Promise.all([
      runCli([...args, '--json']),
      runCli([...args, '--ndjson']),
    ]);
    await writeFile(file('again.json'), json);
    await writeFile(file('again.ndjson'), lines);
    const first = await runJson(args);
    for (const name of ['again.json', 'again.ndjson']) {
      const again = await runJson(['fleet', 'report', file(name)]);
      expect(again.fleet?.machines).toEqual(first.fleet?.machines);
    }
  });

  it('reports for one machine which values were not restored, and nothing when its document does not', async () => {
    const { stdout } = await runCli(['--machine', file('collected/PC-EXPORT.reg'), '--json']);
    const evidence = { backup: '0007', putBackAt: null, values: ['HKLM\\x\\y'] };
    const left = { code: 'values-not-put-back', severity: 'warning', store: null };
    const write = (name: string, findings: unknown[]) =>
      writeFile(file(name), JSON.stringify({ ...JSON.parse(stdout), findings }));
    await write('left.json', [{ ...left, evidence }]);
    await write('left-bare.json', [left, { ...left, evidence: 'of a later version' }]);
    const page = file('left.html');
    const { fleet } = await runJson([
      ...['fleet', 'report', file('left.json'), file('left-bare.json')],
      ...['--report', page],
    ]);
    expect(fleet?.machines.map(({ findings }) => findings)).toEqual([[{ ...left, evidence }], [left, left]]);
    const html = await readFile(page, 'utf8');
    expect(html).toContain('The change of backup 0007 was rolled back, except');
    expect(html).not.toContain('undefined');
  });

  it('is not stopped by a file that is none of ours: it costs only itself', async () => {
    await writeFile(file('other.json'), '{"some":"thing"}');
    const document = await runJson([
      'fleet',
      'report',
      file('other.json'),
      file('nowhere.json'),
      file('collected/capture.json'),
    ]);
    expect(causes(document)).toEqual({
      other: 'input',
      nowhere: 'input',
      'PC-CAPTURE': 'winhttp-not-aligned',
    });
    expect(document.exitCode).toBe(3);
    expect(document.fleet?.summary).toMatchObject({ total: 3, answered: 1 });
    const { stdout } = await runCli(['fleet', 'report', file('other.json'), file('nowhere.json')]);
    expect(stdout).toContain(`File ${file('other.json')}: The file has no p2s-fix result.`);
    expect(stdout).toContain(`File ${file('nowhere.json')}: The file cannot be read: `);
    const short = await runCli(['fleet', 'report', file('other.json'), file('nowhere.json'), '--summary']);
    expect(short.stdout).toContain('Cause: 2 computers: A file or another input cannot be used.');
    expect(short.stdout).toContain('Next: Fix or replace each: its message (--verbose) names what is wrong.');
  });

  it('writes a page in both languages, with pseudonyms where they are asked for', async () => {
    const reports = { en: file('en.html'), ja: file('ja.md') };
    await runJson(['fleet', 'report', file('collected'), '--report', reports.en]);
    await runJson(['fleet', 'report', file('collected'), '--report', reports.ja, '--lang', 'ja', '--redact']);
    const [page, japanese] = await Promise.all([readFile(reports.en, 'utf8'), readFile(reports.ja, 'utf8')]);
    expect(page).toContain('2 computers, 2 answered.');
    expect(page).toContain('PC-CAPTURE');
    expect(japanese).toContain('2 台中 2 台');
    expect(japanese).not.toMatch(/PC-CAPTURE|proxy\.contoso\.example/);
  });
});
