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

/** The answer of a computer with this many keys, values per key and bytes per value. */
function replyWith(keys: number, values: number, bytes: number) {
  const hex = '00'.repeat(bytes);
  const named = Array.from({ length: values }, (_, at) => ({ name: `v${at}`, kind: 'binary', hex }));
  const all = Array.from({ length: keys }, (_, at) => ({
    ...{ path: `HKEY_USERS\\S-1-5-21-1-2-3-${at}\\x`, visibility: 'present', values: named },
  }));
  const capture = {
    ...{ schemaVersion: '1.0', kind: 'p2s-fix-capture', collectedAt: '2026-11-25T10:00:00.000Z', name: null },
    os: { platform: 'win32', version: null, build: null },
    ...{ powershell: null, user: null, keys: all },
  };
  return { capture, state: null };
}

type Size = Parameters<typeof replyWith>;
const SIZES: [what: string, most: Size, more: Size][] = [
  ['values of a key', [1, 1024, 1], [1, 1025, 1]],
  ['data of a key', [1, 1, 512 * 1024], [1, 2, 512 * 1024]],
  ['values', [50, 1000, 1], [51, 1000, 1]],
  ['keys', [20_000, 0, 0], [20_001, 0, 0]],
];
it.each(SIZES)(
  'a reply with more %s than the script shows is refused, not judged for minutes',
  (_, most, more) => {
    expect([...parseTarget(replyWith(...most)).observation.registry.keys]).toHaveLength(most[0]);
    expect(() => parseTarget(replyWith(...more))).toThrow(
      expect.objectContaining({ code: 'powershell-failed', evidence: { reason: 'too-large' } }),
    );
  },
);
