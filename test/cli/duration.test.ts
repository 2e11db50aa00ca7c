import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../../src/cli/parse/parse.ts';
import { readValue } from '../../src/core/options/check.ts';

const HOUR = 3600;

describe('a time on the command line', () => {
  it.each([
    ['10s', 10],
    ['90s', 90],
    ['010m', 600],
    ['2h', 2 * HOUR],
    ['24h', 24 * HOUR],
    ['86400s', 24 * HOUR],
  ])('%s', (text, seconds) => {
    expect(readValue('confirm-within', text)).toBe(seconds);
  });

  it.each([
    '9s',
    '0m',
    '25h',
    '86401s',
    '10',
    'm',
    '1d',
    '1.5h',
    '-1h',
    ' 1h',
    '1h ',
    '1H',
    '1e3s',
    '9999999s',
    '\u0661h',
  ])('is not %j', (text) => {
    expect(() => readValue('confirm-within', text)).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringContaining('--confirm-within') }),
    );
  });

  it('is from 10 seconds to 24 hours, or refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{1,7}[smh]$/)), (text) => {
        try {
          const seconds = Number(readValue('confirm-within', text));
          expect(seconds >= 10 && seconds <= 24 * HOUR).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ code: 'usage' });
        }
      }),
    );
  });
});

describe('what has to be confirmed', () => {
  const call = async (...argv: string[]) => {
    const parsed = await parse(argv, 80);
    return parsed.kind === 'run' ? parsed.call : null;
  };

  it('is an apply with a time, and a command that keeps it', async () => {
    for (const apply of [['apply'], ['--apply'], ['audit', '--apply']])
      expect(await call(...apply, '--confirm-within', '10m')).toMatchObject({
        use: 'apply',
        options: { 'confirm-within': 600 },
      });
    expect(await call('apply')).toEqual({ use: 'apply', options: {} });
    expect(await call('confirm')).toEqual({ use: 'confirm', options: {} });
    expect(await call('confirm', '0007', '--state-dir', 'x')).toMatchObject({
      use: 'confirm',
      options: { backup: '0007' },
    });
  });

  it.each([
    [['--confirm-within', '10m'], '--apply'],
    [['apply', '--confirm-within', '10m', '--machine', 'a.reg', '--out', 'b.reg'], '--out'],
    [['apply', '--confirm-within', '10'], '24h'],
    [['rollback', '--confirm-within', '10m'], 'confirm-within'],
    [['confirm', '1', '2'], '2'],
    [['confirm', '--apply'], 'apply'],
  ])('is nothing else: %j', async (argv, message) => {
    await expect(parse(argv, 80)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(message),
    });
  });
});
