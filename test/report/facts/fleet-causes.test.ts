import { describe, expect, it } from 'vitest';
import { VERDICT_TABLE } from '../../../scripts/docs/verdict-table.ts';
import { followUpOptions } from '../../../src/cli/parse/command-line.ts';
import { parse } from '../../../src/cli/parse/parse.ts';
import { EXPORT_LINE } from '../../../src/core/export/export-line.ts';
import { type FleetMachine, NO_ANSWERS } from '../../../src/core/fleet/result.ts';
import { type FleetSummary, summarise } from '../../../src/core/fleet/summary.ts';
import { wordsOfCommand } from '../../../src/core/model/command-text.ts';
import { fleetCauses } from '../../../src/report/facts/fleet-causes.ts';
import { causeText } from '../../../src/report/messages/fleet.ts';
import { counted } from '../../../src/report/messages/text.ts';
import { EMPTY_RECORD, foldRecord } from '../../../src/report/model/run-record.ts';
import { textsIn } from '../../../src/report/text/texts.ts';
import { reportHtml } from '../../../src/report/views/page/html/html.ts';
import { reportMarkdown } from '../../../src/report/views/page/markdown.ts';
import { collectedFleet, collectedMachine, movingMachine } from '../../support/machines/fleets.ts';
import { ike, migrationOf, openVpn, readiness } from '../../support/stories/migrations.ts';
import { fleetCollected, HOSTILE, STORIES } from '../../support/stories/stories.ts';

function causesOf(
  machines: readonly FleetMachine[],
  action: FleetSummary['action'] = 'report',
  options: string | null = null,
) {
  const summary = summarise(action, machines, () => true, null);
  const causes = fleetCauses(summary, machines, options);
  return Object.fromEntries(
    causes.map(({ group, owners, command, list }) => [group.cause, { owners, command, list }]),
  );
}

describe('a cause in a fleet', () => {
  it('has its owner and its next command', () => {
    const causes = causesOf(collectedFleet(20));
    expect(causes).toMatchObject({
      aligned: { owners: [], command: null },
      'winhttp-not-aligned': {
        owners: ['administrator'],
        command: 'p2s-fix fleet apply PC-1 PC-2 PC-3 PC-4 PC-5 PC-6 PC-7 PC-8 PC-9',
      },
      'proxy-auth-required': { owners: ['proxy-team'], command: null },
      'captive-portal': { owners: ['user'], command: null },
      unreachable: { owners: ['administrator'], command: 'p2s-fix fleet audit PC-17' },
      'not-judged': { command: EXPORT_LINE },
    });
  });

  it.each([
    ['change-interrupted', 'apply'],
    ['change-unconfirmed', 'confirm'],
    ['values-not-put-back', 'rollback'],
  ] as const)('of what was left by a change is settled by its own command: %s', (cause, action) => {
    expect(causesOf([collectedMachine('pc', cause, 9)])[cause]?.command).toBe(`p2s-fix fleet ${action} pc`);
  });

  it('of many computers has their list, whole, beside the command that reads it', () => {
    const fleet = collectedFleet(3000);
    const { command, list } = causesOf(fleet)['winhttp-not-aligned'] ?? {};
    expect(command).toBe('p2s-fix fleet apply --computers computers.txt');
    const names = fleet
      .filter(({ cause }) => cause === 'winhttp-not-aligned')
      .map(({ computer }) => computer);
    expect(names.length).toBeGreaterThan(1000);
    expect(list?.split('\n')).toEqual(names);
  });

  it('of a run names its computers as the run did, also where they are reached in another way', async () => {
    const argv = [
      'fleet',
      'audit',
      'ssh://a@pc-1:22',
      'pc 2',
      '--ssh-key',
      'my key',
      '--json',
      '--again=a.csv',
    ];
    const { fleet } = followUpOptions(argv, 'sh');
    expect(fleet).toBe('ssh://a@pc-1:22 "pc 2" --ssh-key "my key"');
    const machine = collectedMachine('ssh://a@pc-1:22', 'winhttp-not-aligned', 2);
    const { command } = causesOf([machine], 'audit', fleet)['winhttp-not-aligned'] ?? {};
    expect(command).toBe(`p2s-fix fleet apply ${fleet}`);
    expect(followUpOptions(['fleet', 'report', 'a.json', '--report', 'r.html', '--direct'], 'sh')).toEqual({
      fleet: '--direct',
    });
    expect(followUpOptions(['audit', '--direct'], 'sh').fleet).toBeUndefined();
    const parsed = await parse(
      wordsOfCommand(causesOf(collectedFleet(60))['winhttp-not-aligned']?.command ?? '').slice(1),
      80,
    );
    expect(parsed.kind).toBe('run');
  });

  it.each([
    HOSTILE,
    '--ssh-option=ProxyCommand=calc',
    '-oProxyCommand=calc',
    '$(calc)',
    'a;calc',
    'a b',
    '`id`',
    'a\nb',
    '',
  ])('puts into a command no name that is not of a host: %j', (name) => {
    const one = collectedMachine(name, 'winhttp-not-aligned', 2);
    expect(causesOf([one])['winhttp-not-aligned']).toMatchObject({ command: null, list: null });
    const both = causesOf([one, collectedMachine('pc', 'winhttp-not-aligned', 2)])['winhttp-not-aligned'];
    expect(both?.command).toBe('p2s-fix fleet apply pc');
  });

  it('of a move is owned by those who have something to do', () => {
    const blocked = migrationOf('gw.example', {
      ikev2: ike(['silent', 'silent']),
      openvpn: openVpn(['silent', 'proxy-wants-tls']),
      readiness: readiness('old'),
    });
    const [cause] = Object.values(causesOf([movingMachine('a', blocked)], 'migrate'));
    expect([...(cause?.owners ?? [])].sort()).toEqual(['network-team', 'proxy-team', 'vpn-team']);
  });

  it.each(['en', 'ja'] as const)(
    'has a sentence for each verdict and each missing reply: %s',
    async (language) => {
      const { words } = await textsIn(language);
      const verdicts = Object.keys(VERDICT_TABLE).filter((one) => one !== 'not-tested');
      for (const cause of [...verdicts, ...Object.keys(NO_ANSWERS), 'drift', 'out-of-reach'])
        expect([cause, words.of(causeText(cause as never).title ?? '')]).toEqual([
          cause,
          expect.stringMatching(/.{3}/),
        ]);
      for (const cause of ['constructor', 'toString'])
        expect(causeText(cause as never)).toEqual({ title: null, next: null });
    },
  );
});

describe.each(['en', 'ja'] as const)('the page of a fleet in %s', (language) => {
  const record = (STORIES['a fleet collected'] ?? []).reduce(foldRecord, EMPTY_RECORD);
  const causes = fleetCauses(record.document.fleet?.summary as FleetSummary, collectedFleet(60), null);

  it('opens with a bar for each cause, as long as its share, and the same in numbers', async () => {
    const texts = await textsIn(language);
    const page = reportHtml(record, texts);
    const bars = [...page.matchAll(/<li class="cause">(.*?)<\/li>/gs)].map(([, bar = '']) => bar);
    expect(bars).toHaveLength(causes.length);
    for (const [at, { group, owners }] of causes.entries()) {
      const bar = bars[at] ?? '';
      const share = `${Math.round((group.count / 60) * 1000) / 10}%`;
      expect(bar).toContain(`<rect width="${share}"`);
      expect(bar).toContain(`${share} · ${group.cause}`);
      expect(bar).toContain(texts.words.of(counted('fleet.computers', group.count)));
      expect(bar).toContain(texts.words.of(causeText(group.cause).title ?? ''));
      for (const owner of owners) expect(bar).toContain(texts.words(`owner.${owner}`));
      expect(bar.includes('<button')).toBe(
        !['aligned', 'proxy-auth-required', 'captive-portal', 'change-blocked'].includes(group.cause),
      );
    }
    const markdown = reportMarkdown(record, texts);
    const places = causes.map(({ group }) => markdown.indexOf(`\`${group.cause}\``));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThan(0);
    expect(Math.max(...places)).toBeLessThan(
      markdown.indexOf('| PC-1 |') === -1 ? markdown.indexOf('`PC-1`') : markdown.indexOf('| PC-1 |'),
    );
  });

  it('lists every computer, the most urgent first', async () => {
    const page = reportHtml(record, await textsIn(language));
    const [, table = ''] = /<div class="computers">(.*?)<\/table>/s.exec(page) ?? [];
    const rows = [...table.matchAll(/<th scope="row">(.*?)<\/th>/g)].map(([, name]) => name);
    expect(rows).toHaveLength(60);
    expect(rows.slice(0, 3)).toEqual(['PC-17', 'PC-37', 'PC-57']);
    expect(rows.at(-1)).toBe('PC-54');
  });
});

it('a page lists ten thousand computers, and a ticket five hundred', async () => {
  const record = fleetCollected(collectedFleet(10_100)).reduce(foldRecord, EMPTY_RECORD);
  const texts = await textsIn('en');
  const page = reportHtml(record, texts);
  expect(page.match(/<th scope="row">/g)).toHaveLength(10_000);
  expect(page).toContain('and 100 more: --json has all of them');
  expect(reportMarkdown(record, texts)).toContain('and 9500 more');
});
