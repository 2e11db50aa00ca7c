import { describe, expect, it } from 'vitest';
import type { ControlKey, OpenVpnAccess } from '../../src/core/security/control-key.ts';
import { readProfileFiles } from '../../src/profile/package.ts';
import { azureVpnConfig, openVpnProfile, SECRET } from '../support/machines/profiles.ts';
import { makeZip } from '../support/machines/zip.ts';

const HOST = 'azuregateway-0.vpn.azure.com';
const OVPN = openVpnProfile(HOST, '');
const KEY_BLOCK = /<tls-auth>[\s\S]*<\/tls-auth>\n/;

async function accessOf(path: string, content: string | Uint8Array): Promise<OpenVpnAccess | undefined> {
  const bytes = Buffer.from(content as Uint8Array);
  return (await readProfileFiles([{ path, bytes }], { keys: true })).gateways[0]?.openVpn;
}

function hexOf(key: OpenVpnAccess['key'] | undefined): string | null {
  return key !== undefined && 'key' in key ? Buffer.from(key.key.reveal()).toString('hex') : null;
}

describe('the key of an OpenVPN profile', () => {
  it('is read where it is asked for, and nowhere else', async () => {
    const access = await accessOf('a.ovpn', OVPN);
    expect(access).toMatchObject({
      transport: 'tcp',
      key: { kind: 'tls-auth', direction: 1, digest: 'sha1' } satisfies Partial<ControlKey>,
    });
    expect(hexOf(access?.key)).toBe(SECRET);
    const without = await readProfileFiles([{ path: 'a.ovpn', bytes: Buffer.from(OVPN) }]);
    expect(without.gateways[0]).not.toHaveProperty('openVpn');
  });

  it.each([
    ['auth SHA256', { kind: 'tls-auth', digest: 'sha256' }],
    ['auth SHA-512', { kind: 'tls-auth', digest: 'sha512' }],
    ['auth RSA-SHA384', { kind: 'tls-auth', digest: 'sha384' }],
    ['auth MD5', { kind: 'unsupported', reason: 'digest' }],
    ['key-direction 0', { kind: 'tls-auth', direction: 0 }],
    ['key-direction bidirectional', { kind: 'tls-auth', direction: null }],
  ])('goes by the option %s', async (line, key) => {
    const text = OVPN.replace(/key-direction .*\n/, '');
    expect((await accessOf('a.ovpn', `${text}\n${line}\n`))?.key).toMatchObject(key);
  });

  it('may be one of tls-crypt, none, in a file, or of a kind that is not spoken here', async () => {
    const crypt = OVPN.replaceAll('tls-auth>', 'tls-crypt>');
    const keys = [
      crypt,
      OVPN.replace(KEY_BLOCK, ''),
      OVPN.replace(KEY_BLOCK, 'tls-auth ta.key 1\n'),
      `${OVPN}<tls-crypt-v2>\nx\n</tls-crypt-v2>\n`,
    ].map(async (text) => (await accessOf('a.ovpn', text))?.key);
    expect(await Promise.all(keys)).toMatchObject([
      { kind: 'tls-crypt' },
      { kind: 'none' },
      { kind: 'unsupported', reason: 'key-file' },
      { kind: 'unsupported', reason: 'tls-crypt-v2' },
    ]);
    expect(hexOf(await keys[0])).toBe(SECRET);
  });

  it('is that of azurevpnconfig.xml as well, in both its spellings, and inside an archive', async () => {
    const xml = azureVpnConfig({ servers: [HOST] });
    const exported = xml
      .replaceAll('protocolconfig', 'protoconfig')
      .replaceAll('sslprotocolConfig', 'sslprotoconfig');
    const udp = xml.replace('>tcp<', '>udp<');
    expect(await accessOf('azurevpnconfig.xml', xml)).toMatchObject({
      transport: 'tcp',
      key: { kind: 'tls-auth', direction: 1, digest: 'sha256' },
    });
    expect(hexOf((await accessOf('azurevpnconfig.xml', xml))?.key)).toBe(SECRET);
    expect((await accessOf('azurevpnconfig.xml', exported))?.transport).toBe('tcp');
    expect((await accessOf('azurevpnconfig.xml', udp))?.transport).toBe('udp');
    const zip = makeZip([{ name: 'AzureVPN/azurevpnconfig.xml', content: xml }]);
    expect(hexOf((await accessOf('vpn.zip', zip))?.key)).toBe(SECRET);
    const bare = xml.replace(/<serversecret>.*<\/serversecret>/, '');
    expect((await accessOf('azurevpnconfig.xml', bare))?.key).toEqual({ kind: 'none' });
  });

  it.each([
    ['a.ovpn', OVPN.replace('5ec7e75ec7', '5ec7')],
    ['a.ovpn', OVPN.replace(SECRET, '')],
    ['azurevpnconfig.xml', azureVpnConfig({ servers: [HOST] }).replace('5ec7e75ec7', 'x5ec7')],
  ])('that is none is refused without being repeated: %s', async (path, text) => {
    const reading = accessOf(path, text);
    await expect(reading).rejects.toMatchObject({ code: 'input', where: path });
    const error = await reading.catch((one: unknown) => one);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('5ec7');
    // If the key is not needed, its errors do not matter.
    await readProfileFiles([{ path, bytes: Buffer.from(text) }]);
  });

  it('goes with the transport of its server', async () => {
    const text = OVPN.replace('443', '1194 udp').replace('proto tcp\n', '');
    expect((await accessOf('a.ovpn', text))?.transport).toBe('udp');
    expect((await accessOf('a.ovpn', OVPN.replace('proto tcp', 'proto tcp4-client')))?.transport).toBe('tcp');
    expect((await accessOf('a.ovpn', OVPN.replace('proto tcp\n', '')))?.transport).toBe('udp');
  });
});
