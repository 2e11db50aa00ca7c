import { describe, expect, it } from 'vitest';
import { errorRows, findingRows } from '../../../scripts/docs/own-codes.ts';
import { parse } from '../../../src/cli/parse/parse.ts';
import { OWNER_NAMES } from '../../../src/core/causes/rule.ts';
import { VERDICT_CODES } from '../../../src/core/causes/verdicts.ts';
import { EXPORT_COMMANDS } from '../../../src/core/export/export-commands.ts';
import { type FleetMachine, NO_ANSWERS } from '../../../src/core/fleet/result.ts';
import { type FleetSummary, summarise } from '../../../src/core/fleet/summary.ts';
import { counted, say } from '../../../src/core/model/say.ts';
import { followUpOptions, followUpTexts } from '../../../src/core/options/follow-ups.ts';
import { fleetCauses } from '../../../src/report/facts/fleet-causes.ts';
import { recordOf } from '../../../src/report/model/record.ts';
import { causeText } from '../../../src/report/text/fleet.ts';
import { ENGLISH, textsIn } from '../../../src/report/text/texts.ts';
import { reportHtml } from '../../../src/report/views/page/html/html.ts';
import { reportMarkdown } from '../../../src/report/views/page/markdown.ts';
import { machinesBlock } from '../../../src/report/views/page/sections/machines.ts';
import { collectedFleet, collectedMachine, movingMachine } from '../../support/machines/fleets.ts';
import { callOf } from '../../support/programs/call.ts';
import { wordsOfCommand } from '../../support/programs/words-of-command.ts';
import { ike, migrationOf, openVpn, readiness } from '../../support/stories/migrations.ts';
import { fleetCollected, HOSTILE, STORIES } from '../../support/stories/stories.ts';

const ALLOWED = '--allow-proxy proxy.contoso.example:8080';
const AT_THE_COMPUTER = { changes: [{ store: 'winhttp/native', action: 'set' }], follows: null };

/** A computer whose change follows a user's setting. */
function of(...follows: string[]): Partial<FleetMachine> {
  return { ...AT_THE_COMPUTER, follows };
}

/** The codes of a generated table, whose first column has them as code. */
const codesIn = (rows: string[][]) => rows.map(([code = '']) => code.replaceAll('`', ''));

function causesOf(
  machines: readonly FleetMachine[],
  action: FleetSummary['action'] = 'report',
  options: string | null = null,
) {
  const named = options === null ? null : (fleetOf(`fleet audit ${options}`) ?? {});
  const summary = summarise(action, machines, () => true, null);
  const causes = fleetCauses(summary, machines, named);
  return Object.fromEntries(
    causes.map(({ group, owners, commands, list, advice }) => {
      const command = commands.length === 0 ? null : commands.map(ENGLISH.words).join('\n');
      return [group.cause, { owners, command, list, advice: advice.map(({ code }) => code) }];
    }),
  );
}

/** What a run of a fleet names in its commands. */
const fleetOf = (line: string) => followUpOptions(callOf(wordsOfCommand(line)), 'sh').fleet;

describe('a cause in a fleet', () => {
  it('has the owners of the steps of its computers', () => {
    const failing = collectedMachine('PC-1', 'timeout', 7);
    expect(causesOf([failing])).toMatchObject({ timeout: { owners: ['network-team'] } });
    const path = { code: 'timeout.sstp', owners: ['vpn-team' as const, 'proxy-team' as const] };
    expect(causesOf([{ ...failing, path }])).toMatchObject({
      timeout: { owners: ['proxy-team', 'vpn-team'] },
    });
    expect(machinesBlock('', [{ ...failing, path }], ENGLISH)).toMatchObject({
      rows: [{ cells: expect.arrayContaining(['timeout.sstp']) }],
    });
  });

  it('has its owner and its next command', () => {
    const causes = causesOf(collectedFleet(20));
    expect(causes).toMatchObject({
      aligned: { owners: [], command: null },
      'winhttp-not-aligned': {
        owners: ['administrator'],
        command: `p2s-fix fleet apply PC-1 PC-2 PC-3 PC-4 PC-5 PC-6 PC-7 PC-8 PC-9 ${ALLOWED}`,
        advice: ['check-proxies'],
      },
      'proxy-auth-required': { owners: ['proxy-team'], command: null },
      'captive-portal': { owners: ['user'], command: null },
      unreachable: { owners: ['administrator'], command: 'p2s-fix fleet audit PC-17' },
      'not-judged': { command: EXPORT_COMMANDS },
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
    const { command, list, advice } = causesOf(fleet)['winhttp-not-aligned'] ?? {};
    expect(command).toBe(`p2s-fix fleet apply --computers computers.txt ${ALLOWED}`);
    expect(advice).toEqual(['save-list', 'check-proxies']);
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
    const { fleet = '' } = followUpTexts(followUpOptions(callOf(argv), 'sh'));
    expect(fleet).toBe('ssh://a@pc-1:22 "pc 2" --ssh-key "my key"');
    const machine = collectedMachine('ssh://a@pc-1:22', 'winhttp-not-aligned', 2, AT_THE_COMPUTER);
    const { command } = causesOf([machine], 'audit', fleet)['winhttp-not-aligned'] ?? {};
    expect(command).toBe(`p2s-fix fleet apply ${fleet}`);
    expect(
      followUpTexts(
        followUpOptions(callOf(['fleet', 'report', 'a.json', '--report', 'r.html', '--direct']), 'sh'),
      ),
    ).toEqual({
      fleet: '--direct',
      route: '--direct',
    });
    expect(followUpOptions(callOf(['audit', '--direct']), 'sh').fleet).toBeUndefined();
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
    const one = collectedMachine(name, 'winhttp-not-aligned', 2, AT_THE_COMPUTER);
    expect(causesOf([one])['winhttp-not-aligned']).toMatchObject({ command: null, list: null });
    const pc = collectedMachine('pc', 'winhttp-not-aligned', 2, AT_THE_COMPUTER);
    expect(causesOf([one, pc])['winhttp-not-aligned']?.command).toBe('p2s-fix fleet apply pc');
  });

  it('puts into a command no name that is only that of a file', () => {
    const file = collectedMachine('p2s-fix', 'winhttp-not-aligned', 2, { ...AT_THE_COMPUTER, name: null });
    expect(causesOf([file])['winhttp-not-aligned']).toMatchObject({
      owners: ['administrator'],
      command: null,
      list: null,
      advice: ['name-computer'],
    });
    const pc = collectedMachine('pc', 'winhttp-not-aligned', 2, AT_THE_COMPUTER);
    expect(causesOf([file, pc])['winhttp-not-aligned']).toMatchObject({
      command: 'p2s-fix fleet apply pc',
      advice: ['name-computer'],
    });
  });

  it.each<[string, Partial<FleetMachine>[], string | null, string[]]>([
    [
      'allows the proxies of the users, each once',
      [of('a:1', 'b:2'), of('b:2')],
      'pc0 pc1 --allow-proxy a:1 --allow-proxy b:2',
      ['check-proxies'],
    ],
    ['quotes an address', [of('[fd00::1]:8080')], 'pc0 --allow-proxy "[fd00::1]:8080"', ['check-proxies']],
    ['allows nothing where no user decides', [AT_THE_COMPUTER], 'pc0', []],
    [
      'allows nothing for a change of WinINET',
      [{ changes: [{ store: 'wininet/x/lan', action: 'set' }] }],
      'pc0',
      [],
    ],
    ['needs a name for a proxy that is not known', [{}], null, ['name-proxy']],
    ['needs a name for a setting without a proxy', [of()], null, ['name-direct']],
    [
      'leaves out the computers that it would not change',
      [of(), of('a:1'), {}],
      'pc1 --allow-proxy a:1',
      ['check-proxies', 'name-proxy', 'name-direct'],
    ],
    [
      'takes no option and no wildcard from a file',
      [of('a:1 --direct'), of('*.evil.example:1'), of('$(calc):1')],
      null,
      ['name-proxy'],
    ],
    [
      'allows no more proxies than somebody checks',
      [of('a:1', 'b:1', 'c:1', 'd:1', 'e:1', 'f:1')],
      null,
      ['name-proxy'],
    ],
  ])('of an apply that names no proxy %s', async (_, machines, rest, advice) => {
    const fleet = machines.map((more, at) => collectedMachine(`pc${at}`, 'winhttp-not-aligned', 2, more));
    const cause = causesOf(fleet)['winhttp-not-aligned'];
    expect(cause).toMatchObject({ command: rest === null ? null : `p2s-fix fleet apply ${rest}`, advice });
    const words = wordsOfCommand(cause?.command ?? 'p2s-fix fleet audit pc').slice(1);
    expect((await parse(words, 80)).kind).toBe('run');
    const named = causesOf(fleet, 'report', '--proxy x:1')['winhttp-not-aligned'];
    expect(named).toMatchObject({ command: expect.stringMatching(/^[^*$]+ --proxy x:1$/), advice: [] });
  });

  it('of an audit allows what its computers follow, unless the audit named the proxy', () => {
    const fleet = [collectedMachine('pc', 'winhttp-not-aligned', 2, of('a:1'))];
    const command = (options: string) => causesOf(fleet, 'audit', options)['winhttp-not-aligned']?.command;
    expect(command('--computers pcs.csv')).toBe('p2s-fix fleet apply --computers pcs.csv --allow-proxy a:1');
    for (const named of ['--direct', '--allow-proxy b:1', '--proxy b:1', '--source winhttp'])
      expect(command(`pc ${named}`)).toBe(`p2s-fix fleet apply pc ${named}`);
    expect(command('pc --source wininet')).toContain('--allow-proxy');
  });

  it('of an apply that a computer did not answer runs it again as it was', () => {
    const fleet = [collectedMachine('pc', 'unreachable', 1, { transport: 'ssh', name: null })];
    const { command, advice } = causesOf(fleet, 'apply', 'pc --throttle 4').unreachable ?? {};
    expect([command, advice]).toEqual(['p2s-fix fleet apply pc --throttle 4', []]);
  });

  it('of an interrupted change allows what is known, and needs nothing else', () => {
    const fleet = [{}, of('a:1')].map((more, at) =>
      collectedMachine(`pc${at}`, 'change-interrupted', 9, more),
    );
    expect(causesOf(fleet)['change-interrupted']).toMatchObject({
      command: 'p2s-fix fleet apply pc0 pc1 --allow-proxy a:1',
      advice: ['check-proxies'],
    });
  });

  it('of computers that lack only a package has no line that exports a recording', () => {
    const error = { code: 'not-judged', message: '', where: null, next: null } as const;
    const lacking = collectedMachine('pc', 'not-judged', 3, {
      error: { ...error, evidence: { package: 'system' } },
    });
    expect(causesOf([lacking])['not-judged']).toMatchObject({ owners: ['administrator'], command: null });
    const both = causesOf([lacking, collectedMachine('pc2', 'not-judged', 3)]);
    expect(both['not-judged']?.command).toBe(EXPORT_COMMANDS);
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
    'has a sentence for each verdict, missing reply, error and finding: %s',
    async (language) => {
      const { words } = await textsIn(language);
      const verdicts = VERDICT_CODES.filter((one) => one !== 'not-tested');
      for (const cause of [
        ...verdicts,
        ...Object.keys(NO_ANSWERS),
        ...codesIn(errorRows()),
        ...codesIn(findingRows()),
        'drift',
        'out-of-reach',
      ])
        expect([cause, words(causeText(cause as never).title ?? '')]).toEqual([
          cause,
          expect.stringMatching(/.{3}/),
        ]);
      for (const cause of ['constructor', 'toString'])
        expect(causeText(cause as never)).toEqual({ title: null, next: null });
    },
  );
});

describe.each(['en', 'ja'] as const)('the page of a fleet in %s', (language) => {
  const record = recordOf(STORIES['a fleet collected'] ?? []);
  const causes = fleetCauses(record.fleet?.summary as FleetSummary, collectedFleet(60), null);

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
      expect(bar).toContain(
        texts.words(
          counted(
            group.count,
            say('{count} computer', { count: group.count }),
            say('{count} computers', { count: group.count }),
          ),
        ),
      );
      expect(bar).toContain(texts.words(causeText(group.cause).title ?? ''));
      for (const owner of owners) expect(bar).toContain(texts.words(OWNER_NAMES[owner]));
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

  it.each([
    ['client-certificate', 'administrator'],
    ['logged-vpn-error', 'administrator'],
    ['logged-proxy-authentication', 'proxy-team'],
    ['logged-interception', 'proxy-team'],
    ['clock-differs', 'administrator'],
    ['revocation-from-cache', 'administrator'],
    ['issuer-not-fetched', 'vpn-team'],
    ['gateway-openvpn-only', 'vpn-team'],
    ['profile-root-old', 'vpn-team'],
    ['profiles-conflict', 'vpn-team'],
    ['proxy-passed-over', 'administrator'],
  ] as const)('has a sentence and an owner where a finding alone decides: %s', async (cause, owner) => {
    expect(causesOf([collectedMachine('pc', cause, 0)])[cause]?.owners).toEqual([owner]);
    const { title } = causeText(cause);
    expect(title).not.toBeNull();
    const { words } = await textsIn(language);
    expect(words(title ?? '')).not.toContain(cause);
  });

  it('marks a cause as passed only where nobody has to do anything', async () => {
    const machines = [
      collectedMachine('A', 'aligned', 0),
      collectedMachine('B', 'service-disabled', 0),
      collectedMachine('C', 'sstp-retirement', 0),
    ];
    const page = reportHtml(recordOf(fleetCollected(machines)), await textsIn(language));
    const marks = [...page.matchAll(/<li class="cause">\s*<h3><span class="(\w+)".*?· ([\w-]+)<\/span>/gs)];
    expect(Object.fromEntries(marks.map(([, mark, cause]) => [cause, mark]))).toEqual({
      aligned: 'pass',
      'service-disabled': 'warn',
      'sstp-retirement': 'warn',
    });
    expect(causeText('service-disabled').next).not.toBeNull();
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
  const record = recordOf(fleetCollected(collectedFleet(10_100)));
  const texts = await textsIn('en');
  const page = reportHtml(record, texts);
  expect(page.match(/<th scope="row">/g)).toHaveLength(10_000);
  expect(page).toContain('and 100 more: --json has all of them');
  expect(reportMarkdown(record, texts)).toContain('and 9500 more');
});
