import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../scripts/world/sample-reg.ts';
import { serializeCapture } from '../../src/machine/capture.ts';
import { readRecording } from '../../src/machine/recording.ts';
import { runCli, runJson } from '../support/cli.ts';
import { tempFolder } from '../support/files.ts';
import { movingMachine } from '../support/fleets.ts';
import { ike, migrationOf, openVpn, readiness } from '../support/migrations.ts';

const SAMPLE = sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' });

describe('fleet report', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  const file = (name: string) => join(folder.path, name);
  const causes = ({ fleet }: Awaited<ReturnType<typeof runJson>>) =>
    Object.fromEntries((fleet?.machines ?? []).map(({ computer, cause }) => [computer, cause]));

  beforeAll(async () => {
    folder = await tempFolder();
    await mkdir(file('collected'));
    const observation = readRecording(SAMPLE).observation(new Date(0));
    const capture = serializeCapture({ ...observation, name: 'PC-CAPTURE' });
    await writeFile(file('collected/capture.json'), JSON.stringify(capture));
    await writeFile(file('collected/PC-EXPORT.reg'), SAMPLE);
    await writeFile(file('collected/notes.md'), 'not of a machine');
    const intune = (name: string, state: string) =>
      JSON.stringify({ p2sFix: 1, tool: 'p2s-fix', mode: 'detect', machine: name, state, verdict: state });
    await writeFile(
      file('intune.csv'),
      `Device name,Detection output\nPC-7,"${intune('PC-7', 'drift').replaceAll('"', '""')}"\nPC-8,\n`,
    );
    await writeFile(
      file('lines.ndjson'),
      `noise\n${intune('PC-9', 'aligned')}\n${intune('PC-9', 'repaired')}\n`,
    );
  });
  afterAll(() => folder?.remove());

  it('folds captures, exports, tables and lines; the last word on a machine counts', async () => {
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
      'PC-9': 'changed',
    });
    expect(document.exitCode).toBe(2);
    expect(document.fleet?.summary).toMatchObject({ action: 'report', total: 4, answered: 4, again: 0 });
    expect(document.fleet?.summary?.groups[0]).toMatchObject({
      cause: 'winhttp-not-aligned',
      count: 2,
      computers: ['PC-EXPORT', 'PC-CAPTURE'],
    });
  });

  it('counts both packages of a computer, the graver one first, and the last word on each', async () => {
    const said = (name: string, pack: string, state: string, id: string) =>
      JSON.stringify({
        ...{
          p2sFix: 1,
          tool: 'p2s-fix',
          mode: 'detect',
          machine: name,
          package: pack,
          state,
          verdict: state,
        },
        stores: [{ id, state }],
      });
    await writeFile(
      file('packages.ndjson'),
      [
        said('PC-51', 'system', 'drift', 'winhttp/native'),
        said('PC-51', 'user', 'aligned', 'wininet/current/lan'),
        said('PC-52', 'system', 'drift', 'winhttp/native'),
        said('pc-52', 'user', 'drift', 'wininet/current/lan'),
        said('PC-53', 'system', 'drift', 'winhttp/native'),
        said('PC-53', 'user', 'aligned', 'wininet/current/lan'),
        said('PC-53', 'system', 'aligned', 'winhttp/native'),
      ].join('\n'),
    );
    const { fleet, exitCode } = await runJson(['fleet', 'report', file('packages.ndjson')]);
    expect(
      fleet?.machines.map(({ computer, cause, changes }) => [
        computer,
        cause,
        changes.map((one) => one.store),
      ]),
    ).toEqual([
      ['PC-51', 'drift', ['winhttp/native']],
      ['PC-52', 'drift', ['winhttp/native', 'wininet/current/lan']],
      ['PC-53', 'aligned', []],
    ]);
    expect(exitCode).toBe(2);
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

  it('takes the document of one machine', async () => {
    const { stdout } = await runCli(['--machine', file('collected/PC-EXPORT.reg'), '--json']);
    await writeFile(file('one.json'), stdout);
    const document = await runJson(['fleet', 'report', file('one.json')]);
    expect(document.fleet?.machines).toMatchObject([
      {
        computer: 'one',
        cause: 'winhttp-not-aligned',
        exitCode: 2,
        changes: [{ store: 'winhttp/wow64' }, { store: 'winhttp/native' }],
      },
    ]);
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
  });

  it('is not stopped by a result that was made to break it', async () => {
    const machine = movingMachine('PC-41');
    const error = { code: 'input', message: 'm', where: null, next: null };
    const line = (fields: object) =>
      JSON.stringify({ type: 'fleet-machine', machine: { ...machine, ...fields } });
    const deep = `${'{"values":['.repeat(20_000)}1${']}'.repeat(20_000)}`;
    const lines = [
      line({ computer: 'PC-41', error: { ...error, said: 'x' } }).replace('"x"', deep),
      line({ computer: 'PC-42', error: { ...error, said: { message: 5 } } }),
      line({
        computer: 'PC-43',
        error: { ...error, evidence: { '\u001b[31m': { '\u009b31m': 1 }, n: 'x' } },
      }).replace('"x"', deep),
      line({ computer: 'PC-44<script>', cause: '__proto__' }),
    ];
    await writeFile(file('hostile.ndjson'), lines.join('\n'));
    const page = file('hostile.html');
    const document = await runJson(['fleet', 'report', file('hostile.ndjson'), '--report', page]);
    expect(document.fleet?.machines.map(({ computer }) => computer)).toEqual([
      'PC-41',
      'PC-42',
      'PC-43',
      'PC-44<script>',
    ]);
    expect(document.fleet?.machines.some(({ error: told }) => told !== null && 'said' in told)).toBe(false);
    expect(Object.keys(document.fleet?.machines[2]?.error?.evidence ?? {})).toEqual(['\\u{1b}[31m', 'n']);
    expect(JSON.stringify(document)).not.toContain('\u009b');
    expect(await readFile(page, 'utf8')).not.toContain('PC-44<script>');
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

  it('makes a request for each site whose computers cannot be moved from SSTP', async () => {
    const parts = { openvpn: openVpn(['silent', 'proxy-wants-tls']), readiness: readiness() };
    const blocked = migrationOf('vpn.contoso.example', { ...parts, ikev2: ike(['silent', 'silent']) });
    const half = migrationOf('vpn.contoso.example', { ...parts, ikev2: ike(['reachable', 'silent']) });
    const machines = [
      movingMachine('PC-21', blocked),
      movingMachine('PC-22', blocked),
      movingMachine('PC-23', half),
    ];
    const lines = machines.map((machine) => JSON.stringify({ type: 'fleet-machine', machine }));
    await writeFile(file('moves.ndjson'), lines.join('\n'));
    const report = file('moves.html');
    const args = ['fleet', 'report', file('moves.ndjson')];
    const document = await runJson([...args, '--report', report]);
    expect(document.fleet?.summary?.sites.map(({ computers }) => computers)).toEqual([
      ['PC-21', 'PC-22'],
      ['PC-23'],
    ]);
    expect(document.requests.map(({ to, seenFrom }) => [to, seenFrom?.sites])).toEqual([
      ['network-team', [1]],
      ['proxy-team', [1, 2]],
      ['network-team', [2]],
    ]);
    expect(await readFile(report, 'utf8')).toContain('To the network team: vpn.contoso.example, Site 1');
    const { stdout } = await runCli([...args, '--plain']);
    expect(stdout).toContain('  | - IKEv2: outbound UDP to vpn.contoso.example, ports 500 and 4500');
    const again = file('moves.json');
    await writeFile(again, JSON.stringify(document));
    const { requests, fleet } = await runJson(['fleet', 'report', again]);
    expect([requests, fleet?.summary?.sites]).toEqual([document.requests, document.fleet?.summary?.sites]);

    const hidden = file('hidden.html');
    await runJson([...args, '--report', hidden, '--redact']);
    const page = await readFile(hidden, 'utf8');
    expect(page).toContain('does not get through');
    expect(page).not.toMatch(/PC-2\d|contoso|undefined/);
  });

  it('takes the words of a later version for what they are', async () => {
    const ways = { ikev2: ike(['silent', 'silent']), openvpn: openVpn(['silent', 'proxy-wants-tls']) };
    const move = migrationOf('vpn.contoso.example', { ...ways, readiness: readiness() });
    const changes = move.changes.map((change) => ({ ...change, code: 'toString' as never }));
    const machine = movingMachine('PC-31', { ...move, changes });
    await writeFile(file('later.ndjson'), JSON.stringify({ type: 'fleet-machine', machine }));
    const { stdout, stderr } = await runCli(['fleet', 'report', file('later.ndjson'), '--plain']);
    expect(stderr).not.toContain('TypeError');
    expect(stdout).toContain('IKEv2: toString.');
    expect(stdout).toContain('  | - toString');
    expect(stdout).not.toMatch(/undefined|\[object/);
  });

  it('needs a file', async () => {
    expect(await runJson(['fleet', 'report'])).toMatchObject({ exitCode: 3, error: { code: 'input' } });
  });
});
