import { describe, expect, it } from 'vitest';
import { commandText } from '../../src/core/model/command-text.ts';
import { command } from '../../src/core/model/say.ts';
import {
  commandWords,
  elevatedCall,
  type FollowUps,
  followUpOptions,
  followUpTexts,
  pastedCommand,
  repairCall,
} from '../../src/core/options/follow-ups.ts';
import type { Call, NamedCommand } from '../../src/core/options/table.ts';
import { callOf } from '../support/programs/call.ts';
import { wordsOfCommand } from '../support/programs/words-of-command.ts';

const carried = (argv: readonly string[], named = {}) => followUpOptions(callOf(argv), 'sh', named);
const followUps = (argv: readonly string[], named = {}) => followUpTexts(carried(argv, named));
const read = (command: string) => callOf(wordsOfCommand(command).slice(1));

describe('the command for an administrator', () => {
  it.each([
    [[], '--apply'],
    [['audit', '--gateway', 'vpn.example'], '--apply --gateway vpn.example'],
    [['verify', 'vpn.example', '--json'], '--apply --gateway vpn.example'],
    [
      ['verify', '--proxy', 'p.example:8080', 'a.example', 'b.example:8443'],
      '--apply --proxy p.example:8080 --gateway a.example --gateway b.example:8443',
    ],
    [
      ['--compare-direct', 'verify', 'verify', '--gateway=a.example'],
      '--apply --compare-direct --gateway a.example --gateway verify',
    ],
    [['verify', '--profile', 'my folder'], '--apply --profile "my folder"'],
    [['plan', '--out', 'plan.json', '--direct', '--machine=a.reg'], 'apply plan.json --machine a.reg'],
    [['apply', '--machine', 'a.reg', 'plan.json'], 'apply plan.json --machine a.reg'],
    [['verify', '--transcript', 'path.json'], '--apply'],
    [['verify', 'a.example', '--machine', 'a.reg'], '--apply --machine a.reg --gateway a.example --probe'],
    [['export', 'repair', '--machine', 'a.reg', '--out', 'repair'], '--apply --machine a.reg'],
    [['apply', 'plan.json'], 'apply plan.json'],
    [['--apply', '--report', 'a.html', '--yes'], '--apply --yes'],
    [['rollback', '0007', '--report=a.md'], 'rollback 0007'],
    [['schedule', 'install', '--direct'], 'schedule install --direct'],
  ])('%j', (argv, words) => {
    const command = pastedCommand(elevatedCall(callOf(argv)));
    expect(command).toBe(`p2s-fix ${words}`);
    const again = read(command);
    expect(again.use.split(' ')[0]).toBe(['rollback', 'schedule'].find((one) => argv[0] === one) ?? 'apply');
    expect(new Set(again.options.gateway)).toEqual(new Set(callOf(argv).options.gateway));
  });
});

describe('the options that the commands after a run need', () => {
  it.each([
    [
      ['verify', 'gw.example:8443', '[2001:db8::1]', '--ca', 'c.pem', '--deadline', '5'],
      '--gateway gw.example:8443 --gateway "[2001:db8::1]" --deadline 5 --ca c.pem',
    ],
    [['audit', '--gateway=gw.example', '--probe', '--json'], '--gateway gw.example --probe'],
    // A path check of a recording tests the path without being asked.
    [
      ['verify', 'gw.example', '--machine', 'a.reg'],
      '--machine a.reg --gateway gw.example --probe --in-place',
    ],
    [['verify', '--transcript=t.json', '--ca=c.pem'], '--ca c.pem'],
    [['audit', '--gateway', 'user:s3cr3t@gw', '--user', 's3cr3t'], undefined],
  ])('of %j: an apply checks the same path', (argv, options) => {
    const { apply, confirm = '' } = followUps(argv);
    expect(apply).toBe(options);
    expect(confirm).not.toContain('gateway');
    if (apply === undefined) return;
    expect(callOf(['apply', ...wordsOfCommand(apply)]).use).toBe('apply');
  });
});

describe('the command for the unfinished computers of a fleet', () => {
  it.each([
    [
      ['fleet', 'audit', '--computers', 'my pcs.csv', '--again', 'again.csv', '--report', 'r.html'],
      'p2s-fix fleet audit --computers "my pcs.csv" --again again.csv --only again.csv',
    ],
    [
      ['fleet', 'apply', 'PC1', '--only=old.csv', '--again=new.csv', '--proxy', 'p.example:8080'],
      'p2s-fix fleet apply PC1 --again new.csv --proxy p.example:8080 --only new.csv',
    ],
  ])('of %j', (argv, command) => {
    const { again = '' } = followUps(argv);
    expect(again).toBe(command);
    expect(read(again).use).toBe(`fleet ${argv[1]}`);
  });

  it('is not there without a list', () => {
    expect(followUps(['fleet', 'audit', 'PC1']).again).toBeUndefined();
  });
});

describe('the next commands for a computer recorded in several files', () => {
  it.each([
    [
      ['--machine', 'my user.reg', '--machine=comp.reg', '--json'],
      '--machine "my user.reg" --machine comp.reg',
    ],
    [
      ['verify', 'gw.example', '--machine', 'a.reg', '--machine', 'b.reg', '--direct', '--report', 'r.md'],
      '--machine a.reg --machine b.reg --direct --gateway gw.example --probe',
    ],
    [
      // What was checked is checked again: a repair whose path was not checked is another one.
      ['audit', '--machine', 'a.reg', '--machine', 'b.reg', '--probe', '--ca', 'ca.pem', '--deadline', '5'],
      '--machine a.reg --machine b.reg --probe --ca ca.pem --deadline 5',
    ],
    [
      ['plan', '--machine', 'a.reg', '--machine', 'b.reg', '--proxy', 'p.example:1', '--out', 'plan.json'],
      '--machine a.reg --machine b.reg --proxy p.example:1',
    ],
  ])('%j: only those that need no file to change', (argv, words) => {
    const repairing = pastedCommand(repairCall(callOf(argv)));
    expect(repairing).toBe(`p2s-fix export repair ${words} --out repair`);
    expect(read(repairing).use).toBe('export repair');
    const options = followUps(argv);
    expect(options).toHaveProperty('audit');
    expect(options).not.toHaveProperty('apply');
    expect(options).not.toHaveProperty('rollback');
    // A finding that names the settings names them for a repair, which takes no --yes.
    const written = (call: Call) => pastedCommand(call, carried(argv));
    const repair = written(command('apply', { proxy: 'HOST:PORT' }));
    expect(written(command('apply', { proxy: 'HOST:PORT', yes: true }))).toBe(repair);
    expect(written(command('apply', { plan: 'plan.json', yes: true }))).toBe('p2s-fix apply plan.json --yes');
    const target = read(repairing).options.machine?.flatMap((file) => ['--machine', file]) ?? [];
    expect(repair).toBe(`p2s-fix export repair ${commandText(target, 'sh')} --out repair --proxy HOST:PORT`);
    expect(read(repair.replace('HOST:PORT', 'p.example:1')).use).toBe('export repair');
  });

  it('name the copy of a recording once it is written', () => {
    const argv = ['apply', '--machine', 'a.reg', '--out', 'copy.reg'];
    expect(followUps(argv)).toMatchObject({
      ...{ apply: '--machine a.reg --out copy.reg', audit: '--machine a.reg', migrate: '--machine a.reg' },
      rollback: '--machine copy.reg --in-place',
    });
    expect(followUps(argv, { isCopied: true })).toMatchObject({
      ...{ apply: '--machine copy.reg --in-place', audit: '--machine copy.reg' },
      ...{ migrate: '--machine copy.reg', rollback: '--machine copy.reg --in-place' },
      import: 'reg import copy.reg',
    });
    // Nothing is to be imported before, and a capture cannot be.
    expect(followUps(argv).import).toBeUndefined();
    const captured = ['apply', '--machine', 'a.json', '--out', 'copy.json'];
    expect(followUps(captured, { isCopied: true }).import).toBe(
      'p2s-fix export repair --machine a.json --out repair',
    );
  });

  it('check the path and the migration with the profiles, along the route and within the deadline of the run', async () => {
    const named = ['--proxy', 'p.example:1', '--bypass=*.contoso.example'];
    const route = '--proxy p.example:1 --bypass "*.contoso.example"';
    const all = ['--profile', 'vpn.zip', ...named, '--deadline=5'];
    const own = '--profile vpn.zip --deadline 5';
    for (const command of [[], ['plan', '--out', 'p.json'], ['verify'], ['migrate']])
      expect(followUps([...command, ...all])).toMatchObject({ verify: own, migrate: own, route });
    expect(followUps(['verify', 'vpn.example', '--direct']).route).toBe('--direct');
    // After a change the settings themselves are checked, and no password is repeated.
    for (const argv of [
      ['--apply', ...named],
      ['verify', '--proxy', 'user:secret@p.example:1'],
    ])
      expect(followUps(argv).route).toBeUndefined();
    const written = (call: Call) => pastedCommand(call, carried(['verify', ...all]));
    for (const use of ['verify', 'migrate'] as const) {
      const checked = written(command(use, { gateway: ['vpn.example'] }));
      expect(checked).toBe(`p2s-fix ${use} ${own} ${route} vpn.example`);
      expect(read(checked).use).toBe(use);
      // A command that names its route keeps it.
      expect(written(command(use, { gateway: ['vpn.example'], direct: true }))).toBe(
        `p2s-fix ${use} ${own} vpn.example --direct`,
      );
    }
    for (const use of ['apply', 'rollback'] as const) expect(written(command(use))).not.toContain('--proxy');
  });

  it('change the file that is named twice', () => {
    const { apply } = followUps(['--machine', 'a.reg', '--machine', 'a.reg']);
    expect(apply).toContain('--in-place');
  });
});

describe('the options of a run in its commands', () => {
  const options: FollowUps = {
    apply: { gateway: ['a'], user: 'S-1-1', 'in-place': true },
    audit: { ca: 'c.pem' },
    rollback: { 'state-dir': 'D' },
  };

  it.each<[NamedCommand, string]>([
    [command('rollback', { backup: '0007' }), 'p2s-fix rollback --state-dir D 0007'],
    [command('apply', { yes: true }), 'p2s-fix --apply --gateway a --user S-1-1 --in-place --yes'],
    [command('audit', { probe: true }), 'p2s-fix --ca c.pem --probe'],
    [command('audit'), 'p2s-fix audit --ca c.pem'],
    [command('explain', { text: '798' }), 'p2s-fix explain 798'],
    [command('confirm'), 'p2s-fix confirm'],
    // One that names its computer or its folder is complete.
    [command('rollback', { machine: ['x y'] }), 'p2s-fix rollback --machine "x y"'],
    [command('apply', { 'state-dir': 'E' }), 'p2s-fix --apply --state-dir E'],
    // Its own options stand once, and none that they exclude.
    [
      command('apply', { gateway: ['a', 'b'], user: 'SID' }),
      'p2s-fix --apply --in-place --gateway a --gateway b --user SID',
    ],
    [command('apply', { plan: 'p.json' }), 'p2s-fix apply --gateway a --in-place p.json'],
    [{ words: ['reg', 'import', 'a b.reg'] }, 'reg import "a b.reg"'],
  ])('%j', (given, text) => {
    expect(pastedCommand(given, options)).toBe(text);
    expect(wordsOfCommand(text)).toEqual(commandWords(given, options));
    if ('use' in given) expect(pastedCommand(given, options, 'npx p2s-fix')).toBe(`npx ${text}`);
  });
});
