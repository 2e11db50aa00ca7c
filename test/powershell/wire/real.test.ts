import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ScriptName } from '../../../src/powershell/port.ts';
import { waitFor } from '../../support/ports.ts';
import { runProgram } from '../../support/programs/process.ts';
import { describeReal, RUN, TEST_SCRIPT } from '../real-adapters.ts';

describeReal(
  'the wire',
  (real) => {
    const run = RUN;

    it('runs in that language mode', async () => {
      expect(await real.ask({ do: 'mode' })).toBe(real.mode);
    });

    it('reads any JSON and writes it back, the same in both modes', async () => {
      const leaf = fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('2026-11-24T10:00:00Z', '/Date(0)/', '', 'null', 'K\u212aA\r\n\t"\\\u2019'),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
      );
      const { tree } = fc.letrec((tie) => ({
        tree: fc.oneof(
          { maxDepth: 4 },
          leaf,
          fc.array(tie('tree'), { maxLength: 4 }),
          fc.dictionary(fc.string({ unit: fc.constantFrom('a', 'b', '"', '日') }), tie('tree'), {
            maxKeys: 3,
          }),
        ),
      }));
      const value = fc.sample(tree, { numRuns: 60, seed: 7 });
      expect(await real.ask({ do: 'echo', value })).toEqual(JSON.parse(JSON.stringify(value)));
    });

    it('reads lists of lists at the top as they are, and nothing after the one value', async () => {
      const texts = [
        '[]',
        '[[]]',
        '[[1,2]]',
        '[[[]]]',
        '[null]',
        '[[null]]',
        '[[{"a":[[1]]}]]',
        '[[1],[2]]',
        '{}',
      ];
      expect(await real.ask({ do: 'parse', texts })).toEqual(texts.map((text) => JSON.parse(text)));
      // Characters that a culture-aware comparison ignores.
      const ignored = ['\0', '\u00ad', '\u200d', '\ufeff'].map((unit) => `{}${unit}`);
      const refused = [
        '',
        ' ',
        ...ignored,
        '[] []',
        '{}}',
        '[1,]',
        '{"a":1,}',
        '[1',
        '{"a":',
        '{"a"',
        '{',
        '[,]',
        '[1}',
      ];
      expect(await real.ask({ do: 'parse', texts: refused })).toEqual(refused.map(() => 'refused'));
    });

    it('keeps the reply apart from everything else a script may print', async () => {
      const { result, diagnostics } = await real.host.run(TEST_SCRIPT, { do: 'noise' }, run);
      expect(result).toBe(1);
      expect(diagnostics.join('\n')).toContain('stray output');
      expect(diagnostics.join('\n')).toContain('a warning');
    });

    it('does not break a long line', async () => {
      expect(await real.ask({ do: 'long' })).toHaveLength(300_000);
    });

    it('brings a failure with its numbers', async () => {
      await expect(real.ask({ do: 'throw' })).rejects.toMatchObject({
        code: 'powershell-failed',
        where: 'target',
        evidence: {
          code: 'failed',
          hresult: expect.any(Number),
          fullyQualifiedErrorId: 'thrown',
          message: 'thrown',
        },
      });
    });

    it('is not fooled by a script that ends early', async () => {
      await expect(real.ask({ do: 'exit' })).rejects.toMatchObject({ code: 'powershell-no-result' });
      await expect(real.ask({ do: 'nothing known' })).rejects.toMatchObject({ code: 'powershell-no-result' });
      expect(await real.ask({ do: 'mode' })).toBe(real.mode);
    });

    it('says that a bundled script is missing', async () => {
      const error = await real.host.run('Get-Nothing' as ScriptName, {}, run).catch((e: unknown) => e);
      expect(error).toMatchObject({ code: expect.stringMatching(/^powershell-(failed|no-result)$/) });
    });

    it('ends a hanging script and the program it started', async () => {
      const other = real.another();
      await other.run(TEST_SCRIPT, { do: 'mode' }, run);
      const seconds = String(randomInt(1e6, 1e9));
      await expect(
        other.run(TEST_SCRIPT, { do: 'sleep', seconds }, { deadlineMs: 3000 }),
      ).rejects.toMatchObject({
        code: 'powershell-timeout',
      });
      await waitFor('the end of /bin/sleep', async () =>
        (await runProgram('/usr/bin/pgrep', ['-f', `^/bin/sleep ${seconds}$`])).stdout === ''
          ? true
          : undefined,
      );
      expect((await other.run(TEST_SCRIPT, { do: 'mode' }, run)).result).toBe(real.mode);
      await other.dispose();
    });

    it.runIf(real.mode === 'FullLanguage')(
      'reports the exit code of a process that ended itself',
      async () => {
        await expect(real.ask({ do: 'die' })).rejects.toMatchObject({
          code: 'powershell-no-result',
          evidence: { exitCode: 5 },
        });
      },
    );
  },
  ['one-shot', 'session'],
);
