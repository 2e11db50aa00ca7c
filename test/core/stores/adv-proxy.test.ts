import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RegistrySnapshot } from '../../../src/core/model/registry.ts';
import { advProxyViews, parseAdvProxy } from '../../../src/core/stores/adv-proxy.ts';

const WHOLE = `{
    "ProxyIsEnabled": true,
    "Proxy": "http=a.contoso.example:8080;https=b.contoso.example:8081;socks=s:1080",
    "ProxyBypass": "<local>;*.contoso.example",
    "AutoConfigIsEnabled": false,
    "AutoConfigUrl": "http://w/p.pac",
    "AutoDetect": true,
    "PerUserProxySettings": true
}`;

const observationWith = (advProxy?: string | null) => ({
  collectedAt: '2026-11-24T10:00:00.000Z',
  name: null,
  os: { platform: 'win32', version: '10.0.22631', build: 22631 },
  powershell: null,
  user: null,
  registry: new RegistrySnapshot([]),
  ...(advProxy === undefined ? {} : { advProxy }),
});

describe('the advanced proxy setting of Windows 11', () => {
  it.each([
    ['English', '\nCurrent WinHTTP advanced proxy settings:\n\n'],
    ['Japanese', '\n現在の WinHTTP 詳細プロキシ設定:\n\n'],
    [
      'Japanese in the wrong code page',
      '\n\u00ca\u00bb\u00dd\u00e4 WinHTTP \u0083v\u0083\u008d\u0083L\u0083V:\n',
    ],
    ['German', '\nAktuelle erweiterte WinHTTP-Proxyeinstellungen:\n\n'],
    ['French', "\nParamètres de proxy avancés actuels de l'agent « WinHTTP » :\n\n"],
    ['no', ''],
  ])('is found behind a line of %s', (_, line) => {
    expect(parseAdvProxy(`${line}${WHOLE}\r\n\r\n`)).toEqual([
      {
        settings: {
          direct: true,
          proxy: {
            enabled: true,
            servers: [
              { scheme: 'http', host: 'a.contoso.example', port: 8080 },
              { scheme: 'https', host: 'b.contoso.example', port: 8081 },
              { scheme: 'socks', host: 's', port: 1080 },
            ],
          },
          bypass: ['<local>', '*.contoso.example'],
          pac: { enabled: false, url: 'http://w/p.pac' },
          autoDetect: true,
        },
        perUserProxySettings: true,
      },
    ]);
  });

  it('is found behind other braces, and with braces, quotes and backslashes in its strings', () => {
    const servers = (text: string) =>
      parseAdvProxy(text).map(({ settings }) => settings.proxy.servers[0]?.host);
    expect(servers('{ {"Proxy":"a:1","x":"}{"} { "Proxy": "b:1" }')).toEqual(['a', 'b']);
    expect(servers('{"x":"\\"}{","Proxy":"a:1"}')).toEqual(['a']);
    expect(servers('{"x":"\\\\","Proxy":"a:1"}{"Proxy":"b:1"}')).toEqual(['a', 'b']);
    expect(servers(`{x}{{"Proxy":"a:1"}`)).toEqual(['a']);
    expect(servers(`${'{'.repeat(63)}{"Proxy":"a:1"}`)).toEqual(['a']);
    expect(servers(`${'{'.repeat(64)}{"Proxy":"a:1"}`)).toEqual([]);
    expect(servers(`${' '.repeat(65_536)}{"Proxy":"a:1"}`)).toEqual([]);
  });

  it('is the first of several of one kind', () => {
    const found = advProxyViews(
      observationWith('{"Proxy":"a:1"}{"Proxy":"b:1"}{"Proxy":"c:1","PerUserProxySettings":false}'),
    );
    expect(found.map(({ id, settings }) => `${id} ${settings?.proxy.servers[0]?.host}`)).toEqual([
      'advproxy/user a',
      'advproxy/machine c',
    ]);
  });

  it('is read without the switches, as Windows Server 2022 prints it', () => {
    const [found] = parseAdvProxy('{\n\t"Proxy":\t"localhost:8080",\n\t"ProxyBypass":\t"*"\n}');
    expect(found).toMatchObject({
      settings: {
        proxy: { enabled: true },
        bypass: ['*'],
        pac: { enabled: false, url: null },
        autoDetect: false,
      },
      perUserProxySettings: null,
    });
    expect(parseAdvProxy('{"AutoconfigUrl":"http://w/"}')[0]?.settings.pac).toEqual({
      enabled: true,
      url: 'http://w/',
    });
  });

  it('may be empty, with blanks for an address', () => {
    const text =
      '{"ProxyIsEnabled":false,"AutoConfigIsEnabled":false,"AutoconfigUrl":" ","AutoDetect":false}';
    expect(parseAdvProxy(text)[0]?.settings).toEqual({
      direct: true,
      proxy: { enabled: false, servers: [] },
      bypass: [],
      pac: { enabled: false, url: null },
      autoDetect: false,
    });
  });

  it('is found several times, and between what is something else', () => {
    const text = `{ not } {"a":1} {"x":"}{"} ${WHOLE} { "Proxy": ${WHOLE.replace('a.contoso', 'c.contoso')}`;
    expect(parseAdvProxy(text).map(({ settings }) => settings.proxy.servers[0]?.host)).toEqual([
      'a.contoso.example',
      'c.contoso.example',
    ]);
  });

  it.each([
    '',
    '\n',
    'The following command was not found: winhttp show advproxy.',
    '{',
    '}{',
    '{}',
    '{"x":1}',
    WHOLE.slice(0, -1),
    '{"a":{"b":{"c":{"d":{"Proxy":"a:1"}}}}}',
  ])('is not found in %j', (text) => {
    expect(parseAdvProxy(text)).toEqual([]);
  });

  it('takes a value of another type for none', () => {
    expect(
      parseAdvProxy('{"Proxy":1,"ProxyIsEnabled":"yes","AutoDetect":null,"PerUserProxySettings":"no"}'),
    ).toEqual([
      {
        settings: {
          direct: true,
          proxy: { enabled: false, servers: [] },
          bypass: [],
          pac: { enabled: false, url: null },
          autoDetect: false,
        },
        perUserProxySettings: null,
      },
    ]);
  });

  it('shows no secret', () => {
    const text = '{"Proxy":"bob:s3cret@a:1","ProxyBypass":"s3cret@x","AutoConfigUrl":"http://bob:s3cret@w/"}';
    const shown = JSON.stringify(advProxyViews(observationWith(text)));
    expect(shown).not.toContain('s3cret');
    expect(shown).toContain('http://w/');
  });

  it('never throws, and ends soon with any text', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '"',
      '\\',
      '"Proxy":',
      '"a:1"',
      ',',
      ':',
      '[',
      'true',
      ' ',
      '\u0000',
      WHOLE,
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' })), { maxLength: 30 }), (parts) => {
        for (const { settings } of parseAdvProxy(parts.join(''))) expect(settings.direct).toBe(true);
      }),
      { numRuns: 3_000 },
    );
    for (const unit of ['{', '{"', '{"a":', '{}', '}{', '"']) {
      expect(parseAdvProxy(unit.repeat(1_000_000 / unit.length))).toEqual([]);
    }
  });
});

describe('the views', () => {
  const machine = WHOLE.replace('"PerUserProxySettings": true', '"PerUserProxySettings": false');

  it.each([
    ['not asked', undefined, []],
    ['not there', null, []],
    ['without an answer', '', []],
    ['of the user', WHOLE, ['advproxy/user']],
    ['of the machine', machine, ['advproxy/machine']],
    ['of both', machine + WHOLE + machine, ['advproxy/user', 'advproxy/machine']],
  ])('%s', (_, text, ids) => {
    const views = advProxyViews(observationWith(text));
    expect(views.map(({ id }) => id)).toEqual(ids);
    for (const view of views) expect(view).toMatchObject({ present: true, managedBy: null, raw: null });
  });
});
