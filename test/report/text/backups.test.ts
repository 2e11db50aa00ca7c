import { describe, expect, it } from 'vitest';
import type { BackupLine } from '../../../src/core/model/events.ts';
import { say, toText } from '../../../src/core/model/say.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const line = (more: Partial<BackupLine>): BackupLine => ({
  number: '0001',
  createdAt: '2026-11-24T10:00:00.000Z',
  reason: 'apply',
  problem: null,
  where: 'user',
  own: true,
  foreign: null,
  ...more,
});

describe('the text of a backup', () => {
  it('says no more than what it is from, where all lie in one folder and are one’s own', () => {
    expect(ENGLISH.backup(line({}), [line({})])).toBe('before an apply, 2026-11-24T10:00:00.000Z');
  });

  it('names the folder of each where there are two, and what is not taken', () => {
    const machine = line({ where: 'machine', reason: 'rollback' });
    const user = line({ own: false, foreign: 'folder' });
    const all = [machine, user];
    expect(all.map((one) => ENGLISH.backup(one, all))).toEqual([
      'before a rollback, 2026-11-24T10:00:00.000Z  (computer folder)',
      "before an apply, 2026-11-24T10:00:00.000Z  (user folder, not taken by an administrator's run)",
    ]);
    expect(ENGLISH.backup(user, [user])).toContain('(user folder, not taken');
  });

  it('marks the one that a rollback restores', () => {
    expect(ENGLISH.backup(line({ due: true }), [])).toMatch(
      / {2}\(a rollback without a number uses this one\)$/,
    );
  });

  it('says what was made on another computer, and what is damaged', () => {
    expect(ENGLISH.backup(line({ own: false, foreign: 'machine' }), [])).toMatch(/ {2}\(another computer\)$/);
    expect(ENGLISH.backup(line({ own: false, foreign: 'machine', problem: 'damaged' }), [])).toBe(
      'cannot be used: damaged',
    );
    const ofFile = line({ own: false, foreign: 'machine', file: '/home/anne/pc.reg' });
    expect(ENGLISH.backup(ofFile, [])).toMatch(/ {2}\(\/home\/anne\/pc\.reg\)$/);
  });
});

it('says in Japanese what is wrong with one that is damaged', () => {
  const problem = say('it was changed or cut off after it was written');
  const damaged = line({ createdAt: null, reason: null, problem: toText(problem), messages: { problem } });
  expect(JAPANESE.backup(damaged, [damaged])).toBe(
    '使用できません: 書き込まれた後に変更されたか、途中で切れています',
  );
  expect(ENGLISH.backup(damaged, [damaged])).toBe(
    'cannot be used: it was changed or cut off after it was written',
  );
});

it('says by what a change was confirmed', () => {
  expect(ENGLISH.confirmed({ backup: '0007', by: 'command' })).toMatch(/^Confirmed: .*rollback 0007$/);
  expect(ENGLISH.confirmed({ backup: '0007', by: 'health-check' })).toMatch(
    /^Confirmed by the health check: /,
  );
});
