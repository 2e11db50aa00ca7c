import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../src/cli/parse/duration.ts';
import { parse } from '../../src/cli/parse/parse.ts';

const HOUR = 3_600_000;

describe('a time on the command line', () => {
  it.each([
    ['10s', 10_000],
    ['90s', 90_000],
    ['010m', 600_000],
    ['2h', 2 * HOUR],
    ['24h', 24 * HOUR],
    ['86400s', 24 * HOUR],
  ])('%s', (text, ms) => {
    expect(parseDuration('confirm-within', text)).toBe(ms);
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
    expect(() => parseDuration('confirm-within', text)).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringContaining('--confirm-within') }),
    );
  });

  it('is from 10 seconds to 24 hours, or refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{1,7}[smh]$/)), (text) => {
        try {
          const ms = parseDuration('x', text);
          expect(ms >= 10_000 && ms <= 24 * HOUR).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ code: 'usage' });
        }
      }),
    );
  });
});

describe('what has to be confirmed', () => {
  const invocation = async (...argv: string[]) => {
    const parsed = await parse(argv, 80);
    return parsed.kind === 'run' ? parsed.invocation : null;
  };

  it('is an apply with a time, and a command that keeps it', async () => {
    for (const apply of [['apply'], ['--apply'], ['audit', '--apply']])
      expect(await invocation(...apply, '--confirm-within', '10m')).toMatchObject({
        mode: 'apply',
        confirmWithinMs: 600_000,
      });
    expect(await invocation('apply')).toMatchObject({ confirmWithinMs: null });
    expect(await invocation('confirm')).toMatchObject({ mode: 'confirm', backup: null });
    expect(await invocation('confirm', '0007', '--state-dir', 'x')).toMatchObject({
      mode: 'confirm',
      backup: '0007',
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
