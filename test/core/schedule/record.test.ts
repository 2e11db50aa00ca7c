import { describe, expect, it } from 'vitest';
import {
  EVENT_IDS,
  entriesOf,
  type ScheduledRun,
  troubleAfter,
  troubleOf,
} from '../../../src/core/schedule/record.ts';

const RUN: ScheduledRun = {
  at: '2026-11-25T10:00:00.000Z',
  durationMs: 812,
  exitCode: 0,
  move: { act: 'align', why: 'as-wanted' },
  changed: [],
  backup: null,
  verdicts: [{ gateway: 'vpn.contoso.example', verdict: 'reachable', cause: 'reachable' }],
  undone: null,
  notFollowed: null,
  error: null,
};
const REVERSION = {
  act: 'align',
  count: 2,
  foundAt: RUN.at,
  stores: ['winhttp/native'],
  by: 'policy:ProxyServer',
  leftAlone: true,
} as const;
const failed = { ...RUN, exitCode: 9, move: null, error: { code: 'locked', message: 'Another run.' } };
const unreachable = { ...RUN, exitCode: 7 };

const reported = (run: ScheduledRun, before: string | null = null) =>
  entriesOf(run, before).map(({ id, level }) => [id, level]);

describe('what a run reports to the event log', () => {
  it('is nothing while all is in order, or the trouble is known', () => {
    expect(reported(RUN)).toEqual([]);
    for (const run of [failed, unreachable, { ...RUN, exitCode: 8 }, { ...RUN, undone: REVERSION }])
      expect(reported(run, troubleOf(run))).toEqual([]);
    expect(reported({ ...RUN, undone: { ...REVERSION, count: 1, leftAlone: false } })).toEqual([]);
  });

  it('is every change, with the way back', () => {
    const change = { ...RUN, changed: ['winhttp/native'], backup: '0007' };
    expect(reported(change)).toEqual([[EVENT_IDS.changed, 'information']]);
    const clear = { ...change, move: { act: 'clear', why: 'proxy-does-not-answer' } as const };
    expect(reported(clear)).toEqual([[EVENT_IDS.cleared, 'information']]);
    expect(entriesOf(clear, null)[0]?.text).toContain('p2s-fix rollback 0007');
  });

  it('is what was set and what was cleared, where a run did both', () => {
    const both = { ...RUN, changed: ['wininet/current/lan', 'winhttp/native'], backup: '0007' };
    const entries = entriesOf(both, null, ['winhttp/native']);
    expect(entries.map(({ id, text }) => [id, text.split('\n')[1]])).toEqual([
      [EVENT_IDS.changed, 'Changed: wininet/current/lan.'],
      [EVENT_IDS.cleared, 'Changed: winhttp/native.'],
    ]);
  });

  it('is trouble when it begins, when it becomes another, and when it is over', () => {
    expect(reported(unreachable)).toEqual([[EVENT_IDS.unreachable, 'warning']]);
    expect(reported(failed, 'unreachable')).toEqual([[EVENT_IDS.failed, 'error']]);
    expect(reported({ ...RUN, exitCode: 8 }, 'unreachable')).toEqual([[EVENT_IDS.refused, 'warning']]);
    expect(reported({ ...RUN, undone: REVERSION })).toEqual([[EVENT_IDS.undone, 'warning']]);
    expect(entriesOf({ ...RUN, undone: REVERSION }, null)[0]?.text).toContain('policy:ProxyServer');
    expect(reported(RUN, 'unreachable')).toEqual([[EVENT_IDS.recovered, 'information']]);
  });

  it('is each trouble when it begins, whatever else is wrong and known', () => {
    const verdicts = [
      { gateway: 'vpn.contoso.example', verdict: 'dns-failed', cause: 'dns-failed.no-server' },
    ] as const;
    const refused = { ...RUN, exitCode: 8 };
    const reverted = { ...RUN, undone: REVERSION };
    for (const known of [refused, reverted]) {
      const earlier = troubleOf(known);
      expect(reported({ ...known, verdicts }, earlier)).toEqual([[EVENT_IDS.unreachable, 'warning']]);
      expect(entriesOf({ ...known, verdicts }, earlier)[0]?.text).toContain(': dns-failed.no-server');
      expect(reported({ ...known, verdicts }, troubleOf({ ...known, verdicts }))).toEqual([]);
      expect(reported(known, troubleOf({ ...known, verdicts }))).toEqual([]);
    }
    // A run that ended before the path test has no result for it.
    const before = troubleAfter({ ...refused, verdicts }, null);
    const after = troubleAfter({ ...failed, verdicts: [] }, before);
    expect(reported({ ...refused, verdicts }, after)).toEqual([[EVENT_IDS.refused, 'warning']]);
  });

  it('names the setting that is not followed, whatever name its user has', () => {
    const name = '\u{10ffff}'.repeat(200);
    const eves = { sid: 'S-1-5-21-1-2-3-1009', name, wsus: null, isNeeded: true };
    const notFollowed = { ...eves, reason: 'not-allowed', servers: ['evil.example:1'] } as const;
    const [entry] = entriesOf({ ...RUN, exitCode: 8, notFollowed }, null);
    expect(entry?.text).toContain('(S-1-5-21-1-2-3-1009) (evil.example:1)');
    expect(entry?.text).toContain('the allow-list does not name it');
  });

  it('has ids that EventCreate.exe has a message for, and that stay', () => {
    const ids = Object.values(EVENT_IDS);
    expect(ids).toEqual([100, 101, 110, 111, 112, 120, 121, 122, 130]);
    for (const id of ids) expect(id).toBeLessThanOrEqual(1000);
  });

  it('is short enough to be written, whatever list a user has', () => {
    const servers = Array.from({ length: 2000 }, (_, at) => `proxy${at}.example:8080`);
    const eves = { sid: 'S-1-5-21-1-2-3-1009', name: 'eve', wsus: null, isNeeded: true };
    const notFollowed = { ...eves, reason: 'not-allowed', servers } as const;
    const [entry] = entriesOf({ ...RUN, exitCode: 8, notFollowed }, null);
    expect(entry?.text.length).toBeLessThan(8000);
    expect(entry?.text).toContain('--allow-proxy');
  });
});
