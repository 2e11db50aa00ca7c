import { describe, expect, it } from 'vitest';
import { readProfileFiles } from '../../src/profile/package.ts';
import { vpnSettings } from '../support/machines/profiles.ts';
import { makeZip, type ZipEntry } from '../support/machines/zip.ts';

const HOST = 'azuregateway-0f0f0f0f.vpn.azure.com';
const NAME = 'Generic/VpnSettings.xml';
const GOOD: ZipEntry = { name: NAME, content: vpnSettings({ server: HOST }) };
const MiB = 1024 * 1024;

const read = (path: string, content: string | Uint8Array) =>
  readProfileFiles([{ path, bytes: Buffer.from(content as Uint8Array) }]);

describe('a hostile archive is refused by name', () => {
  const settings = (change: Partial<ZipEntry>): Buffer => makeZip([{ ...GOOD, ...change }]);
  const zeros = (size: number) => Buffer.alloc(size);

  it.each<[string, Buffer, RegExp, RegExp]>([
    ['an encrypted entry', settings({ flags: 1 }), /encrypted/, /entry Generic/],
    ['a bomb by its size', settings({ content: zeros(33 * MiB) }), /bytes, and more than/, /entry Generic/],
    [
      'a bomb by all its entries',
      makeZip([1, 2, 3].map((i) => ({ name: `${i}/${NAME}`, content: zeros(30 * MiB), method: 0 }))),
      /total size exceeds the limit|bytes, and more/,
      /p\.zip/,
    ],
    [
      'a bomb that lies about its size',
      settings({ content: zeros(8 * MiB), says: { size: 1000 } }),
      /damaged/,
      /^p\.zip$/,
    ],
    ['a wrong checksum', settings({ says: { crc: 1 } }), /checksum/, /entry Generic/],
    ['an unknown method', settings({ method: 99 }), /damaged/, /^p\.zip$/],
    ['a size that runs past the end', settings({ says: { packed: 0x7fffffff } }), /damaged/, /^p\.zip$/],
    [
      'too many entries',
      makeZip(Array.from({ length: 2001 }, (_, i) => ({ name: `${i}.txt`, content: '' }))),
      /more than 2000 entries/,
      /^p\.zip$/,
    ],
    ['no profile', makeZip([{ name: 'a.exe', content: 'MZ' }]), /no profile is in it/, /^p\.zip$/],
    ['an empty one', makeZip([]), /no profile is in it/, /^p\.zip$/],
    ['a cut one', makeZip([GOOD]).subarray(0, 100), /damaged/, /^p\.zip$/],
  ])('%s', async (_name, bytes, message, where) => {
    await expect(read('p.zip', bytes)).rejects.toMatchObject({
      code: 'input',
      message: expect.stringMatching(message),
      where: expect.stringMatching(where),
      next: expect.any(String),
    });
  });

  it('archives in archives in archives', async () => {
    let bytes = makeZip([GOOD]);
    for (let i = 0; i < 3; i++) bytes = makeZip([{ name: 'a.zip', content: bytes, method: 0 }]);
    await expect(read('p.zip', bytes)).rejects.toMatchObject({ message: expect.stringMatching(/too deep/) });
  });

  it('names that lead out of the archive are only names: nothing is written', async () => {
    for (const name of [`../${NAME}`, '..\\..\\VpnSettings.xml', `/etc/${NAME}`, `C:/${NAME}`])
      expect((await read('p.zip', makeZip([{ ...GOOD, name }]))).gateways).toMatchObject([{ host: HOST }]);
  });

  it('what is no profile may be as large and as packed as it likes: it stays packed', async () => {
    const archive = makeZip([{ name: 'WindowsX86/setup.exe', content: zeros(40 * MiB) }, GOOD]);
    expect((await read('p.zip', archive)).gateways).toMatchObject([{ host: HOST }]);
  });
});

describe('a hostile XML file is refused by name', () => {
  const inside = (text: string, head = '') =>
    `${head}<VpnProfile><VpnServer>${HOST}</VpnServer>${text}</VpnProfile>`;
  const lol = '<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>';

  it.each([
    ['a document type', inside('', '<!DOCTYPE a SYSTEM "file:///etc/passwd">'), /DOCTYPE/],
    ['an entity bomb', inside('&b;', lol), /DOCTYPE/],
    ['an entity of its own', inside('<VpnType>&x;</VpnType>'), /well-formed/],
    ['depth', inside(`${'<a>'.repeat(40)}${'</a>'.repeat(40)}`), /more than 32 elements inside/],
    ['many values', inside('<VpnServer>a.example</VpnServer>'.repeat(2001)), /2000 values/],
    ['size', inside(' '.repeat(4 * MiB)), /bytes, and more than/],
  ])('%s', async (_name, text, message) => {
    await expect(read('v.xml', text)).rejects.toMatchObject({
      code: 'input',
      message: expect.stringMatching(message),
      where: expect.stringMatching(/^v\.xml/),
    });
  });
});
