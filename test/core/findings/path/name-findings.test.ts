import { describe, expect, it } from 'vitest';
import { nameFindings } from '../../../../src/core/findings/path/certificates.ts';
import type { Gateway, Verdict, VerdictCode } from '../../../../src/core/model/check.ts';
import { DIRECT_WINHTTP, type ProxySettings } from '../../../../src/core/proxy/settings.ts';
import { ENGLISH } from '../../../../src/report/text/texts.ts';

const GATEWAY: Gateway = { host: 'gw.contoso.example', port: 8443, source: 'option' };
const WITH_PROXY: ProxySettings = {
  ...DIRECT_WINHTTP,
  proxy: { enabled: true, servers: [{ scheme: 'all', host: 'proxy.contoso.example', port: null }] },
};

function findings(
  settings: ProxySettings | null,
  verdict: VerdictCode = 'dns-failed',
  stores: Verdict['stores'] = 'current',
) {
  const verdicts: Verdict[] = [{ gateway: 'gw.contoso.example:8443', stores, verdict, stage: 'dns' }];
  const winInet = { id: 'wininet/S-1-5-21-1/lan', settings: null };
  return nameFindings([GATEWAY], verdicts, {
    winInet,
    winHttp: { id: 'winhttp/native', settings },
    checker: null,
  });
}

describe('nameFindings', () => {
  it('names the proxy of WinHTTP that would look the name up', () => {
    expect(findings(WITH_PROXY)).toEqual([
      {
        code: 'name-needs-proxy',
        severity: 'warning',
        store: 'wininet/S-1-5-21-1/lan',
        evidence: {
          gateway: 'gw.contoso.example:8443',
          proxyStore: 'winhttp/native',
          proxy: 'proxy.contoso.example:80',
        },
      },
    ]);
  });

  it('claims nothing about that proxy, which was not tested', () => {
    const [found] = findings(WITH_PROXY);
    expect(found && ENGLISH.finding(found).message).toMatch(
      /proxy\.contoso\.example:80, which may resolve it\.$/,
    );
  });

  it('says nothing where there is no such proxy, the gateway goes past it, or the name is not the matter', () => {
    expect(findings(null)).toEqual([]);
    expect(findings(DIRECT_WINHTTP)).toEqual([]);
    expect(findings({ ...WITH_PROXY, bypass: ['*.contoso.example'] })).toEqual([]);
    expect(findings(WITH_PROXY, 'timeout')).toEqual([]);
    expect(findings(WITH_PROXY, 'dns-failed', 'proposed')).toEqual([]);
  });
});
