import { describe, expect, it } from 'vitest';
import { stepText } from '../../../src/core/causes/rule.ts';
import {
  type NotFollowed,
  notFollowedSays,
  notFollowedSteps,
  userText,
} from '../../../src/core/decide/not-followed.ts';
import { settingsSummary } from '../../../src/core/decide/summary.ts';
import { toText } from '../../../src/core/model/say.ts';
import { parseLists } from '../../../src/core/proxy/lists.ts';
import { winInet } from '../proxy/arbitraries.ts';

const SID = 'S-1-5-21-1';
const what = (part: Partial<NotFollowed>): NotFollowed => ({
  ...{
    reason: 'not-allowed',
    sid: SID,
    name: 'C\\anne',
    servers: ['a:1', 'b:2'],
    wsus: null,
    isNeeded: true,
  },
  ...part,
});

describe('a setting that is not followed', () => {
  it.each([
    ['current', 'x', null],
    [null, 'x', null],
    [SID, null, SID],
    [SID, 'C\\anne', `C\\anne (${SID})`],
    [SID, '\u0007', `\\x07 (${SID})`],
  ])('of %s, %j is of %s', (sid, name, expected) => {
    expect(userText({ sid, name })).toBe(expected);
  });

  it.each<[Partial<NotFollowed>, string, string]>([
    [
      {},
      `of C\\anne (${SID}) (a:1, b:2): the allow-list does not name it`,
      '--allow-proxy a:1 --allow-proxy b:2',
    ],
    [{ sid: null, servers: [] }, 'of a user: the allow-list', '--proxy HOST:PORT, or allow it'],
    [{ reason: 'nothing-named', servers: ['a:1'] }, 'named or allowed', '--proxy a:1, or allow it'],
    [{ reason: 'direct', servers: [] }, 'it would remove a WinHTTP proxy', 'name it with --direct'],
    [{ reason: 'wsus-http', wsus: 'http://w' }, 'Windows Update uses http://w over plain http', 'use https'],
    [{ reason: 'new' as never }, '(a:1, b:2): new.', '--proxy HOST:PORT'],
    [{ servers: ['127.0.0.1:9000'] }, '(127.0.0.1:9000)', 'name it with --proxy 127.0.0.1:9000.'],
    [{ servers: ['a:1', '[::1]:9000'] }, '(a:1, [::1]:9000)', 'name it with --proxy HOST:PORT.'],
  ])('%j has its reason and what to do', (part, text, remedy) => {
    expect(toText(notFollowedSays(what(part)))).toContain(text);
    expect(notFollowedSteps(what(part)).map((one) => toText(stepText(one)))).toEqual([
      expect.stringContaining(remedy),
    ]);
  });
});

describe('settings in one line', () => {
  const lists = (proxy: string, bypass = '', more: object = {}) =>
    settingsSummary(winInet({ ...parseLists({ proxy, bypass }, true, 'wininet'), ...more }));

  it.each([
    [settingsSummary(null), 'a value that cannot be read'],
    [settingsSummary(winInet()), 'direct'],
    [
      settingsSummary(winInet({ autoDetect: true, pac: { enabled: true, url: 'http://w' } })),
      'auto-detect, PAC http://w',
    ],
    [settingsSummary(winInet({ pac: { enabled: true, url: null } })), 'PAC'],
    [settingsSummary(winInet({ pac: { enabled: false, url: 'http://w' } })), 'direct'],
    [lists('a'), 'proxy a'],
    [lists('http=a:1;[::1]:2', 'x;y'), 'proxy http=a:1; [::1]:2, bypass x; y'],
    [lists(''), 'a proxy without a server'],
    [lists('a:1;"b"'), 'proxy a:1; "b" (cannot be used: it has quotation marks)'],
    [lists('b:0'), 'proxy b:0 (cannot be used: its port is not valid)'],
  ])('%s', (line, expected) => {
    expect(line).toBe(expected);
  });
});
