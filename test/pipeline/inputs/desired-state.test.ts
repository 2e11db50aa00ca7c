import { describe, expect, it } from 'vitest';
import { type DesiredState, parseDesiredState } from '../../../src/pipeline/inputs/desired-file.ts';
import { refusal } from './desired-file-scene.ts';

const BASE = { schemaVersion: '1.0', winInet: null, winHttp: null };

const parse = (more: object): DesiredState => parseDesiredState({ ...BASE, ...more }, 'FILE');

describe('a desired state', () => {
  it('may leave everything as it is', () => {
    expect(parse({})).toEqual({
      desired: { source: 'explicit', winInet: null, winHttp: null, stores: {} },
      gateways: [],
      healthCheck: null,
    });
  });

  it('names a state for each store', () => {
    const { desired } = parse({
      winInet: { pac: 'http://w/p.pac' },
      winHttp: { proxy: 'http=a:1;https=b:2', bypass: '' },
      stores: { 'wininet/current/ras/My%20VPN': { proxy: 'a b:1' }, 'wininet/machine': { direct: true } },
    });
    const notes = [{ code: 'blank-separator', row: 'proxy-lists', severity: 'normalised', detail: 'a b:1' }];
    expect(desired).toEqual({
      source: 'explicit',
      winInet: { kind: 'pac', url: 'http://w/p.pac' },
      winHttp: {
        kind: 'proxy',
        servers: [
          { scheme: 'http', host: 'a', port: 1 },
          { scheme: 'https', host: 'b', port: 2 },
        ],
        bypass: [],
      },
      stores: {
        'wininet/current/ras/My%20VPN': {
          kind: 'proxy',
          servers: [
            { scheme: 'all', host: 'a', port: null },
            { scheme: 'all', host: 'b', port: 1 },
          ],
          bypass: null,
          notes,
        },
        'wininet/machine': { kind: 'direct' },
      },
    });
  });

  it('names gateways, and those of a health check', () => {
    expect(parse({ gateways: ['GW.example', 'x:444'], healthCheck: { gateways: ['y'] } })).toMatchObject({
      gateways: [
        { host: 'gw.example', port: 443, source: 'option' },
        { host: 'x', port: 444, source: 'option' },
      ],
      healthCheck: { gateways: [{ host: 'y', port: 443, source: 'option' }] },
    });
  });

  it.each([
    [{ winInte: null }, 'winInte', /"winInte" is not supported/],
    [{ schemaVersion: '2.0' }, 'schemaVersion', /"1\.0"/],
    [{ winInet: undefined }, 'winInet', /missing/],
    [{ winInet: 'follow' }, 'winInet', /one of them/],
    [{ winInet: {} }, 'winInet', /one of them/],
    [{ winInet: [] }, 'winInet', /one of them/],
    [{ winInet: { proxy: 1 } }, 'winInet.proxy', /string/],
    [{ winInet: { proxy: '' } }, 'winInet.proxy', /empty/],
    [{ winInet: { proxy: 'x'.repeat(65_537) } }, 'winInet.proxy', /too long/],
    [{ winInet: { proxy: 'a:1', byapss: '' } }, 'winInet.byapss', /"byapss" is not supported/],
    [{ winInet: { proxy: 'a:1', direct: true } }, 'winInet', /one of them/],
    [{ winInet: { bypass: '' } }, 'winInet.proxy', /missing/],
    [{ winInet: { direct: false } }, 'winInet.direct', /true/],
    [{ winHttp: 'Follow' }, 'winHttp', /"follow"/],
    [{ winHttp: { pac: 'http://w/' } }, 'winHttp', /cannot hold a PAC/],
    [{ stores: { 'advproxy/user': { direct: true } } }, 'stores["advproxy/user"]', /a view/],
    [{ stores: { 'wininet/S-1/lan': { direct: true } } }, 'stores["wininet/S-1/lan"]', /not a proxy setting/],
    [
      { stores: { 'wininet/current/ras/a b': { direct: true } } },
      'stores["wininet/current/ras/a b"]',
      /not a proxy setting/,
    ],
    [
      { stores: { 'winhttp/native': { pac: 'http://w/' } } },
      'stores["winhttp/native"].pac',
      /cannot hold a PAC/,
    ],
    [
      { winHttp: 'follow', stores: { 'winhttp/wow64': { direct: true } } },
      'stores["winhttp/wow64"]',
      /twice/,
    ],
    [{ gateways: 'x' }, 'gateways', /array/],
    [{ gateways: [1] }, 'gateways[0]', /string/],
    [{ gateways: ['a', 'b c'] }, 'gateways[1]', /gateway/],
    [{ healthCheck: {} }, 'healthCheck.gateways', /missing/],
    [{ healthCheck: { gateways: [] } }, 'healthCheck.gateways', /empty/],
    [{ healthCheck: { gateways: ['a:0'] } }, 'healthCheck.gateways[0]', /port/],
    [{ winInet: { proxy: '\u201da:1\u201d' } }, 'winInet.proxy', /quotes/],
    [{ winInet: { proxy: 'a:1', bypass: '"x"' } }, 'winInet.bypass', /quotes/],
    [{ stores: { 'wininet/machine': { pac: 'ftp://w' } } }, 'stores["wininet/machine"].pac', /http or https/],
    [{ a: { b: { c: { d: { e: { f: { g: { h: { i: 1 } } } } } } } } }, 'a.b.c.d.e.f.g.h', /too deep/],
  ])('is refused where it is wrong: %j', async (more, path, says) => {
    const error = await refusal(() => parse(more));
    expect(error.code).toBe('input');
    expect(error.where).toBe(`FILE, ${path}`);
    expect(error.message).toMatch(says);
  });

  it.each([[null], [[]], ['x'], [1]])('is an object, not %j', async (json) => {
    const error = await refusal(() => parseDesiredState(json, 'FILE'));
    expect(error).toMatchObject({
      code: 'input',
      where: 'FILE',
      message: expect.stringMatching(/type object/),
    });
  });

  it('never repeats a secret, and shows no control character', async () => {
    for (const more of [
      { winInet: { proxy: 'bob:s3cret@a:1' } },
      { winInet: { pac: 'http://bob:s3cret@w/' } },
      { winHttp: { proxy: 'a:1', bypass: 'bob:s3cret@w' } },
    ]) {
      const error = await refusal(() => parse(more));
      expect(error.code).toBe('refused');
      expect(JSON.stringify([error.message, error.where, error.next, error.evidence])).not.toContain(
        's3cret',
      );
    }
    const odd = await refusal(() => parse({ 'x\u001b[2J': 1 }));
    expect(`${odd.message}${odd.where}`).not.toContain('\u001b');
  });

  it('allows a long bypass list where WinHTTP alone holds it', async () => {
    const bypass = 'x'.repeat(3000);
    expect(parse({ winHttp: { proxy: 'a:1', bypass } }).desired.winHttp).toMatchObject({ bypass: [bypass] });
    expect((await refusal(() => parse({ winInet: { proxy: 'a:1', bypass } }))).code).toBe('refused');
  });
});
