import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decidingStore,
  gatewayUrl,
  type PathSettings,
  revocationRoute,
  tunnelRoute,
  urlParts,
} from '../../../src/core/decide/routes.ts';
import { parsePacAnswer } from '../../../src/core/proxy/auto-answer.ts';
import { parseLists } from '../../../src/core/proxy/lists.ts';
import type { ProxySettings } from '../../../src/core/proxy/settings.ts';
import { hostName, winHttp, winInet } from '../proxy/arbitraries.ts';

const USER = 'wininet/current/lan';
const SERVICE = 'wininet/S-1-5-19/lan';
const LIST = { scheme: 'http', host: 'crl.contoso.example', port: 80 } as const;
const GATEWAY = { host: 'vpn.contoso.example', port: 443, source: 'option' } as const;
const NATIVE = 'winhttp/native';

const http = (proxy: string, bypass = '') => winHttp(parseLists({ proxy, bypass }, proxy !== '', 'winhttp'));
const inet = (proxy: string, part: Partial<ProxySettings> = {}) =>
  winInet({ ...parseLists({ proxy, bypass: '' }, proxy !== '', 'wininet'), ...part });
const pac = { pac: { enabled: true, url: 'http://w' } };
const paths = (
  settings: ProxySettings | null,
  checker: ProxySettings | null | undefined = undefined,
  user: ProxySettings | null = inet('user:1'),
): PathSettings => ({
  winInet: { id: USER, settings: user },
  winHttp: { id: NATIVE, settings },
  checker: checker === undefined ? null : { id: SERVICE, settings: checker },
});
const text = ({ proxy, decidedBy, unsupported }: ReturnType<typeof revocationRoute>) =>
  `${proxy === null ? 'direct' : `${proxy.host}:${proxy.port}`} by ${decidedBy}${unsupported === null ? '' : `, ${unsupported}`}`;

const DETECT = { autoDetect: true };

describe('the route of a revocation check', () => {
  it.each<[string, PathSettings, string]>([
    ['the proxy of WinHTTP', paths(http('a:1')), `a:1 by ${NATIVE}`],
    ['the proxy of WinHTTP for http', paths(http('http=a:1;https=b:1')), `a:1 by ${NATIVE}`],
    ['the proxy of WinHTTP before that of the account', paths(http('a:1'), inet('b:1')), `a:1 by ${NATIVE}`],
    [
      'past one that is bypassed',
      paths(http('a:1', '*.contoso.example'), inet('b:1')),
      `direct by ${NATIVE}`,
    ],
    ['the proxy of the account', paths(http(''), inet('b:1')), `b:1 by ${SERVICE}`],
    ['direct, where the account has none either', paths(http(''), inet('')), `direct by ${NATIVE}`],
    ['direct, where the account is not visible', paths(http('')), `direct by ${NATIVE}`],
    ['direct, where its setting cannot be read', paths(http(''), null), `direct by ${NATIVE}`],
    ['direct, where nothing is detected for it', paths(http(''), inet('', DETECT)), `direct by ${SERVICE}`],
    ['its proxy, where nothing is detected', paths(http(''), inet('b:1', DETECT)), `b:1 by ${SERVICE}`],
    ['not known, where it has a PAC file', paths(http(''), inet('', pac)), `direct by ${SERVICE}, pac`],
    [
      'unknown, where WinHTTP cannot be read',
      paths(null, inet('b:1')),
      `direct by ${NATIVE}, store-not-known`,
    ],
    ['not known, where it has SOCKS', paths(http(''), inet('socks=s:1')), `direct by ${SERVICE}, socks`],
  ])('is %s', (_, settings, expected) => {
    expect(text(revocationRoute(settings, LIST))).toBe(expected);
  });
});

describe('the route of the tunnel', () => {
  it.each<[string, ProxySettings | null, string]>([
    ['the proxy of the user', inet('a:1;b:1'), `a:1 by ${USER}`],
    ['direct', inet(''), `direct by ${USER}`],
    ['direct, where nothing is detected', inet('', { autoDetect: true }), `direct by ${USER}`],
    ['the manual one, where nothing is detected', inet('a:1', { autoDetect: true }), `a:1 by ${USER}`],
    ['not known, with a PAC file', inet('a:1', pac), `direct by ${USER}, pac`],
    ['not known, with one after auto-detection', inet('', { ...pac, ...DETECT }), `direct by ${USER}, pac`],
    ['not known', null, `direct by ${USER}, store-not-known`],
  ])('is %s', (_, settings, expected) => {
    const route = tunnelRoute(paths(http(''), undefined, settings), GATEWAY);
    expect(text(route)).toBe(expected);
    expect(route).not.toHaveProperty('ofAnswer');
    expect('further' in route).toBe(expected.startsWith('a:1') && settings?.proxy.servers.length === 2);
  });

  it.each<[string, string | { reason: 'timed-out'; win32: number }, string, boolean]>([
    ['the first of an answer', 'PROXY b:2; DIRECT', `b:2 by ${USER}`, true],
    ['direct by an answer', 'DIRECT', `direct by ${USER}`, false],
    ['what an answer has, supported or not', 'SOCKS s:1', `direct by ${USER}, socks`, false],
    ['the manual one, where it failed', { reason: 'timed-out', win32: 12002 }, `a:1 by ${USER}`, false],
    ['the manual one, where the answer cannot be read', 'nonsense', `a:1 by ${USER}`, false],
  ])('is %s', (_, answer, expected, ofAnswer) => {
    const url = gatewayUrl(GATEWAY);
    const given =
      typeof answer === 'string' ? { url, hops: parsePacAnswer(answer) } : { url, failure: answer };
    const resolution = { answers: new Map([[url, given]]), complete: true };
    const automatic = { ...resolution, dependsOnNetwork: [], variesWith: [], deadProxies: [] };
    const settings = inet('a:1', { autoDetect: true });
    const route = tunnelRoute({ ...paths(http('')), winInet: { id: USER, settings, automatic } }, GATEWAY);
    expect(text(route)).toBe(expected);
    expect(route.ofAnswer ?? false).toBe(ofAnswer);
    expect(route.further).toEqual(ofAnswer ? [null] : undefined);
  });
});

describe('the setting that decides for an account', () => {
  const ofComputer = { ...paths(http('')), winInet: { id: 'wininet/machine', settings: null } };

  it.each<[string, PathSettings, string | null, string]>([
    ['WinHTTP with a proxy', paths(http('a:1')), 'S-1-5-19', NATIVE],
    ['WinHTTP that cannot be read', paths(null), 'S-1-5-19', NATIVE],
    ['WinHTTP for an unknown account', paths(http('')), null, NATIVE],
    ['the one of the account', paths(http('')), 'S-1-5-19', SERVICE],
    ['the one of the computer', ofComputer, 'S-1-5-19', 'wininet/machine'],
  ])('is %s', (_, settings, account, expected) => {
    expect(decidingStore(settings, account)).toBe(expected);
  });
});

describe('the parts of a URL', () => {
  it.each([
    ['http://crl.contoso.example/a.crl', { scheme: 'http', host: 'crl.contoso.example', port: 80 }],
    ['https://crl.contoso.example/', { scheme: 'https', host: 'crl.contoso.example', port: 443 }],
    ['http://[fd00::1]:8080/x', { scheme: 'http', host: 'fd00::1', port: 8080 }],
    ['https://crl.contoso.example:80', { scheme: 'https', host: 'crl.contoso.example', port: 80 }],
    ['ldap:///CN=x', null],
    ['ftp://h/', null],
    ['no url', null],
  ])('%s', (url, parts) => {
    expect(urlParts(url)).toEqual(parts);
  });

  it('are those of the gateway in its URL', () => {
    const ports = fc.oneof(fc.constant(443), fc.integer({ min: 1, max: 65_535 }));
    fc.assert(
      fc.property(
        fc.oneof(
          hostName.filter(
            (host) => URL.canParse(`https://${host}/`) && new URL(`https://${host}/`).hostname === host,
          ),
          fc.constant('fd00::1'),
        ),
        ports,
        (host, port) => {
          expect(urlParts(gatewayUrl({ host, port, source: 'option' }))).toEqual({
            scheme: 'https',
            host,
            port,
          });
        },
      ),
    );
    expect(gatewayUrl(GATEWAY)).toBe('https://vpn.contoso.example/');
    expect(gatewayUrl({ ...GATEWAY, port: 8443 })).toBe('https://vpn.contoso.example:8443/');
  });
});
