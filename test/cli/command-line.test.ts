import { describe, expect, it } from 'vitest';
import { elevatedCommand } from '../../src/cli/command-line.ts';
import { parse } from '../../src/cli/parse.ts';

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
      '--apply --compare-direct --gateway=a.example --gateway verify',
    ],
    [['verify', '--profile', 'my folder'], '--apply --profile "my folder"'],
    [['plan', '--out', 'plan.json', '--direct', '--machine=a.reg'], 'apply plan.json --machine=a.reg'],
    [['apply', '--machine', 'a.reg', 'plan.json'], 'apply plan.json --machine a.reg'],
    [['verify', '--transcript', 'path.json'], '--apply'],
    [['export', 'repair', '--machine', 'a.reg', '--out', 'repair'], '--apply --machine a.reg'],
    [['apply', 'plan.json'], 'apply plan.json'],
    [['--apply', '--report', 'a.html', '--yes'], '--apply --yes'],
    [['rollback', '0007', '--report=a.md'], 'rollback 0007'],
    [['schedule', 'install', '--direct'], 'schedule install --direct'],
  ])('%j', async (argv, words) => {
    const command = elevatedCommand(argv, 'sh');
    expect(command).toBe(`p2s-fix ${words}`);
    const again = words.split(/ (?=(?:[^"]*"[^"]*")*[^"]*$)/).map((word) => word.replaceAll('"', ''));
    const parsed = await parse(again, 80);
    if (parsed.kind !== 'run') throw new Error(parsed.text);
    const mode = ['rollback', 'schedule'].find((one) => argv[0] === one) ?? 'apply';
    expect(parsed.invocation.mode).toBe(mode);
    const asked = await parse(argv, 80);
    if (asked.kind !== 'run') throw new Error(asked.text);
    expect(new Set(parsed.invocation.gateways)).toEqual(new Set(asked.invocation.gateways));
  });
});
