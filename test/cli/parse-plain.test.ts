import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { OPTIONS } from '../../src/cli/options.ts';
import { parseFully } from '../../src/cli/parse/fully.ts';
import { parsePlain } from '../../src/cli/parse/plain.ts';
import type { Args } from '../../src/cli/parse/to-invocation.ts';

const NAMES = [...Object.keys(OPTIONS), 'gateways', 'backup', 'plan', 'code', 'shell', 'what', '_'];

/** The parts to compare; one value and a list of one are equal. */
function essence(args: Args): Record<string, unknown> {
  const known = NAMES.map((name) => [name, args[name]]).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known.map(([name, value]) => [name, [value].flat()]));
}

const value = fc.oneof(
  fc.constantFrom(
    'gw.example',
    '[::1]:443',
    '7',
    '007',
    '1e3',
    '-1',
    '-',
    'a=b',
    'a.b',
    '"q"',
    "'q'",
    'true',
  ),
  fc.constantFrom('wininet', 'winhttp', 'default', 'msi', '', '=', 'help', ' ', 'é…', '<local>;*.x'),
  fc.string(),
);
const option = fc.constantFrom(...Object.keys(OPTIONS));
const words = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(option, value).map(([name, text]) => [`--${name}`, text]) },
  { weight: 3, arbitrary: option.map((name) => [`--${name}`]) },
  { weight: 2, arbitrary: fc.tuple(option, value).map(([name, text]) => [`--${name}=${text}`]) },
  { weight: 2, arbitrary: value.map((text) => [text]) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(['--help'], ['-h'], ['--'], ['-v'], ['--no-json'], ['--stateDir', 'x']),
  },
);
const commandLine = fc
  .tuple(fc.option(fc.constantFrom(...Object.keys(COMMANDS), 'audti')), fc.array(words, { maxLength: 4 }))
  .map(([command, rest]) => [...(command === null ? [] : [command]), ...rest.flat()]);

describe('the short way to read a command line', () => {
  it('reads what it takes exactly as yargs does', async () => {
    await fc.assert(
      fc.asyncProperty(commandLine, async (argv) => {
        const plain = parsePlain(argv);
        fc.pre(plain !== null);
        const full = await parseFully(argv, 80, 'en');
        if (plain === null || typeof full === 'string') throw new Error(`yargs prints: ${full}`);
        expect(essence(plain)).toEqual(essence(full));
      }),
      { numRuns: 100, maxSkipsPerRun: 1000 },
    );
  });

  it.each([
    [[]],
    [['--no-probe', '--json']],
    [['--apply', '--gateway', 'a', '--gateway', 'b:444', '--exit-codes', 'msi']],
    [['verify', 'a', 'b', '--proxy=p:8080', '--deadline', '3', '--ca', 'ca.pem', '--ndjson']],
    [['rollback', '0007', '--yes']],
    [['capture', '--out', 'machine.json']],
    [['--plain', '--yes', 'apply', 'plan.json']],
  ])('takes %j, as yargs does', async (argv) => {
    const plain = parsePlain(argv);
    const full = await parseFully(argv, 80, 'en');
    if (plain === null || typeof full === 'string') throw new Error('not taken');
    expect(essence(plain)).toEqual(essence(full));
  });

  it.each([
    [['--help']],
    [['help']],
    [['verify', '-h']],
    [['--machin', 'x']],
    [['--machine']],
    [['--source', 'both']],
    [['--json=true']],
    [['--user', 'a', '--user', 'b']],
    [['rollback', '1', '2']],
    [['--apply', 'plan.json']],
    [['capture', '--proxy', 'p:1']],
    [['verify', '--', 'a']],
  ])('leaves %j to yargs', (argv) => {
    expect(parsePlain(argv)).toBeNull();
  });
});
