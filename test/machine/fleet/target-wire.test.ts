import { expect, it } from 'vitest';
import { parseTarget, parseTargetChange } from '../../../src/machine/fleet/target-wire.ts';

it.each([
  ['Get-P2STarget', parseTarget],
  ['Invoke-P2SChange', parseTargetChange],
])('a reply of %s in another shape is a failure of the scripts, not of what was typed', (script, parse) => {
  for (const reply of [null, {}, { ending: 'other' }, []])
    expect(() => parse(reply)).toThrow(
      expect.objectContaining({ code: 'powershell-failed', where: expect.stringContaining(script) }),
    );
});
