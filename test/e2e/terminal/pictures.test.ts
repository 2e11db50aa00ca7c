import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { PICTURES, pictureIn, still, takePicture, withPicture } from '../../../scripts/picture/picture.mjs';
import { steadyTimes } from '../../../scripts/picture/steady-times.ts';
import type { Check } from '../../../src/core/model/check.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const read = (name: string) => readFile(`${ROOT}${name}`, 'utf8');

/** The run uses names that do not exist; without a resolver that says so, its output differs. */
const lacksName = await lookup('crl4.digicert.example').then(
  () => false,
  ({ code }) => code === 'ENOTFOUND',
);

describe.skipIf(process.platform === 'win32' || !lacksName)('the pictures of the program at work', () => {
  it.each(Object.entries(PICTURES))(
    '%s shows what a run shows; if not: npm run picture',
    async (name, locale) => {
      const picture = still(pictureIn(await read(name)));
      expect(picture).toMatch(/^> pNs-fix [\s\S]*\nexit code N$/);
      expect(picture).toBe(still(await takePicture(ROOT, locale)));
    },
  );
});

describe('a picture', () => {
  it.each([0, 7, 1_234.5, 1e9])('has times of one width where something took %d ms', (durationMs) => {
    const check = { stage: 'tcp', status: 'pass', durationMs } as Check;
    expect(steadyTimes({ type: 'check', check })).toMatchObject({
      check: { stage: 'tcp', durationMs: expect.toSatisfy((ms: number) => /^[1-9]$/.test(`${ms}`)) },
    });
    expect(steadyTimes({ type: 'finished', exitCode: 2, durationMs })).toMatchObject({
      exitCode: 2,
      durationMs: expect.toSatisfy((ms: number) => /^\d\.\d$/.test((ms / 1000).toFixed(1))),
    });
  });

  it('is the same with other times and ports', () => {
    const one = [
      '  \u2714 http 7 ms   \u2714 sstp 3 ms',
      'Proxy   127.0.0.1:43669    ~ off',
      'INFO     loopback-proxy: on this machine',
    ];
    const other = [
      '  \u2714 http 9 ms   \u2714 sstp 1 ms',
      'Proxy   127.0.0.1:4366     ~ off',
      'INFO     loopback-proxy: on this machine',
    ];
    expect(still(one.join('\n'))).toBe(still(other.join('\n')));
  });

  it.each([
    ['a word', '  another word'],
    ['a sign', '\u2716 word'],
    ['a line more', 'word\nword'],
    ['a column', '    word'],
  ])('is another one with %s', (_, text) => {
    expect(still(text)).not.toBe(still('  word'));
  });

  it('takes the place of the one before, and of nothing else', async () => {
    const page = await read('README.md');
    const changed = withPicture(page, 'another\nrun');
    expect(pictureIn(changed)).toBe('another\nrun');
    expect(withPicture(changed, pictureIn(page))).toBe(page);
    expect(() => withPicture('# Title\n', 'a run')).toThrow('no place for a picture');
  });
});
