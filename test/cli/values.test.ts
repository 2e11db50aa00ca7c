import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createCa } from '../../scripts/simulated/ca.ts';
import { P2sError } from '../../src/core/model/errors.ts';
import { parseGatewayName } from '../../src/core/model/gateway-name.ts';
import { desiredOf, readRoots } from '../../src/pipeline/calls/values.ts';

describe('what the options ask for', () => {
  it.each([
    [{}, { source: 'wininet' }],
    [{ source: 'winhttp' as const }, { source: 'winhttp' }],
    [{ direct: true }, { winInet: { kind: 'direct' }, winHttp: 'follow' }],
    [
      { proxy: 'p:1' },
      { winInet: { kind: 'proxy', servers: [{ scheme: 'all', host: 'p', port: 1 }], bypass: null } },
    ],
    [{ proxy: 'p:1', bypass: '' }, { winInet: { bypass: [] } }],
    [{ proxy: 'p:1', bypass: '<local>;x' }, { winInet: { bypass: ['<local>', 'x'] } }],
    [
      { 'allow-proxy': ['P.example:8080', '*.corp.example:80', 'p.example:8080'], bypass: '<local>' },
      {
        source: 'wininet',
        allowed: { proxies: ['p.example:8080', '*.corp.example:80'], bypass: ['<local>'] },
      },
    ],
    [{ 'allow-proxy': ['p:1'] }, { source: 'wininet', allowed: { proxies: ['p:1'], bypass: null } }],
    [{ pac: 'http://w/p.pac' }, { winInet: { kind: 'pac', url: 'http://w/p.pac' }, winHttp: 'follow' }],
  ])('%j', (options, desired) => {
    expect(desiredOf(options)).toMatchObject(desired);
  });

  it('carries on what was typed otherwise than it is stored, and only then', () => {
    const plain = desiredOf({ proxy: 'p:1', bypass: 'x' });
    expect(JSON.stringify(plain)).not.toContain('notes');
    expect(desiredOf({ proxy: 'a b:1', bypass: 'x,y' })).toMatchObject({
      winInet: {
        notes: [
          { code: 'blank-separator', severity: 'normalised', detail: 'a b:1' },
          { code: 'comma-separator', severity: 'normalised', detail: ',' },
        ],
      },
    });
  });

  it.each([
    [{ proxy: '\u201dp:1\u201d' }, 'input', '--proxy'],
    [{ proxy: 'p:1', bypass: '"x"' }, 'input', '--bypass'],
    [{ proxy: 'p:1', bypass: 'x'.repeat(2065) }, 'refused', '--bypass'],
    [{ proxy: 'u:s3cret@p:1' }, 'refused', '--proxy'],
    [{ pac: 'file://c:/p.pac' }, 'refused', '--pac'],
    [{ pac: 'x' }, 'input', '--pac'],
  ])('refuses %j and names the option', (options, code, where) => {
    let thrown: unknown;
    try {
      desiredOf(options);
    } catch (error) {
      thrown = error;
    }
    if (!(thrown instanceof P2sError)) throw new Error('was accepted');
    expect(thrown).toMatchObject({ code, where });
    expect(`${thrown.message}${thrown.next}`).not.toContain('s3cret');
  });
});

describe('the file of --ca', () => {
  const folder = mkdtempSync(join(tmpdir(), 'p2s-ca-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const written = (content: string | Uint8Array) => {
    const file = join(folder, 'root.cer');
    writeFileSync(file, content);
    return file;
  };

  it('is PEM or DER', async () => {
    const { root, intermediate } = await createCa();
    const roots = async (content: string | Uint8Array) =>
      (await readRoots(written(content))).map((pem) => new X509Certificate(pem).fingerprint256);
    const of = new X509Certificate(root.der).fingerprint256;
    expect(await roots(root.der)).toEqual([of]);
    expect(await roots(root.pem)).toEqual([of]);
    expect(await roots(intermediate.pem + root.pem)).toEqual([of]);
  });

  it('is refused without a root, with the name of the root', async () => {
    const ca = await createCa();
    const leaf = await ca.issue({ names: ['a.example'] });
    for (const content of [ca.intermediate.der, leaf.cert])
      await expect(readRoots(written(content))).rejects.toThrow(/is issued by "CN=P2S Sample/);
    const self = await ca.issue({ names: ['a.example'], issuer: 'self' });
    expect(await readRoots(written(self.pem))).toHaveLength(1);
  });

  it('is a regular file, and not a long one', async () => {
    const { root } = await createCa();
    const file = written(root.pem.padEnd((1 << 20) + 1));
    await expect(readRoots(file)).rejects.toMatchObject({ code: 'input', where: file });
    await expect(readRoots('/dev/zero')).rejects.toMatchObject({ code: 'input', where: '/dev/zero' });
  });

  it.each(['', 'x', '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----'])(
    'is refused where no certificate is in it: %j',
    async (content) => {
      const file = written(content);
      await expect(readRoots(file)).rejects.toMatchObject({ code: 'input', where: file });
    },
  );
});

describe('a gateway', () => {
  it.each([
    ['GW.example', 'gw.example', 443],
    ['gw.example:444', 'gw.example', 444],
    ['[2001:db8::1]:444', '2001:db8::1', 444],
    ['2001:db8::1', '2001:db8::1', 443],
    ['b\u00fccher.example', 'xn--bcher-kva.example', 443],
  ])('%s is %s on port %i', (text, host, port) => {
    expect(parseGatewayName(text, 'command line')).toEqual({ host, port, source: 'option' });
  });

  it.each(['', 'a b', 'a/b', 'http://a', 'a:0', 'a:65536', 'a:x', '[a]', '127.1', 'a%41', 'x@y'])(
    '"%s" is none',
    (text) => {
      expect(() => parseGatewayName(text, 'command line')).toThrow(
        expect.objectContaining({ code: 'input', where: 'command line' }),
      );
    },
  );
});
