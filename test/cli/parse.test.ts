import { describe, expect, it } from 'vitest';
import { parse } from '../../src/cli/parse/parse.ts';
import { EXPORT_COMMANDS } from '../../src/core/export/export-commands.ts';
import { P2sError } from '../../src/core/model/errors.ts';
import type { Call } from '../../src/core/options/table.ts';

async function run(...argv: string[]): Promise<Call> {
  const parsed = await parse(argv, 80);
  if (parsed.kind !== 'run') throw new Error(`printed: ${parsed.text}`);
  return parsed.call;
}

async function refusal(...argv: string[]): Promise<P2sError> {
  const error: unknown = await parse(argv, 80).catch((thrown: unknown) => thrown);
  if (!(error instanceof P2sError)) throw new Error('was accepted');
  return error;
}

describe('the command line', () => {
  it.each([
    [[], 'audit'],
    [['audit'], 'audit'],
    [['--apply'], 'apply'],
    [['apply'], 'apply'],
    [['--apply', '--machine', 'a.reg'], 'apply'],
    [['verify', 'gw.example'], 'verify'],
    [['rollback'], 'rollback'],
    [['capture', '--out', 'x.json'], 'capture'],
    [['explain', '798'], 'explain'],
    [['explain', '-2146885613'], 'explain'],
    [['explain', '--', '-2146885613'], 'explain'],
    [['explain', '-'], 'explain'],
  ])('%j is %s', async (argv, mode) => {
    expect((await run(...argv)).use).toBe(mode);
  });

  it.each(['-2146885613.', '-2146885613: "offline"', '-2146885613\n', '- <Event>'])(
    'takes the text %j for explain',
    async (text) => {
      expect((await run('explain', text)).options.text?.trim()).toBe(text.trim());
      expect((await run('--json', 'explain', text, '--lang', 'ja')).options.text?.trim()).toBe(text.trim());
    },
  );

  it('takes gateways from the option and from verify, in order', async () => {
    expect((await run('--gateway', 'a', '--gateway', 'b:444')).options.gateway).toEqual(['a', 'b:444']);
    expect((await run('verify', 'a', 'b')).options.gateway).toEqual(['a', 'b']);
    expect((await run('verify', '--gateway', 'a', 'b')).options.gateway).toEqual(['a', 'b']);
  });

  it('takes words after -- for gateways only where the command takes gateways', async () => {
    for (const command of ['verify', 'migrate'])
      expect((await run(command, '--', 'a', 'b')).options.gateway).toEqual(['a', 'b']);
    const { options } = await run('fleet', 'report', '--', './ok.reg');
    expect(options).toEqual({ files: ['./ok.reg'] });
  });

  it.each(['--computers pcs.csv', '--throttle 4', '--ssh-option A=b', '--deadline 5', '--gateway a'])(
    'refuses %s for fleet report, which would not use it',
    async (line) => {
      const [option = '', value = ''] = line.split(' ');
      expect(await refusal('fleet', 'report', 'x', option, value)).toMatchObject({
        code: 'usage',
        message:
          option === '--gateway'
            ? '--gateway goes with fleet migrate.'
            : `${option} does not go with fleet report.`,
      });
    },
  );

  it.each(['machine', 'deadline'])('says that --%s takes a value', async (option) => {
    expect(await refusal(`--${option}`)).toMatchObject({
      code: 'usage',
      message: `--${option} takes a value.`,
    });
  });

  it.each(['help', 'version', 'json'])('refuses a value of --%s', async (name) => {
    expect(await refusal(`--${name}=1`)).toMatchObject({
      code: 'usage',
      message: `--${name} takes no value: 1`,
      next: 'p2s-fix --help',
    });
  });

  it('takes profiles, for what looks at a path', async () => {
    for (const command of ['audit', 'apply', 'migrate', 'verify'])
      expect((await run(command, '--profile', 'a.zip', '--profile', 'b')).options.profile).toEqual([
        'a.zip',
        'b',
      ]);
    expect((await run()).options).toEqual({});
    expect((await refusal('rollback', '--profile', 'a.zip')).message).toMatch(/profile/);
    expect((await refusal('verify', '--profile')).message).toMatch(/profile/);
  });

  it('keeps numbers as they were typed', async () => {
    expect((await run('rollback', '0007')).options.backup).toBe('0007');
  });

  it('distinguishes --probe, --no-probe and neither', async () => {
    expect((await run()).options.probe).toBeUndefined();
    expect((await run('--probe')).options.probe).toBe(true);
    expect((await run('--no-probe')).options.probe).toBe(false);
  });

  it.each([
    [['--apply', 'plan.json'], /plan\.json/],
    [['--json', '--ndjson'], /--json/],
    [['--proxy', 'p:1', '--direct'], /--direct/],
    [['--proxy', 'p:1', '--source', 'winhttp'], /--source/],
    [['--direct', '--source', 'winhttp'], /--source/],
    [['--proxy', 'p:1', '--pac', 'http://w/'], /--proxy and --pac exclude/],
    [['--pac', 'http://w/', '--direct'], /--pac and --direct exclude/],
    [['--pac', 'http://w/', '--source', 'wininet'], /--pac and --source exclude/],
    [['--pac', 'http://w/', '--bypass', 'x'], /--bypass needs --proxy\. /],
    [['schedule', 'install', '--bypass', 'x'], /--bypass needs --proxy or --allow-proxy\. /],
    [['--desired', 'd.json', '--proxy', 'p:1'], /--desired and --proxy exclude/],
    [['--desired', 'd.json', '--bypass', 'x'], /--desired and --bypass exclude/],
    [['--desired', 'd.json', '--pac', 'http://w/'], /--desired and --pac exclude/],
    [['--desired', 'd.json', '--direct'], /--desired and --direct exclude/],
    [['--desired', 'd.json', '--source', 'winhttp'], /--desired and --source exclude/],
    [['verify', 'gw.example', '--desired', 'd.json'], /desired/],
    [['verify', '--transcript', 'e.json', '--proxy', 'p:1'], /--transcript and --proxy exclude/],
    [['verify', '--transcript', 'e.json', '--machine', 'm.reg'], /--transcript and --machine exclude/],
    [['verify', '--transcript', 'e.json', 'gw.example'], /--transcript and --gateway exclude/],
    [['audit', '--transcript', 'e.json'], /transcript/],
    [['rollback', '--pac', 'http://w/'], /pac/],
    [['--pac', ''], /--pac is empty/],
    [['--bypass', 'x'], /--proxy/],
    [['--user', 'a', '--user', 'b'], /more than once/],
    [['--machine', 'a', '--machine', ''], /--machine is empty/],
    [['--deadline', '0'], /--deadline/],
    [['--deadline', 'soon'], /soon/],
    [['--source', 'both'], /source/],
    [['--machin', 'x'], /machin/],
    [['audti'], /audti|audit/],
    [['--machine'], /machine/],
    [['rollback', '1', '2'], /2/],
    [['rollback', ''], /argument of rollback is empty/],
    [['rollback', ' '], /argument of rollback is empty/],
    [['confirm', ''], /argument of confirm is empty/],
    [['apply', ''], /argument of apply is empty/],
    [['apply', 'plan.json', 'other.json'], /other\.json/],
    [['apply', 'plan.json', '--proxy', 'a:1'], /--proxy/],
    [['apply', 'plan.json', '--user', 'S-1-5-21-1'], /--user/],
  ])('refuses %j, naming what is wrong', async (argv, what) => {
    const error = await refusal(...argv);
    expect(error.code).toBe('usage');
    expect(`${error.message} ${error.next}`).toMatch(what);
  });

  it('points from --apply FILE to apply FILE', async () => {
    expect((await refusal('--apply', 'plan.json')).next).toBe('p2s-fix apply plan.json');
  });

  it.each(['--help', 'apply --help', 'verify --help', 'rollback --help', 'capture --help'])(
    '%s shows examples',
    async (line) => {
      const parsed = await parse(line.split(' '), 80);
      expect(parsed).toMatchObject({ kind: 'text', text: expect.stringContaining('Examples:') });
    },
  );

  it.each([
    ['help', '--help'],
    ['help --lang ja', '--help --lang ja'],
    ['help fleet', 'fleet --help'],
    ['--lang ja help schedule install', 'schedule --help --lang ja'],
    ['help export dsc', 'export --help'],
    ['help help', '--help'],
    ['help --help', '--help'],
  ])('%s is %s', async (line, same) => {
    const language = line.includes('ja') ? 'ja' : 'en';
    const parsed = await parse(line.split(' '), 80, () => language);
    expect(parsed).toEqual(await parse(same.split(' '), 80, () => language));
    expect(parsed).toMatchObject({ kind: 'text', text: expect.stringContaining('p2s-fix') });
  });

  it.each([
    ['help flete', 'There is no command flete.', 'p2s-fix help fleet'],
    ['help zzzzzz', 'There is no command zzzzzz.', 'p2s-fix --help'],
    [
      'help schedule instal',
      'schedule takes one of these: install, status, run, remove.',
      'p2s-fix help schedule install',
    ],
    ['help export zzzzzz', 'export takes one of these: repair, intune, dsc, page.', 'p2s-fix help export'],
    ['help apply plan.json', 'Unknown argument: plan.json', 'p2s-fix help apply'],
    ['help fleet audit PC1', 'Unknown argument: PC1', 'p2s-fix help fleet'],
    ['help recording x', 'Unknown argument: x', 'p2s-fix help recording'],
  ])('%s: %s', async (line, message, next) => {
    expect(await refusal(...line.split(' '))).toMatchObject({ code: 'usage', message, next });
  });

  it('takes help for a value where it is one', async () => {
    expect((await run('--machine', 'help')).options.machine).toEqual(['help']);
    expect((await run('verify', 'help.example')).options.gateway).toEqual(['help.example']);
  });

  it.each([
    ['en', 80],
    ['ja', 80],
  ] as const)(
    'help recording in %s has the commands that export a computer in one piece',
    async (language, columns) => {
      const parsed = await parse(['help', 'recording'], columns, () => language);
      const rows = parsed.kind === 'text' ? parsed.text.split('\n') : [];
      expect(parsed.kind === 'text' ? parsed.text : '').toContain(`\n${EXPORT_COMMANDS}\n`);
      expect(rows.join(' ')).toContain('p2s-fix --machine user.reg --machine computer.reg');
      for (const key of ['Policies', 'Control Panel']) expect(rows.join('\n')).toContain(key);
    },
  );

  it('takes an action of the schedule, and what goes with it', async () => {
    expect(await run('schedule', 'status')).toEqual({ use: 'schedule status', options: {} });
    expect(await run('schedule', 'run', '--installed')).toEqual({
      use: 'schedule run',
      options: { installed: true },
    });
    expect((await run('schedule', 'install', '--proxy', 'p:1', '--deadline', '5')).options).toEqual({
      proxy: 'p:1',
      deadline: 5,
    });
    expect((await run('schedule', 'run', '--machine', 'm.reg', '--in-place')).options['in-place']).toBe(true);
    for (const [argv, words] of [
      [['schedule'], 'install, status, run, remove'],
      [['schedule', 'now'], 'install, status, run, remove'],
      [['schedule', 'status', '--proxy', 'p:1'], '--proxy does not go with schedule status'],
      [['export', 'dsc', '--out', 'd', '--proxy', 'p:1'], '--proxy does not go with export dsc'],
      [['export', 'page', '--gateway', 'gw', '--out', 'p'], '--gateway does not go with export page'],
      [['export', 'intune', '--out', 'd', '--ca', 'c'], '--ca goes with export repair'],
      [['export', 'dsc', '--out', 'd', '--machine', 'm.reg'], '--machine does not go with export dsc'],
      [['fleet', 'apply', 'PC1', '--gateway', 'gw'], '--gateway goes with fleet migrate'],
      [['fleet', 'audit', 'PC1', '--profile', 'v.zip'], '--profile goes with fleet migrate'],
      [['fleet', 'rollback', 'PC1', '--ca', 'c'], '--ca goes with fleet migrate'],
      [['export', 'page', '--out', 'p', '--machine', 'm.reg'], '--machine does not go with export page'],
      [['export', 'page', '--out', 'p', '--user', 'x'], '--user does not go with export page'],
      [['schedule', 'run', '--installed', '--gateway', 'g'], '--installed and --gateway exclude each other'],
      ...(['machine', 'powershell', 'state-dir'] as const).map(
        (name) =>
          [
            ['schedule', 'run', '--installed', `--${name}`, 'x'],
            `--installed and --${name} exclude each other`,
          ] as const,
      ),
      [['schedule', 'status', '--deadline', '5'], '--deadline does not go with schedule status'],
      [['schedule', 'remove', '--ca', 'x.pem'], '--ca does not go with schedule remove'],
      [['schedule', 'install', '--in-place'], '--in-place goes with schedule run'],
      [['schedule', 'install', '--installed'], '--installed goes with schedule run'],
      [['schedule', 'install', '--apply'], 'apply'],
    ] as const) {
      const error = await refusal(...argv);
      expect([error.code, error.message]).toEqual(['usage', expect.stringContaining(words)]);
    }
  });
});

it('reports a value that an option does not take in a sentence of ours', async () => {
  expect(await refusal('--lang', 'xx')).toMatchObject({
    message: '--lang takes "en", "ja", not "xx".',
    messages: { message: { template: '{option} takes {words}, not {text}.' } },
  });
});
