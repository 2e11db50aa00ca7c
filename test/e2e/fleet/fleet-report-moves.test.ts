import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderForAll } from '../../support/files.ts';
import { movingMachine } from '../../support/machines/fleets.ts';
import { runCli, runJson } from '../../support/programs/cli.ts';
import { ike, migrationOf, openVpn, readiness } from '../../support/stories/migrations.ts';

describe('fleet report of results', () => {
  const folder = folderForAll();
  const file = (name: string) => join(folder, name);

  it('is not stopped by a result that was made to break it', async () => {
    const machine = movingMachine('PC-41');
    const error = { code: 'input', message: 'm', where: null, next: null };
    const line = (fields: object) =>
      JSON.stringify({ type: 'fleet-machine', machine: { ...machine, ...fields } });
    const deep = `${'{"values":['.repeat(20_000)}1${']}'.repeat(20_000)}`;
    const lines = [
      line({ computer: 'PC-41', error: { ...error, messages: 'x' } }).replace('"x"', deep),
      line({ computer: 'PC-42', error: { ...error, messages: { message: 5 } } }),
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
    expect(
      document.fleet?.machines.some(({ error: reported }) => reported !== null && 'messages' in reported),
    ).toBe(false);
    expect(Object.keys(document.fleet?.machines[2]?.error?.evidence ?? {})).toEqual(['\\u{1b}[31m', 'n']);
    expect(JSON.stringify(document)).not.toContain('\u009b');
    expect(await readFile(page, 'utf8')).not.toContain('PC-44<script>');
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
    expect(await readFile(report, 'utf8')).toMatch(
      /<h3>Network team<\/h3>\n.*\n.*Request: vpn\.contoso\.example, Site 1</,
    );
    const { stdout } = await runCli([...args, '--plain']);
    expect(stdout).toContain('  | - IKEv2: allow UDP 500, 4500 to vpn.contoso.example, and the answers');
    const again = file('moves.json');
    await writeFile(again, JSON.stringify(document));
    const { requests, fleet } = await runJson(['fleet', 'report', again]);
    expect([requests, fleet?.summary?.sites]).toEqual([document.requests, document.fleet?.summary?.sites]);

    const hidden = file('hidden.html');
    await runJson([...args, '--report', hidden, '--redact']);
    const page = await readFile(hidden, 'utf8');
    expect(page).toContain('not reachable from this computer');
    expect(page).not.toMatch(/PC-2\d|contoso|undefined/);
  });

  it('shows the largest of many sites, and how many more there are; JSON has all', async () => {
    const parts = { ikev2: ike(['silent', 'silent']), openvpn: openVpn(['silent', 'proxy-wants-tls']) };
    const machines = Array.from({ length: 130 }, (_, at) =>
      movingMachine(
        `PC-${at}`,
        migrationOf(`vpn${at}.contoso.example`, { ...parts, readiness: readiness() }),
      ),
    );
    await writeFile(
      file('sites.ndjson'),
      machines.map((machine) => JSON.stringify({ type: 'fleet-machine', machine })).join('\n'),
    );
    const [page, args] = [file('sites.html'), ['fleet', 'report', file('sites.ndjson')]];
    const document = await runJson([...args, '--report', page]);
    expect([document.fleet?.summary?.sites.length, document.fleet?.summary?.blockers.length]).toEqual([
      130, 390,
    ]);
    expect(document.requests).toHaveLength(260);
    const { stdout } = await runCli([...args, '--plain']);
    const lines = stdout.split('\n');
    expect(lines.filter((line) => /^ {2}Site \d+:/.test(line))).toHaveLength(20);
    expect(lines.filter((line) => line.startsWith('  and '))).toEqual([
      '  and 370 more: --json has all of them',
      '  and 110 more: --json has all of them',
      '  and 240 more: --json has all of them',
    ]);
    const html = await readFile(page, 'utf8');
    expect(html.match(/and \d+ more: --json has all of them/g)).toEqual([
      'and 290 more: --json has all of them',
      'and 160 more: --json has all of them',
      'and 30 more: --json has all of them',
    ]);
  });

  it('takes the words of a later version for what they are', async () => {
    const routes = { ikev2: ike(['silent', 'silent']), openvpn: openVpn(['silent', 'proxy-wants-tls']) };
    const move = migrationOf('vpn.contoso.example', { ...routes, readiness: readiness() });
    const changes = move.changes.map((change) => ({ ...change, code: 'toString' as never }));
    const machine = movingMachine('PC-31', { ...move, changes });
    await writeFile(file('later.ndjson'), JSON.stringify({ type: 'fleet-machine', machine }));
    const { stdout, stderr } = await runCli(['fleet', 'report', file('later.ndjson'), '--plain']);
    expect(stderr).not.toContain('TypeError');
    expect(stdout).toContain('  | - IKEv2: toString.');
    expect(stdout).not.toMatch(/undefined|\[object/);
  });
});
