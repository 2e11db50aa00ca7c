import { describe, expect, it } from 'vitest';
import { stepText } from '../../../src/core/causes/rule.ts';
import {
  type NotFollowed,
  notFollowedSays,
  notFollowedSteps,
} from '../../../src/core/decide/not-followed.ts';
import { toText } from '../../../src/core/model/say.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const REASONS: NotFollowed['reason'][] = ['nothing-named', 'not-allowed', 'direct', 'wsus-http'];

describe('a setting of a user that a scheduled run does not follow', () => {
  const facts = { sid: 'S-1-5-21-1-2-3-1001', name: 'CONTOSO\\eve', wsus: 'http://wsus.example' };
  const cases = REASONS.flatMap((reason) =>
    [[], ['a:1'], ['a:1', 'b:2'], ['127.0.0.1:9000']].map(
      (servers): NotFollowed => ({ ...facts, reason, servers, isNeeded: true }),
    ),
  );

  it.each(cases)('is reported as in the event log: $reason $servers', (notFollowed) => {
    const evidence = { ...notFollowed };
    const code = 'user-setting-not-followed';
    expect(ENGLISH.finding({ code, severity: 'error', store: null, evidence })).toMatchObject({
      message: toText(notFollowedSays(notFollowed)),
      remedy: notFollowedSteps(notFollowed)
        .map((one) => toText(stepText(one)))
        .join(),
    });
  });

  it.each([ENGLISH, JAPANESE])('is shown by its schedule in the words of the finding: $language', (texts) => {
    const [notFollowed] = cases;
    if (notFollowed === undefined) return expect.fail();
    const run = {
      ...{ at: '2026-11-25T10:00:00.000Z', durationMs: 812, exitCode: 8, move: null, changed: [] },
      ...{ backup: null, verdicts: [], undone: null, notFollowed, error: null },
    };
    const installed = { folder: 'C:\\p2s-fix', task: 'registered', problem: null } as const;
    const view = { action: 'status', installed, run, log: null } as const;
    const finding = { code: 'user-setting-not-followed', severity: 'error', store: null } as const;
    const { message, remedy } = texts.finding({ ...finding, evidence: { ...notFollowed } });
    const line = texts.schedule(view).at(-1);
    expect(line).toContain(message);
    expect(line).toContain(remedy);
  });
});
