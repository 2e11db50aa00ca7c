import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCa } from '../../scripts/world/ca.ts';
import { readProfileFiles } from '../../src/profile/package.ts';
import { SECRET } from '../support/machines/profiles.ts';
import { skipWithout, startProcess, waitFor } from '../support/programs/process.ts';
import { OPENVPN, staticKeyFile } from '../support/servers/openvpn-server.ts';

const KEY = staticKeyFile(SECRET).trim();
const block = (name: string, content = KEY) => `<${name}>\n${content}\n</${name}>`;

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

/** Profiles in the forms of openvpn(8), and the servers that OpenVPN reads. */
const PROFILES: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  'without a port': ['remote h\nproto tcp', ['h 1194 tcp none']],
  'with a port for all, the last one': [
    'rport 2000\nremote h\nremote i 443\nport 1300\nproto tcp-client',
    ['h 1300 tcp none', 'i 443 tcp none'],
  ],
  'with comments': [
    'remote h 443 tcp # note\nremote i 443 # note\nremote j 444 ;tcp\n;remote k 1\n# remote l 1',
    ['h 443 tcp none', 'i 443 udp none', 'j 444 udp none'],
  ],
  'with quotes, tabs and dashes': [
    `remote "h" 443 'tcp4'\n\t--remote\ti "444"\ttcp6-client\n'remote' j`,
    ['h 443 tcp none', 'i 444 tcp none', 'j 1194 udp none'],
  ],
  'with a backslash at the end of a line': [
    'setenv FOLDER C:\\\\vpn\\\nremote h 443 tcp \\\nsetenv OTHER a\\\r\nremote i 444 tcp\n',
    ['h 443 tcp none', 'i 444 tcp none'],
  ],
  'with a direction before an inline key': [
    `remote h 443 tcp\ntls-auth [inline] 1\n${block('tls-auth')}`,
    ['h 443 tcp tls-auth 1'],
  ],
  'with a direction by itself': [
    `remote h 443 tcp\n  ${block('tls-auth').replace('\n</', '\n  </')} # end\nkey-direction 0`,
    ['h 443 tcp tls-auth 0'],
  ],
  'with connections': [
    [
      ...['port 1200', 'remote outside 443', `<connection> # first\nremote h1\n  </connection>`],
      ...['port 1400', '<connection>\nremote h2 444 tcp4\nport 445\n</connection>'],
      '<connection>\nremote h3\nrport 446\nproto tcp\n</connection>',
      '<connection>\nproto tcp\nremote h4 447 udp\n</connection>',
      'proto tcp',
    ].join('\n'),
    ['h1 1200 udp none', 'h2 445 tcp none', 'h3 446 tcp none', 'h4 447 udp none'],
  ],
  'with a key for some connections': [
    [
      `<connection>\nremote h1 443 tcp\nkey-direction 0\n</connection>`,
      `<connection>\nremote h2 443 tcp\nkey-direction 1\n${block('tls-auth')}\n</connection>`,
      `<connection>\nremote h3 443 tcp\n${block('tls-auth')}\nkey-direction 1\n</connection>`,
      `<connection>\nremote h4 443 tcp\n${block('tls-crypt')}\n</connection>`,
      `key-direction 1\n${block('tls-auth')}`,
    ].join('\n'),
    ['h1 443 tcp tls-auth 1', 'h2 443 tcp tls-auth not set', 'h3 443 tcp tls-auth 1', 'h4 443 tcp tls-crypt'],
  ],
};

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

describe.skipIf(skipWithout(OPENVPN))('OpenVPN itself', { timeout: 60_000 }, () => {
  it.each(Object.entries(PROFILES))('takes a profile %s for the same', async (_, [text, expected]) => {
    expect(await askOpenVpn(text)).toEqual(expected);
  });
});

/** OpenVPN's own list of the servers it would try; it is stopped before it connects. */
async function askOpenVpn(text: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'p2s-ovpn-'));
  const ca = await createCa();
  const files = { profile: `client\ndev null\n${text}\n`, ca: ca.root.pem, login: 'user\npassword\n' };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const more = ['--ca', 'ca', '--auth-user-pass', 'login', '--verb', '4'];
  const running = startProcess({ file: OPENVPN, args: ['--config', 'profile', ...more], cwd: folder });
  try {
    const listed = () => running.output().includes('profiles END') || undefined;
    await Promise.race([waitFor('the list of OpenVPN', listed), running.exited]);
    if (!listed()) throw new Error(running.output());
    const [, ...entries] = (running.output().split('profiles END')[0] ?? '').split(/profiles \[\d+\]/);
    return entries.map((entry) => {
      const of = (name: string) => new RegExp(`  ${name} = '?([^'\\n]*)`).exec(entry)?.[1] ?? '';
      const keys = ['tls_auth', 'tls_crypt'].filter((name) => of(`${name}_file`) === '[INLINE]');
      const kind = keys[0]?.replace('_', '-') ?? 'none';
      const direction = kind === 'tls-auth' ? ` ${of('key_direction')}` : '';
      return `${of('remote')} ${of('remote_port')} ${of('proto').slice(0, 3)} ${kind}${direction}`;
    });
  } finally {
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
