import { expect, it } from 'vitest';
import { describeReal, type RealPowerShell } from '../real-adapters.ts';

/** A value that ConvertTo-Json of one edition or the other would change. */
function awkward(): unknown {
  let deep: unknown = [1];
  for (let depth = 0; depth < 40; depth++) deep = depth % 2 === 0 ? [deep] : { a: deep };
  const dates = ['2026-11-24T10:00:00Z', '/Date(1764000000000)/', '2026-11-24T10:00:00+09:00'];
  return [deep, [], [[]], [null], ['one'], [['one']], { a: [] }, { a: ['one'] }, dates, '\u2028<>&\u007f'];
}

const VALUE = awkward();
/** The bytes of everything except the clock, for every edition, language mode and culture. */
const BYTES = [
  '"Continue"',
  '"Stop"',
  '5',
  '"Friday"',
  '"5.1.0"',
  '"01/02/2026 03:04:05"',
  '"1234567.5"',
  '-2147483648',
  '9007199254740991',
  '"i\\u0130\\u0131"',
  '{"code":"code","message":"m","target":"target","hresult":-2147024891,"win32":5,"fullyQualifiedErrorId":"A,B"}',
  '{"kind":"dword","number":4294967295}',
  '{"kind":"qword","text":"18446744073709551615"}',
  '{"kind":"multi-string","texts":["one"]}',
  '{"kind":"binary","hex":"ff"}',
].map((json): unknown => JSON.parse(json));

/** Another decimal sign, minus sign, calendar, digits, or letter case. */
const CULTURES = ['de-DE', 'sv-SE', 'th-TH', 'ar-SA', 'fa-IR', 'tr-TR', 'ja-JP'];

/** Each call sets the culture for itself; without one, it is that of its PowerShell's start. */
const kinds = (real: RealPowerShell, culture: string | null) =>
  real.ask({ do: 'kinds', culture, value: VALUE }) as Promise<unknown[]>;

describeReal(
  'numbers, enums, dates and nested values',
  (real) => {
    it('have one form, without ConvertTo-Json', async () => {
      const answer = await kinds(real, null);
      const clock = answer.pop();
      expect(answer).toEqual([...BYTES, VALUE]);
      expect(Math.abs(Date.parse(String(clock)) - Date.now())).toBeLessThan(600_000);
    });
  },
  ['one-shot', 'session'],
);

describeReal('numbers, enums, dates and nested values elsewhere', (real) => {
  it.runIf(real.mode === 'FullLanguage').each(CULTURES)('have that form in %s too', async (culture) => {
    const answer = await kinds(real, culture);
    const clock = String(answer.pop());
    expect(answer).toEqual([...BYTES, VALUE]);
    expect(clock).toMatch(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(Math.abs(Date.parse(clock) - Date.now())).toBeLessThan(600_000);
  });
});
