import { describe, expect, it } from 'vitest';

import { recordingFindings } from '../../../src/core/findings/profile-findings.ts';
import { say } from '../../../src/core/model/say.ts';
import type { RecordingSays } from '../../../src/core/path/gateway-profile.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const says = (file: string, more: Partial<RecordingSays> = {}): RecordingSays => ({
  ...{
    file,
    winInet: say('proxy {usable}', { usable: 'p.example:8080' }),
    winHttp: say('direct'),
    gateways: ['gw.example'],
    unreadable: [],
  },
  ...more,
});
const about = (...recordings: RecordingSays[]) =>
  recordingFindings(recordings).map(({ evidence }) => evidence.about);

describe('recordings that were given together', () => {
  it('do not contradict each other where they say the same, or nothing', () => {
    expect(about()).toEqual([]);
    expect(about(says('a'))).toEqual([]);
    expect(about(says('a'), says('b'))).toEqual([]);
    expect(about(says('a'), says('b', { winInet: null, winHttp: null, gateways: [] }))).toEqual([]);
    expect(about(says('a'), says('b', { gateways: ['other.example', 'gw.example'] }))).toEqual([]);
  });

  it('do by their proxies, and by gateways of which none is common to all', () => {
    expect(about(says('a'), says('b', { winInet: say('direct') }))).toEqual(['wininet']);
    expect(
      about(says('a'), says('b', { winHttp: say('proxy {usable}', { usable: 'p.example:1' }) })),
    ).toEqual(['winhttp']);
    const three = [
      says('a'),
      says('b', { gateways: ['x.example', 'y.example'] }),
      says('c', { gateways: [] }),
    ];
    expect(about(...three)).toEqual(['gateways']);
    expect(recordingFindings(three)[0]).toMatchObject({
      severity: 'warning',
      evidence: {
        says: [
          { file: 'a', value: 'gw.example' },
          { file: 'b', value: 'x.example, y.example' },
        ],
      },
    });
  });

  it('are reported in both languages', () => {
    const [finding] = recordingFindings([says('a.reg'), says('b.json', { winInet: say('direct') })]);
    if (finding === undefined) throw new Error('no finding');
    expect(ENGLISH.finding(finding).message).toBe(
      'The recordings are of computers that differ in the user\'s setting (WinINET): "proxy p.example:8080" in a.reg, "direct" in b.json.',
    );
    expect(JAPANESE.finding(finding).message).toMatch(
      /ユーザーの設定 \(WinINET\).*「プロキシ p\.example:8080」\(a\.reg\)、「直接接続」\(b\.json\)/,
    );
  });
});
