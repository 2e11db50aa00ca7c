import { describe, expect, it } from 'vitest';

import { chainFindings, issuerFindings } from '../../../../src/core/findings/path/certificates.ts';
import type { StageResult, VerdictCode } from '../../../../src/core/model/check.ts';
import type { WindowsChain } from '../../../../src/core/path/chain-checks.ts';
import { isExpected, windowsChainChecks } from '../../../../src/core/path/chain-checks.ts';
import type { ChainCheck } from '../../../../src/core/path/chain-status.ts';
import { ENGLISH } from '../../../../src/report/text/texts.ts';

const OFFLINE = 0x1000000;
const UNKNOWN = 0x40;
const UNTRUSTED = 0x20;
const PARTIAL = 0x10000;
const REVOKED = 0x4;
const SID = 'S-1-5-21-1-2-3-1001';

function check(mode: ChainCheck['mode'], flags: number | null): ChainCheck | null {
  if (flags === null) return null;
  const elements = [
    { thumbprint: 'AB'.repeat(20), flags, der: null },
    { thumbprint: 'CD'.repeat(20), flags: 0, der: null },
  ];
  return { id: '1', mode, flags, hresult: null, durationMs: 12, elements };
}

function seen(
  offline: number | null,
  online: number | null,
  certificate: Partial<StageResult<'certificate'>> = {},
): WindowsChain {
  return {
    gateway: 'gw.example',
    account: SID,
    decidedBy: 'winhttp/native',
    via: 'proxy.example:8080',
    offline: check('offline', offline),
    online: check('online', online),
    certificate: {
      stage: 'certificate',
      url: null,
      via: 'direct',
      status: 'pass',
      durationMs: 0,
      evidence: { trustedBy: 'system' },
      ...certificate,
    },
  };
}

const briefly = (chain: WindowsChain, revocation: VerdictCode) =>
  chainFindings(chain, revocation).map(({ code, severity }) => `${severity} ${code}`);

describe("Windows' own chain check beside the live fetches", () => {
  it.each<[string, number | null, number | null, VerdictCode, string[]]>([
    ['both are content', 0, 0, 'reachable', []],
    ['content, and it filled its cache', OFFLINE, 0, 'reachable', []],
    [
      'a cached success and a live failure',
      0,
      0,
      'revocation-unreachable',
      ['warning revocation-from-cache'],
    ],
    ['reached by itself', OFFLINE, 0, 'revocation-unreachable', ['info revocation-by-another-way']],
    ['no look at the cache', null, 0, 'revocation-unreachable', ['info revocation-by-another-way']],
    ['both fail', OFFLINE, OFFLINE, 'revocation-unreachable', []],
    ['it alone fails', OFFLINE, OFFLINE | UNKNOWN, 'reachable', ['warning windows-revocation-offline']],
    ['nothing could be fetched from here', OFFLINE, 0, 'not-tested', []],
    ['it names no address, which ours told', UNKNOWN, UNKNOWN, 'reachable', []],
    ['it knows of a revocation', REVOKED, REVOKED, 'reachable', ['error windows-chain-refused']],
    ['both know of it', REVOKED, REVOKED, 'revoked', []],
    ['it does not have the root', UNTRUSTED, UNTRUSTED, 'reachable', ['error windows-chain-refused']],
    [
      'it lacks an issuer',
      PARTIAL,
      PARTIAL | OFFLINE,
      'reachable',
      ['error windows-chain-refused', 'warning windows-revocation-offline'],
    ],
    ['it did not come to it', 0, null, 'revocation-unreachable', []],
  ])('%s', (_what, offline, online, revocation, expected) => {
    expect(briefly(seen(offline, online), revocation)).toEqual(expected);
  });

  it('is only warned of a root that was named for this check alone', () => {
    const extra = { evidence: { trustedBy: 'extra' } };
    expect(briefly(seen(UNTRUSTED, UNTRUSTED, extra), 'reachable')).toEqual([
      'warning windows-chain-refused',
    ]);
    expect(briefly(seen(1, 1, extra), 'reachable')).toEqual(['error windows-chain-refused']);
  });

  it('adds nothing where our own look refused the certificate as well', () => {
    const refused = { status: 'fail', evidence: { trustedBy: null } } as const;
    expect(briefly(seen(UNTRUSTED, UNTRUSTED, refused), 'reachable')).toEqual([]);
  });

  it('names code, account and store in each text, and who acts', () => {
    for (const [chain, verdict, part] of [
      [seen(0, 0), 'revocation-unreachable', `the cache of ${SID}`],
      [seen(OFFLINE, 0), 'revocation-unreachable', 'WinHTTP (64-bit)'],
      [seen(OFFLINE, OFFLINE), 'reachable', '0x80092013 (OfflineRevocation)'],
      [seen(0, UNTRUSTED), 'reachable', '0x800b0109 (UntrustedRoot)'],
    ] as const) {
      const [finding] = chainFindings(chain, verdict);
      if (finding === undefined) throw new Error('no finding');
      const { message, remedy } = ENGLISH.finding(finding);
      expect(message).toContain(part);
      expect(`${message} ${remedy}`).not.toMatch(/undefined|null|object/);
      expect(remedy).toMatch(/LocalService|Admin/);
    }
  });
});

describe('the checks that report it', () => {
  const reported = (chain: WindowsChain) =>
    windowsChainChecks(chain).map(({ stage, status, evidence }) => `${stage} ${status} ${evidence.hresult}`);

  it.each<[number | null, number | null, Partial<StageResult<'certificate'>>, string[]]>([
    [0, 0, {}, ['certificate pass null', 'revocation pass null']],
    [0, OFFLINE, {}, ['certificate pass null', 'revocation fail 0x80092013']],
    [0, UNKNOWN, {}, ['certificate pass null', 'revocation warn 0x80092012']],
    [0, UNTRUSTED | OFFLINE, {}, ['certificate fail 0x800b0109', 'revocation fail 0x80092013']],
    [
      0,
      UNTRUSTED,
      { evidence: { trustedBy: 'extra' } },
      ['certificate warn 0x800b0109', 'revocation pass null'],
    ],
    [0, null, {}, ['revocation skip undefined']],
    [null, null, {}, []],
  ])('0x%x, 0x%x', (offline, online, certificate, expected) => {
    expect(reported(seen(offline, online, certificate))).toEqual(expected);
  });

  it('report who checked, by which setting, and what the cache alone would have reported', () => {
    expect(windowsChainChecks(seen(OFFLINE, UNTRUSTED))[1]).toMatchObject({
      via: 'proxy.example:8080',
      durationMs: 12,
      evidence: {
        client: 'X509Chain',
        account: SID,
        decidedBy: 'winhttp/native',
        hresult: null,
        elements: [{ sha1: 'ab'.repeat(20), statuses: [] }, { sha1: 'cd'.repeat(20) }],
        cacheOnly: { hresult: '0x80092013', statuses: ['OfflineRevocation'] },
      },
    });
  });

  it('have the error of a chain that was not built', () => {
    const chain = seen(null, 0);
    const online = { ...(chain.online as ChainCheck), hresult: -2146881269, elements: [] };
    expect(reported({ ...chain, online })).toEqual(['certificate fail 0x8009310b']);
    expect(chainFindings({ ...chain, online }, 'revocation-unreachable')).toEqual([]);
  });
});

describe('a chain that is not sent whole', () => {
  const fetch = (
    status: StageResult['status'],
    position: number,
    reason?: string,
  ): StageResult<'revocation'> => ({
    stage: 'revocation',
    url: `http://aia.example/${position}.cer`,
    via: 'direct',
    status,
    durationMs: 1,
    evidence: { kind: 'issuer', position, subject: 'CN=a', ...(reason === undefined ? {} : { reason }) },
  });
  const incomplete = seen(0, 0, { status: 'warn', evidence: { reason: 'chain-incomplete', sent: 1 } });

  it('is reported with where the rest was fetched', () => {
    const [finding] = issuerFindings('gw.example', [fetch('pass', 0)], incomplete.certificate);
    expect(finding).toMatchObject({ code: 'chain-incomplete', severity: 'warning' });
    expect(finding && ENGLISH.finding(finding).message).toContain('http://aia.example/0.cer');
  });

  it('is reported with why the rest was not fetched', () => {
    const refused = seen(0, 0, { status: 'fail', evidence: {} }).certificate;
    const fetches = [fetch('pass', 0), fetch('fail', 1, 'html')];
    const [finding] = issuerFindings('gw.example', fetches, refused);
    expect(finding).toMatchObject({ code: 'issuer-not-fetched', severity: 'warning' });
    expect(finding && ENGLISH.finding(finding).message).toMatch(/1\.cer \(a web page instead/);
    // All was fetched, but the root is not trusted: another verdict reports that.
    expect(issuerFindings('gw.example', [fetch('pass', 0)], refused)).toEqual([]);
    expect(issuerFindings('gw.example', [], refused)).toEqual([]);
  });
});

describe("what Windows' check was", () => {
  it('that did not end in time has what the cache says, and a root of its own needs a certificate', () => {
    expect(windowsChainChecks(seen(OFFLINE | UNKNOWN, null))).toMatchObject([
      {
        ...{ stage: 'revocation', status: 'skip', durationMs: 0 },
        evidence: { reason: 'timeout', cacheOnly: { hresult: '0x80092013' } },
      },
    ]);
    expect(windowsChainChecks(seen(null, null))).toEqual([]);
    const extra = seen(0, UNTRUSTED, { evidence: { trustedBy: 'extra' } });
    expect(isExpected(extra)).toBe(true);
    expect(isExpected({ ...extra, online: null })).toBe(false);
    expect(isExpected({ ...extra, certificate: undefined })).toBe(false);
    expect(isExpected(seen(0, OFFLINE, { evidence: { trustedBy: 'extra' } }))).toBe(false);
  });
});
