import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { commandHelp } from '../../src/cli/help/command-help.ts';
import { brokenInto, columnsBeside } from '../../src/cli/help/page.ts';
import { displayWidth } from '../../src/report/text/columns.ts';

const HELPS = [
  '--help',
  'audit --help',
  'verify --help',
  'migrate --help',
  'fleet --help',
  'schedule --help',
];

/** `help` has the help of all commands. */
const NAMED = Object.keys(COMMANDS).filter((command) => command !== 'help');

async function helpIn(language: 'en' | 'ja', line: string, columns: number): Promise<string[]> {
  const [command = ''] = line.split(' ');
  return (await commandHelp(command === '--help' ? null : command, columns, language)).split('\n');
}

describe('the rows of the help', () => {
  it.each(HELPS.flatMap((line) => [60, 80, 100].map((columns) => ({ line, columns }))))(
    '$line in Japanese at $columns columns breaks as Japanese does',
    async ({ line, columns }) => {
      const rows = await helpIn('ja', line, columns);
      expect(rows.filter((row) => displayWidth(row) > columns)).toEqual([]);
      expect(rows.filter((row) => /^\s*[、。ー）」ゃゅょっャュョッァィゥェォ]/.test(row))).toEqual([]);
      // Words that fit into every row.
      const words = rows.join('\n').match(/\S*(?:Windows|WinHTTP|PowerShell|HOST)\S*/g) ?? [];
      expect(words.length).toBeGreaterThan(0);
      expect(rows.filter((row) => /\b(?:Vpn|Azure|Win|Power|Term|wi|azurevpn)$/.test(row))).toEqual([]);
    },
  );

  it('a Japanese run does not go to the next row as a whole', async () => {
    const rows = await helpIn('ja', 'explain --help', 80);
    const at = rows.findIndex((row) => row.includes('--redact'));
    expect(rows.slice(at, at + 2).map((row) => row.trim())).toEqual([
      '--redact   レポート、記録ファイル、--json、--ndjson のユーザー、ホスト、ア',
      'ドレスを仮名に置き換えます                           [スイッチ]',
    ]);
  });

  it.each(HELPS)('%s leaves as much space as the table has, so nothing is broken twice', async (line) => {
    for (const columns of [60, 80, 100]) {
      const rows = await helpIn('en', line, columns);
      const early = rows.filter((row, at) => {
        const [, indent = '', word = ''] = /^( {11,})([^ [][^ ]*)/.exec(rows[at + 1] ?? '') ?? [];
        const goesOn = indent !== '' && displayWidth(row) > indent.length && !row.endsWith(']');
        return goesOn && displayWidth(row) + 1 + displayWidth(word) <= columns;
      });
      expect(early).toEqual([]);
    }
  });

  it.each(['--help', ...NAMED.map((command) => `${command} --help`)])(
    '%s has its examples first, each command in one row',
    async (line) => {
      const rows = await helpIn('en', line, 80);
      const titles = rows.filter((row) => /^\S.*:$/.test(row));
      expect(titles[0]).toBe('Examples:');
      expect(titles.filter((title) => title === 'Examples:')).toHaveLength(1);
      const command = line === '--help' ? 'audit' : line.replace(' --help', '');
      for (const [call] of COMMANDS[command]?.examples ?? [])
        expect(rows).toContain(`  ${call.replaceAll('$0', 'p2s-fix')}`);
    },
  );

  it.each([
    ['en', 80],
    ['ja', 80],
    ['en', 120],
  ] as const)(
    'the first page in %s at %i columns is a page: 40 rows, five commands, eight options',
    async (language, columns) => {
      const rows = await helpIn(language, '--help', columns);
      expect(rows.length).toBeLessThanOrEqual(40);
      expect(rows.filter((row) => /^ {2}p2s-fix [a-z]+ .* {2}/.test(row))).toHaveLength(5);
      expect(rows.filter((row) => /^ {6}--/.test(row))).toHaveLength(8);
      for (const name of Object.keys(COMMANDS)) expect(rows.join(' ')).toMatch(new RegExp(`\\b${name}\\b`));
    },
  );

  it('the help of a command has its rare options only when all are asked for, and says how', async () => {
    const [few, all] = await Promise.all([false, true].map((all) => commandHelp('fleet', 80, 'en', all)));
    expect(few).not.toContain(' --ssh-key  ');
    expect(few).toContain('p2s-fix help fleet --all');
    expect(all).toContain(' --ssh-key  ');
    expect(all).not.toContain('help fleet --all');
  });

  it('the left column has half of the row at most', () => {
    expect(columnsBeside(['--one', '--three'], 80)).toBe(80 - 7 - 4);
    expect(columnsBeside(['x'.repeat(60)], 80)).toBe(36);
    expect(columnsBeside([], 80)).toBe(76);
  });

  it('keeps line ends, and breaks at blanks where there are some', () => {
    expect(brokenInto(10, 'one two three\nfour')).toBe('one two\nthree\nfour');
    expect(brokenInto(10, '経路だけを確認します。')).toBe('経路だけを\n確認しま\nす。');
  });
});
