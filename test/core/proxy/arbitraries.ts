import fc from 'fast-check';
import type { ProxyScheme, ProxyServer, ProxySettings } from '../../../src/core/proxy/settings.ts';

export const hostName = fc.oneof(
  fc.stringMatching(/^[a-z0-9_]([a-z0-9._-]{0,20}[a-z0-9])?$/).filter((name) => /[a-z]/.test(name)),
  fc.ipV4(),
);

const scheme = fc.constantFrom<ProxyScheme>('all', 'http', 'https', 'ftp', 'socks');

/** Any server that a list can hold. */
export const proxyServer: fc.Arbitrary<ProxyServer> = fc
  .record({
    scheme,
    host: fc.oneof(
      hostName,
      fc.ipV6().map((address) => address.toLowerCase()),
    ),
    port: fc.option(fc.integer({ min: 1, max: 65_535 })),
    tls: fc.boolean(),
  })
  .map(({ tls, ...server }) =>
    tls && server.scheme !== 'socks' ? { ...server, tls: true as const } : server,
  );

export const bypassEntry = fc.oneof(
  fc.constantFrom(
    '<local>',
    '<-loopback>',
    '*.corp.example',
    '10.*',
    'http://a.example',
    'b.example:8080',
    '[::1]:443',
  ),
  fc.stringMatching(/^[a-zA-Z0-9*._-]{1,12}$/),
);

/** Lists as people and tools write them, valid and invalid. */
export const messyList = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'http=',
        'https=',
        'ftp=',
        'socks=',
        'http://',
        'https://',
        'socks5://',
        '[::1]',
        '@',
        ':',
      ),
      fc.constantFrom(
        ';',
        ' ',
        ',',
        '\t',
        '\u201d',
        '"',
        '\u0000',
        '\u00e9',
        '/',
        ':8080',
        ':99999',
        '=',
        '*',
        '<local>',
      ),
      hostName,
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));

export function winInet(part: Partial<ProxySettings> = {}): ProxySettings {
  return {
    direct: true,
    proxy: { enabled: false, servers: [] },
    bypass: [],
    pac: { enabled: false, url: null },
    autoDetect: false,
    ...part,
  };
}

export function winHttp(part: Partial<ProxySettings> = {}): ProxySettings {
  return { ...winInet(), pac: null, autoDetect: null, ...part };
}
