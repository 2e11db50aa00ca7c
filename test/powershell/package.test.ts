import { expect, it } from 'vitest';
import type { ScriptName } from '../../src/powershell/port.ts';
import { describeReal, RUN } from './real-adapters.ts';

describeReal(
  'a package of Intune',
  (real) => {
    const ask = async (...cases: Record<string, unknown>[]) =>
      (await real.host.run('Test-Package' as ScriptName, { cases }, RUN)).result;

    it('reports a path that fails, whichever gateway it is of', async () => {
      const lines = await ask(
        { state: 'aligned', words: ['not-tested', 'out-of-reach'] },
        { state: 'aligned', words: ['works', 'not-sstp', 'out-of-reach'] },
        { state: 'repaired', words: ['works', 'not-tested', 'works'] },
        { state: 'aligned', words: ['works'] },
        { state: 'drift', words: ['out-of-reach'] },
      );
      const verdicts = (lines as { verdict: string }[]).map(({ verdict }) => verdict);
      expect(verdicts).toEqual(['out-of-reach', 'not-sstp', 'not-tested', 'works', 'drift']);
    });
  },
  'one-shot',
);
