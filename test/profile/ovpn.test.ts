import { describe, expect, it } from 'vitest';
import { createCa } from '../../scripts/simulated/ca.ts';
import { readProfileFiles } from '../../src/profile/package.ts';
import { block, PROFILES } from './ovpn-profiles.ts';

async function read(text: string, keys = true) {
  return (await readProfileFiles([{ path: 'a.ovpn', bytes: Buffer.from(text) }], { keys })).gateways;
}

/** The servers that are read, in the format of OpenVPN's own list (`--verb 4`). */
async function servers(text: string): Promise<string[]> {
  return (await read(text)).map(({ host, port, openVpn }) => {
    const { transport, key } = openVpn ?? {};
    const direction = key?.kind === 'tls-auth' ? ` ${key.direction ?? 'not set'}` : '';
    return `${host} ${port} ${transport} ${key?.kind}${direction}`;
  });
}

describe('the servers of an OpenVPN profile', () => {
  it.each(Object.entries(PROFILES))('%s', async (_, [text, expected]) => {
    expect(await servers(text)).toEqual(expected);
    // The same without the keys, which are not needed then.
    const [hosts, bare] = [await read(text), await read(text, false)];
    expect(bare.map(({ host, port }) => [host, port])).toEqual(hosts.map(({ host, port }) => [host, port]));
  });

  it('on ports by name, of a profile that comes without a name of its own', async () => {
    expect(await servers('remote h https tcp\nremote i openvpn')).toEqual([
      'h 443 tcp none',
      'i 1194 udp none',
    ]);
    const bytes = Buffer.from('client\n  remote h 443 tcp\n');
    expect((await readProfileFiles([{ path: 'a.txt', bytes }])).gateways).toMatchObject([{ host: 'h' }]);
  });

  it('are known as such under any name, wherever the line stands, for all the certificates beside it', async () => {
    const { root } = await createCa();
    const ca = block('ca', root.pem.trim());
    const filler = '# a note\n'.repeat(1000);
    const texts = [
      `client\nremote h 443 tcp\n${ca}`,
      `${ca}\n${filler}--remote h 443 tcp\n`,
      `\ufeff${ca}\r\n<connection>\r\nremote h 443 tcp\r\n</connection>\r\n`,
    ];
    for (const text of texts)
      for (const encoding of ['utf8', 'utf16le'] as const) {
        const bytes = Buffer.from(text, encoding);
        const { gateways, roots } = await readProfileFiles([{ path: 'azure.conf', bytes }]);
        expect(gateways).toMatchObject([{ host: 'h', port: 443, roots: [{ name: 'P2S Sample Root' }] }]);
        expect(roots).toEqual([]);
      }
    // Neither is one: a block of another, and a certificate with a comment before it.
    const kindOf = (text: string) => readProfileFiles([{ path: 'a.conf', bytes: Buffer.from(text) }]);
    await expect(kindOf('<ca>\nremote h\n</ca>')).rejects.toMatchObject({ code: 'input', where: 'a.conf' });
    expect((await kindOf(`remote access\n${root.pem}`)).roots).toHaveLength(1);
  });

  it('go by a digest in quotes, or by another of its names', async () => {
    for (const name of ['"SHA256"', "'sha256' # note", 'RSA-SHA256', 'SHA2-256']) {
      const [one] = await read(`remote h 443 tcp\nauth ${name}\n${block('tls-auth')}`);
      expect(one?.openVpn?.key).toMatchObject({ kind: 'tls-auth', digest: 'sha256' });
    }
  });

  it('go by the key that is named last: a file, or a block of the same name', async () => {
    const kinds = ['tls-auth ta.key 1', block('tls-auth'), 'tls-auth [inline] 1'].map((second) =>
      read(`remote h 443 tcp\n${block('tls-auth')}\n${second}`),
    );
    const keys = (await Promise.all(kinds)).map(([one]) => one?.openVpn?.key);
    expect(keys).toMatchObject([
      { kind: 'unsupported', reason: 'key-file' },
      { kind: 'tls-auth', direction: null },
      { kind: 'tls-auth', direction: 1 },
    ]);
  });

  it.each([
    ['a quotation without an end', 'remote "h 443', 'a.ovpn, line 2', /quotation/],
    ['a backslash that is not doubled', 'ca c:\\ca.crt\nremote h 443', 'a.ovpn, line 2', /backslash/],
    ['a backslash at its very end', 'remote h 443 tcp\\', 'a.ovpn, line 2', /backslash/],
    ['a backslash before the end of a quotation', 'cd "C:\\\nremote h 443', 'a.ovpn, line 2', /quotation/],
    ['a block without an end', '<ca>\n<connection>\n</connection>', 'a.ovpn, line 2', /<ca> has no end/],
    ['a port that is no number', 'remote h ssh', 'a.ovpn, line 2', /port "ssh"/],
    ['a port that cannot be', 'remote h 70000', 'a.ovpn, line 2', /port/],
    ['another transport', 'remote h 443 sctp', 'a.ovpn, line 2', /neither tcp nor udp/],
    ['a connection without a server', '<connection>\nproto tcp\n</connection>', 'a.ovpn, line 2', /but 0/],
    ['a connection with two', '<connection>\nremote h\nremote i\n</connection>', 'a.ovpn, line 2', /but 2/],
    ['no server', '<ca>\nremote h\n</ca>', 'a.ovpn', /no line "remote/],
    ['too many', '<connection>\nremote h\n</connection>\n'.repeat(65), 'a.ovpn, line 195', /more than 64/],
  ])('are refused with %s', async (_, text, where, message) => {
    await expect(read(`client\n${text}`)).rejects.toMatchObject({
      code: 'input',
      where,
      message: expect.stringMatching(message),
    });
  });
});
