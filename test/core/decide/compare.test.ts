import { describe, expect, it } from 'vitest';
import { step } from '../../../src/core/causes/rule.ts';
import { adviceFor, reportedVerdict } from '../../../src/core/decide/compare.ts';
import type { CheckedSettings, Verdict } from '../../../src/core/model/check.ts';
import { command, say, toText } from '../../../src/core/model/say.ts';
import { inBothForms } from '../../../src/core/options/follow-ups.ts';

/** A verdict of each kind that differs in the table. */
const SEEN = {
  works: { verdict: 'reachable', stage: null },
  accepted: { verdict: 'not-tested', stage: 'revocation' },
  fails: { verdict: 'timeout', stage: 'tcp' },
  'revocation fails': { verdict: 'revocation-unreachable', stage: 'revocation' },
  unknown: { verdict: 'not-tested', stage: 'tcp' },
  'not offered': { verdict: 'sstp-not-offered', stage: 'sstp' },
} as const;

type Seen = keyof typeof SEEN;

const APPLY = inBothForms(command('apply', { direct: true }), 'sh');
const seen = (stores: CheckedSettings, kind: Seen): Verdict => ({
  ...{ gateway: 'g.example', stores, ...SEEN[kind], ...APPLY },
});

/** `current`, `proposed`: the steps of the cause with those settings. */
type Does = 'current' | 'proposed' | 'apply' | 'leave' | 'other option';

const TEXTS: Record<Does, string> = {
  current: 'of the current cause',
  proposed: 'of the proposed cause',
  apply: `make the proposed change (${APPLY.command}); the path works with it`,
  leave: 'Leave the settings as they are: the path works with them.',
  'other option':
    'leave out the option that names the settings, or name different ones: SSTP works with the current ones, and not with the proposed ones',
};

/** Current, proposed, what is to be done, and the settings whose verdict is reported. */
const TABLE: readonly [Seen, Seen | null, Does, CheckedSettings][] = [
  ['works', null, 'current', 'current'],
  ['works', 'works', 'current', 'current'],
  ['works', 'accepted', 'leave', 'current'],
  ['works', 'fails', 'leave', 'current'],
  ['works', 'revocation fails', 'leave', 'current'],
  ['works', 'unknown', 'leave', 'current'],
  ['works', 'not offered', 'leave', 'current'],
  ['accepted', null, 'current', 'current'],
  ['accepted', 'works', 'apply', 'current'],
  ['accepted', 'accepted', 'current', 'current'],
  ['accepted', 'fails', 'leave', 'current'],
  ['accepted', 'revocation fails', 'leave', 'current'],
  ['accepted', 'unknown', 'leave', 'current'],
  ['accepted', 'not offered', 'leave', 'current'],
  ['fails', null, 'current', 'current'],
  ['fails', 'works', 'apply', 'current'],
  ['fails', 'accepted', 'proposed', 'current'],
  ['fails', 'fails', 'proposed', 'proposed'],
  ['fails', 'revocation fails', 'proposed', 'proposed'],
  ['fails', 'unknown', 'proposed', 'current'],
  ['fails', 'not offered', 'proposed', 'current'],
  ['revocation fails', null, 'current', 'current'],
  ['revocation fails', 'works', 'apply', 'current'],
  ['revocation fails', 'accepted', 'proposed', 'current'],
  ['revocation fails', 'fails', 'other option', 'current'],
  ['revocation fails', 'revocation fails', 'proposed', 'proposed'],
  ['revocation fails', 'unknown', 'proposed', 'current'],
  ['revocation fails', 'not offered', 'proposed', 'current'],
  ['unknown', null, 'current', 'current'],
  ['unknown', 'works', 'apply', 'current'],
  ['unknown', 'accepted', 'proposed', 'current'],
  ['unknown', 'fails', 'proposed', 'current'],
  ['unknown', 'revocation fails', 'proposed', 'current'],
  ['unknown', 'unknown', 'proposed', 'current'],
  ['unknown', 'not offered', 'proposed', 'current'],
  ['not offered', null, 'current', 'current'],
  ['not offered', 'works', 'apply', 'current'],
  ['not offered', 'accepted', 'proposed', 'current'],
  ['not offered', 'fails', 'proposed', 'current'],
  ['not offered', 'revocation fails', 'proposed', 'current'],
  ['not offered', 'unknown', 'proposed', 'current'],
  ['not offered', 'not offered', 'proposed', 'current'],
];

describe('what follows from the current and the proposed settings', () => {
  const causeOf = ({ stores }: Verdict) => ({
    steps: [step('vpn-team', say(stores === 'current' ? 'of the current cause' : 'of the proposed cause'))],
  });

  it('has a row for each pair', () => {
    const kinds = Object.keys(SEEN);
    expect(new Set(TABLE.map(([a, b]) => `${a}, ${b}`)).size).toBe(kinds.length * (kinds.length + 1));
  });

  it.each(TABLE)('%s, then %s: %s; reports the %s settings', (current, proposed, does, reported) => {
    const paths = {
      current: seen('current', current),
      proposed: proposed === null ? null : seen('proposed', proposed),
    };
    const { steps, note } = adviceFor(paths, causeOf);
    const texts = [...steps.map(({ action }) => action), ...(note === null ? [] : [note])].map((one) =>
      toText(one),
    );
    expect(texts).toEqual([TEXTS[does]]);
    expect(reportedVerdict(paths).stores).toBe(reported);
  });

  it('leaves the cause of a stage that the change does not reach as it is', () => {
    const current = { ...seen('current', 'revocation fails'), notProposed: true as const };
    const paths = { current, proposed: seen('proposed', 'revocation fails') };
    expect(reportedVerdict(paths)).toBe(current);
    expect(adviceFor(paths, causeOf).decides).toBe('current');
  });
});
