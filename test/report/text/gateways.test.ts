import { describe, expect, it } from 'vitest';
import type { Gateway, GatewaySays } from '../../../src/core/model/check.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const says = (more: Partial<GatewaySays>): GatewaySays => ({
  ...{
    format: 'vpn-settings',
    file: 'a.xml',
    types: null,
    roots: [],
    vnetId: null,
    entry: null,
    strategy: null,
  },
  ...more,
});
const lines = (more: Partial<GatewaySays>, texts = ENGLISH) =>
  texts.gateways([{ host: 'gw.example', port: 8443, source: 'profile', profiles: [says(more)] }]);

describe('the text about a gateway', () => {
  it.each<[Partial<GatewaySays>, string, string]>([
    [{ types: ['SSTP', 'IKEv2'] }, 'offers SSTP, IKEv2', '対応: SSTP、IKEv2'],
    [{ types: ['IKEv2'] }, 'offers IKEv2, no SSTP', '対応: IKEv2 (SSTP なし)'],
    [{}, 'does not say which tunnels', 'VPN の種類の指定なし'],
    [
      { entry: 'v', strategy: 5, types: ['SSTP'] },
      'entry "v"; strategy 5 (SSTP only)',
      'エントリ「v」; VPN の種類 5 (SSTP のみ)',
    ],
    [
      { entry: 'v', strategy: 14 },
      'entry "v"; strategy 14 (IKEv2, then SSTP)',
      'エントリ「v」; VPN の種類 14 (IKEv2、次に SSTP)',
    ],
    [{ strategy: 6 }, 'strategy 6 (SSTP first)', 'VPN の種類 6 (SSTP を優先)'],
    [{ strategy: 0 }, 'strategy 0 (automatic)', 'VPN の種類 0 (自動)'],
    [{ strategy: 99 }, 'strategy 99 (automatic)', 'VPN の種類 99 (自動)'],
    [
      {
        types: ['SSTP'],
        roots: [
          { name: 'Root', sha1: 'ab', sha256: null },
          { name: null, sha1: 'cd', sha256: null },
        ],
      },
      'offers SSTP; expects the root Root, SHA-1 cd',
      '対応: SSTP; 想定するルート証明書: Root、SHA-1 cd',
    ],
  ])('%o', (more, english, japanese) => {
    expect(lines(more)).toEqual([`gw.example:8443: ${english} (a.xml)`]);
    expect(lines(more, JAPANESE)).toEqual([`gw.example:8443: ${japanese} (a.xml)`]);
  });

  it('is empty for one without a profile, and limited for many gateways', () => {
    const gateway = (host: string, profiles: GatewaySays[]): Gateway => ({
      host,
      port: 443,
      source: 'profile',
      profiles,
    });
    expect(ENGLISH.gateways([{ host: 'a', port: 443, source: 'option' }, gateway('b', [])])).toEqual([]);
    const crowd = Array.from({ length: 30 }, (_, i) => gateway(`g${i}.example`, [says({})]));
    const reported = ENGLISH.gateways(crowd);
    expect([reported.length, reported.at(-1)]).toEqual([21, '… and 10 more, in --json']);
  });
});
