import { copyFile, mkdir, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { folderForAll } from '../../support/files.ts';
import { runCli, runJson } from '../../support/programs/cli.ts';

describe('what a run leaves in files', () => {
  const root = folderForAll();
  let common: string[];

  beforeAll(async () => {
    const file = join(root, 'machine.reg');
    await writeFile(file, sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '' }));
    common = ['--machine', file, '--state-dir', join(root, 'state')];
  });

  const at = (name: string) => join(root, name);
  const text = (name: string) => readFile(at(name), 'utf8');

  it('reports of an audit, in both formats, say what --json says, for their owner alone', async () => {
    const args = [...common, '--report', at('a.html'), '--report', at('a.md')];
    const { exitCode, findings } = await runJson(args);
    expect(exitCode).toBe(2);
    for (const name of ['a.html', 'a.md']) {
      const page = await text(name);
      expect(page).toContain('Exit code');
      for (const { code } of findings) expect(page).toContain(code);
      expect((await stat(at(name))).mode & 0o777).toBe(0o600);
    }
    expect(await text('a.html')).toMatch(/^<!doctype html>\n/);
    expect((await readdir(root)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('a report of a run that ends with an error says so', async () => {
    const { exitCode, stderr } = await runCli(['--machine', at('none.reg'), '--report', at('error.md')]);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('none.reg');
    expect(await text('error.md')).toContain('Exit code');
    expect(await text('error.md')).toContain('none.reg');
  });

  it('nothing is done where a report would take the place of something', async () => {
    await writeFile(at('mine.html'), 'mine');
    await mkdir(at('folder.md'));
    for (const name of ['mine.html', 'folder.md', 'missing/x.md']) {
      const args = ['apply', ...common, '--out', at('fixed.reg'), '--report', at(name)];
      const { error, exitCode } = await runJson(args);
      expect([exitCode, error?.code, error?.where]).toEqual([3, 'input', at(name)]);
    }
    expect(await text('mine.html')).toBe('mine');
    expect(await readdir(root)).not.toContain('fixed.reg');
  });

  it('an empty file, as a killed run leaves it, is filled', async () => {
    await writeFile(at('empty.md'), '');
    expect((await runCli([...common, '--report', at('empty.md')])).exitCode).toBe(2);
    expect(await text('empty.md')).toContain('Exit code');
  });

  it.each([
    [['--report', 'report.txt'], /FILE\.html or FILE\.md/],
    [['--report', 'a.md', '--report', 'a.md'], /twice/],
    [['--log-file', ''], /empty/],
    [['--redact'], /--report/],
  ])('%j is exit 3', async (args, what) => {
    const { exitCode, stdout, stderr } = await runCli([...common, ...args], { cwd: root });
    expect(exitCode).toBe(3);
    expect(stdout + stderr).toMatch(what);
  });

  it('the command for an administrator names no report, which is there already', async () => {
    const { needs } = await runJson([...common, '--report', at('once.md'), `--report=${at('twice.md')}`]);
    expect(needs.command ?? '').not.toContain('.md');
  });

  it('the log holds every event of every run, with the time and the run', async () => {
    const args = [...common, '--log-file', at('p2s.log')];
    const { stdout } = await runCli([...args, '--ndjson']);
    await runCli(args);
    const lines = (await text('p2s.log')).trimEnd().split('\n');
    const events = lines.map((line) => JSON.parse(line) as { at: string; run: string; type: string });
    const reported = stdout.trimEnd().split('\n').slice(0, -1);
    const [first, second] = [...new Set(events.map(({ run }) => run))].map((run) =>
      events.filter((event) => event.run === run),
    );
    expect(first?.map(({ run: _, ...event }) => event)).toEqual(
      reported.map((line) => ({ at: expect.stringMatching(/^20.*Z$/), ...JSON.parse(line) })),
    );
    expect(second?.map(({ type }) => type)).toEqual(first?.map(({ type }) => type));
    expect((await stat(at('p2s.log'))).mode & 0o777).toBe(0o600);
  });

  it('a log that cannot be opened is exit 3 before anything is done', async () => {
    for (const file of [root, at('missing/p2s.log')]) {
      const { error, exitCode } = await runJson(['apply', ...common, '--in-place', '--log-file', file]);
      expect([exitCode, error?.where]).toEqual([3, file]);
    }
    expect((await runJson(common)).exitCode).toBe(2);
  });

  it('--redact: --json and --ndjson name nobody, on an error too, and have the names of the report', async () => {
    const options = [...common, '--redact'];
    for (const [output, extra] of [
      ['--json', []],
      ['--ndjson', []],
      ['--json', ['--proxy', 'socks=proxy.contoso.example:99999']],
    ] as const) {
      const { stdout } = await runCli([...options, output, ...extra]);
      expect(stdout).not.toMatch(/contoso/i);
    }
    const { stdout } = await runCli([...options, '--json', '--report', at('json.md')]);
    const { stores } = JSON.parse(stdout) as Awaited<ReturnType<typeof runJson>>;
    const hosts = stores.flatMap(({ settings }) => settings?.proxy.servers ?? []).map(({ host }) => host);
    expect(hosts).not.toEqual([]);
    for (const host of hosts) expect(await text('json.md')).toContain(host);
  });

  it('--redact: report and capture name nobody, the log and the screen do, and the capture is judged alike', async () => {
    const report = ['--report', at('r.html'), '--report', at('r.md'), '--redact', '--log-file', at('r.log')];
    const screen = await runCli([...common, ...report, '--verbose']);
    expect(screen.stdout).toContain('proxy.contoso.example');
    expect(await text('r.log')).toContain('proxy.contoso.example');
    const captured = await runCli(['capture', ...common.slice(0, 2), '--out', at('r.json'), '--redact']);
    expect(captured.exitCode).toBe(0);
    for (const name of ['r.html', 'r.md', 'r.json']) {
      expect((await text(name)).length).toBeGreaterThan(1000);
      expect(await text(name)).not.toMatch(/contoso|636f6e746f736f/i);
    }
    const codes = async (...args: string[]) => (await runJson(args)).findings.map(({ code }) => code);
    expect(await codes('--machine', at('r.json'))).toEqual(await codes(...common));
    const again = await runCli(['capture', ...common.slice(0, 2), '--out', at('r2.json'), '--redact']);
    expect(again.exitCode).toBe(0);
    expect(await text('r2.json')).not.toBe(await text('r.json'));
  });

  it.each([
    ['a relative path', 'zqalice.smith/ZQPC-01.reg'],
    ['a relative path with spaces', 'zqalice Zqsmith/ZQPC 01.reg'],
    ['an absolute path with spaces', '/zqalice Zqsmith/ZQPC 01.reg'],
    ['a path with a quotation mark', "zqalice/Zqsmith's $ZQPC.reg"],
  ])('--redact: no report has %s of the command line, nor the state folder or plan', async (_, path) => {
    const folder = await mkdtemp(join(root, 'named-'));
    const file = path.startsWith('/') ? join(folder, path) : path;
    await mkdir(join(folder, dirname(path)));
    await copyFile(common[1] ?? '', join(folder, path));
    const options = ['--machine', file, '--state-dir', 'zqstate', '--redact'];
    const runs = [
      ['audit', ...options],
      ['plan', ...options, '--out', 'zqplan'],
      ['apply', 'zqplan', ...options, '--in-place'],
      ['rollback', ...options, '--in-place'],
      ['export', 'repair', ...options.slice(0, 2), '--redact', '--out', 'zqrepair'],
      ['audit', '--machine', `${file}x`, '--redact'],
    ];
    for (const [at, run] of runs.entries()) {
      const reports = [`${at}.md`, `${at}.html`];
      await runCli([...run, ...reports.flatMap((name) => ['--report', name])], { cwd: folder });
      for (const name of reports) {
        const report = await readFile(join(folder, name), 'utf8');
        expect(report.length).toBeGreaterThan(200);
        expect([
          run[0],
          /.{0,60}(?:zq(?:alice|smith|pc|state|plan|repair)|named-).{0,30}/i.exec(report)?.[0],
        ]).toEqual([run[0], undefined]);
      }
    }
  });
});
