import { expect, it } from 'vitest';
import type { ScriptName } from '../../../src/powershell/port.ts';
import { describeReal, RUN } from '../real-adapters.ts';

describeReal('a package of Intune', (real) => {
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

  it('takes the profile whose hive is loaded, where two have the folder of this user', async () => {
    const sid = 'S-1-5-21-1-2-3-1001';
    const folder = 'C:\\Users\\alice';
    const profiles = {
      [`${sid}.bak`]: folder,
      [sid]: folder,
      [`${sid}.old`]: folder,
      other: 'C:\\Users\\bob',
    };
    const found = await ask(
      { folder, profiles, hives: [sid, 'other'] },
      { folder, profiles, hives: ['other'] },
    );
    expect(found).toEqual([sid, null]);
  });
});
