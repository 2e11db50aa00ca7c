import { say } from '../../core/model/say.ts';
import { usage } from '../help/usage.ts';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };
const MIN_MS = 10_000;
const MAX_MS = 24 * 3_600_000;

/**
 * Parses `90s`, `10m`, `2h` to milliseconds; from 10 seconds to 24 hours.
 *
 * @throws P2sError `usage`
 */
export function parseDuration(option: string, text: string): number {
  const [, number = '', unit = ''] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  const ms = Number(number) * (UNIT_MS[unit] ?? 0);
  if (ms >= MIN_MS && ms <= MAX_MS) return ms;
  throw usage(
    say('--{option} takes a time from 10s to 24h, such as 90s, 10m or 2h, not {text}.', { option, text }),
  );
}

/** The seconds of `--deadline`. Throws P2sError `usage`. */
export function parseDeadline(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0 || value > 3600)
    throw usage(say('--deadline takes seconds, more than 0 and at most 3600, not {text}.', { text }));
  return value;
}
