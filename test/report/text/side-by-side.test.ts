import { describe, expect, it } from 'vitest';
import { compactTable, protocolCells } from '../../../src/report/text/side-by-side.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import { ike, openVpn, route } from '../../support/stories/migrations.ts';

const WORKING = {
  sstp: 'reachable',
  ikev2: ike(['reachable', 'reachable']),
  openvpn: openVpn(['reachable']),
} as const;
const cells = (more: Partial<Parameters<typeof protocolCells>[0]>, message: string | null = null) =>
  protocolCells({ ...WORKING, ...more }, ENGLISH.words, message);

describe('the three protocols of a gateway', () => {
  it('have a word each, and why', () => {
    expect(
      cells({ sstp: 'proxy-auth-required', ikev2: ike(['silent', 'refused']) }, 'The proxy wants it.'),
    ).toEqual([
      { mark: 'fail', text: 'proxy-auth-required', notes: ['The proxy wants it.'] },
      {
        mark: 'fail',
        text: 'not reachable from this computer',
        notes: [
          'UDP 500: silent: no reply',
          'UDP 4500: refused: an ICMP "unreachable" or a TCP reset comes back, or this system forbids it: a firewall, or nothing listens there',
        ],
      },
      {
        mark: 'pass',
        text: 'reachable from this computer',
        notes: ['TCP 443: reachable: a valid answer of the server'],
      },
    ]);
  });

  it('that were not asked are neither good nor bad', () => {
    const routes = [{ ...route('not-tested', 443), evidence: { reason: 'tls-crypt-v2' } }];
    const marks = cells({ sstp: null, openvpn: { offered: true, outlook: 'unknown', ways: routes } }).map(
      ({ mark }) => mark,
    );
    expect(marks).toEqual(['skip', 'pass', 'skip']);
    expect(cells({ sstp: 'not-tested' })[0].mark).toBe('skip');
  });

  it('that need something first are no pass', () => {
    expect(cells({ openvpn: openVpn(['silent', 'reachable']) })[2].mark).toBe('warn');
    expect(cells({ ikev2: ike(['reachable', 'reachable'], false) })[1]).toMatchObject({
      mark: 'warn',
      notes: ['the profile does not name it', expect.any(String), expect.any(String)],
    });
  });
});

describe('the compact table', () => {
  const blocked = {
    ikev2: ike(['reachable', 'silent']),
    openvpn: openVpn(['silent', 'proxy-auth-required']),
  };
  const rows = [
    { name: 'vpn.contoso.example', ...WORKING },
    { name: `azuregateway-${'0'.repeat(36)}-0123456789ab.vpn.azure.com`, sstp: null, ...blocked },
  ];

  it('is aligned, and has the first reason of what does not work', () => {
    expect(compactTable(rows.slice(0, 1).concat({ ...rows[1], name: 'b' } as never), 'Side by side')).toEqual(
      [
        'Side by side:',
        '    SSTP       IKEv2             OpenVPN',
        '  vpn.contoso.example',
        '    reachable  works             works',
        '  b',
        '    -          blocked (silent)  blocked (silent)',
      ],
    );
  });

  it('says that a profile does not name what would work', () => {
    const { sstp } = WORKING;
    const row = {
      name: 'a',
      sstp,
      ikev2: ike(['reachable', 'reachable'], false),
      openvpn: openVpn(['silent'], false),
    };
    expect(compactTable([row], 'Side by side').at(-1)).toBe(
      '    reachable  works (not-offered)  blocked (not-offered)',
    );
  });

  const long = {
    name: 'gw.example',
    sstp: 'revocation-unreachable',
    ikev2: ike(['proxy-wants-tls', 'unreachable']),
    openvpn: openVpn(['proxy-auth-required', 'gateway-speaks-sstp']),
  } as const;

  it('has a row for each protocol when they do not fit side by side', () => {
    expect(compactTable([long], 'Side by side', 80)).toEqual([
      'Side by side:',
      '  gw.example',
      '    SSTP     revocation-unreachable',
      '    IKEv2    blocked (proxy-wants-tls)',
      '    OpenVPN  unknown (proxy-auth-required)',
    ]);
    expect(compactTable([long], 'Side by side', 84)).toHaveLength(4);
  });

  it('fits 80 columns with the longest words there are', () => {
    const longest = {
      name: `azuregateway-${'0'.repeat(36)}-0123456789ab.vpn.azure.com`,
      sstp: 'revocation-unreachable',
      ikev2: ike(['unreachable', 'unreachable']),
      openvpn: openVpn(['proxy-auth-required', 'gateway-speaks-sstp']),
    } as const;
    for (const line of compactTable([...rows, longest, long], 'SSTP, IKEv2 and OpenVPN side by side'))
      expect(line.length).toBeLessThanOrEqual(80);
  });
});
