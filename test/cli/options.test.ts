import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memberName, readMembers } from '../../src/api/read-members.ts';
import { P2sError } from '../../src/core/model/errors.ts';
import { IN_ENGLISH, toText } from '../../src/core/model/say.ts';
import { checkOptions } from '../../src/core/options/check.ts';
import { commandLine } from '../../src/core/options/command-line.ts';
import type { Use } from '../../src/core/options/option.ts';
import {
  bareOption,
  OPTION_NAMES,
  type OptionName,
  type Options,
  ROWS,
  takesOption,
} from '../../src/core/options/table.ts';
import { callOf } from '../support/programs/call.ts';

function errorOf(read: () => unknown): P2sError {
  try {
    read();
  } catch (error) {
    if (error instanceof P2sError) return error;
  }
  throw new Error('was accepted');
}

describe('command line and API', () => {
  it.each([
    [
      'verify',
      'verify gw.example --proxy p:1 --deadline 3',
      { gateways: ['gw.example'], desired: { proxy: 'p:1' }, deadlineSeconds: 3 },
    ],
    [
      'audit',
      '--no-probe --machine a.reg --machine b.reg',
      { probe: false, machine: { file: ['a.reg', 'b.reg'] } },
    ],
    [
      'apply',
      'apply --in-place --confirm-within 10m',
      { machine: { inPlace: true }, confirmWithinSeconds: 600 },
    ],
    [
      'fleet audit',
      'fleet audit pc1 --ssh-option A=b --powershell pwsh',
      { computers: ['pc1'], sshOptions: { A: 'b' }, powershell: 'pwsh' },
    ],
    ['fleet report', 'fleet report a.json --direct', { files: ['a.json'], desired: { direct: true } }],
  ] as const)('read the same: %s', (use, line, members) => {
    expect(readMembers(use, members)).toEqual(callOf(line.split(' ')));
  });

  it.each([
    ['audit', '--proxy p:1 --direct', { desired: { proxy: 'p:1', direct: true } }, 'proxy'],
    ['audit', '--bypass x', { desired: { bypass: 'x' } }, 'bypass'],
    ['audit', '--deadline 0', { deadlineSeconds: 0 }, 'deadline'],
    ['apply', 'apply --in-place --out x', { machine: { inPlace: true, out: 'x' } }, 'in-place'],
  ] as const)('refuse the same, each in its own names: %s %s', (use, line, members, name) => {
    const ofLine = errorOf(() => callOf(line.split(' ')));
    const ofMembers = errorOf(() => readMembers(use, members));
    const wording = { ...IN_ENGLISH, optionText: (one: OptionName) => memberName(one, use) };
    expect(ofLine.message).toMatch(new RegExp(`^--${name} `));
    expect(toText(ofMembers.messages.message, wording).startsWith(`${memberName(name, use)} `)).toBe(true);
    expect([ofLine.messages.at, ofMembers.messages.at]).toEqual([name, name]);
  });
});

it.each(
  OPTION_NAMES.flatMap((name) =>
    Object.keys(ROWS[name].required ?? {}).map((use) => [use as Use, name] as const),
  ),
)('%s needs %s, and shows an example that is taken', (use, name) => {
  const given = name === 'out' && use === 'export repair' ? { machine: ['a.reg'] } : {};
  const { messages } = errorOf(() => checkOptions(use, given));
  expect(toText(messages.message, IN_ENGLISH)).toBe(`${use} needs --${name}.`);
  const example = toText(messages.next ?? '', IN_ENGLISH);
  expect(callOf(example.split(' ').slice(1)).options[name]).toBeDefined();
});

/** A value as the option holds it. */
function optionValue(use: Use, name: OptionName): fc.Arbitrary<unknown> {
  const { kind, many, choices, off } = ROWS[name];
  const text = fc.constantFrom('a', "it's $HOME (1).reg", '-x', 'b c', 'ö');
  const one: fc.Arbitrary<unknown> =
    kind === 'flag'
      ? fc.constantFrom(true, ...(off?.uses.includes(use) === true ? [false] : []))
      : kind === 'seconds' || kind === 'count'
        ? fc.integer({ min: 1, max: 1000 })
        : kind === 'time'
          ? fc.integer({ min: 10, max: 86_400 })
          : choices === undefined
            ? name === 'report'
              ? fc.constant('r.html')
              : fc.constantFrom('A=b', 'c.d:1').filter((value) => kind !== 'pair' || value.includes('='))
            : fc.constantFrom(...choices);
  const free: fc.Arbitrary<unknown> =
    kind === 'text' || kind === 'file' ? (name === 'report' || choices ? one : text) : one;
  return many === true ? fc.array(free, { minLength: 1, maxLength: name === 'report' ? 1 : 3 }) : free;
}

it('reads back the words that it writes', () => {
  const uses: Use[] = [
    'audit',
    'apply',
    'verify',
    'rollback',
    'fleet audit',
    'export repair',
    'schedule install',
  ];
  const calls = fc.constantFrom(...uses).chain((use) =>
    fc.tuple(
      fc.constant(use),
      fc
        .constantFrom(...OPTION_NAMES.filter((name) => takesOption(use, name) && name !== bareOption(use)))
        .chain((name) => fc.tuple(fc.constant(name), optionValue(use, name))),
    ),
  );
  fc.assert(
    fc.property(calls, ([use, [name, value]]) => {
      const required = use === 'export repair' ? { machine: ['a.reg'], out: 'a' } : {};
      const options = { ...required, [name]: value } as Options;
      const words = commandLine({ use, options });
      try {
        expect(callOf(words)).toEqual({
          use: use === 'audit' && name === 'apply' ? 'apply' : use,
          options: name === 'apply' ? {} : options,
        });
      } catch (error) {
        // It does not go alone, which the table says.
        if (!(error instanceof P2sError)) throw error;
        expect([
          ROWS[name].needs ?? ROWS[name].ofApply ?? (name === 'redact' ? true : undefined),
        ]).not.toEqual([undefined]);
      }
    }),
  );
});

it('names each pair that excludes each other once', () => {
  const pairs = OPTION_NAMES.flatMap((name) =>
    (ROWS[name].excludes ?? []).map((other) => [name, other].sort().join()),
  );
  expect(pairs.filter((pair, at) => pairs.indexOf(pair) !== at)).toEqual([]);
});
