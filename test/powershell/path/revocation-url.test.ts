import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import type { ScriptName } from '../../../src/powershell/port.ts';
import { folderForTest } from '../../support/files.ts';
import { runProgram, skipWithout } from '../../support/programs/process.ts';
import { OPENSSL } from '../../support/servers/openssl.ts';
import { describeReal, RUN } from '../real-adapters.ts';

/** A DER element with a content of less than 64 KiB. */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

/** An element around these, from the innermost tag to the outermost. */
function nested(tags: readonly number[], content: Buffer): Buffer {
  return tags.reduce((inner, tag) => der(tag, inner), content);
}

/** The tags around a URI: fullName, distributionPoint, DistributionPoint, and the list. */
const AROUND = [0xa0, 0xa0, 0x30, 0x30];

describeReal('revocation URLs of a certificate', (real) => {
  const urlsIn = async (points: Buffer) => {
    const request = { points: points.toString('base64') };
    return (await real.host.run('Test-RevocationUrl' as ScriptName, request, RUN)).result;
  };

  it.skipIf(real.mode !== 'FullLanguage')('are read where they may be', async () => {
    const uri = der(0x86, Buffer.from('http://crl.contoso.example/ca.crl'));
    expect(await urlsIn(nested(AROUND, uri))).toEqual(['http://crl.contoso.example/ca.crl']);
  });

  it.skipIf(real.mode !== 'FullLanguage')('are not looked for in thousands of nested elements', async () => {
    const uri = der(0x86, Buffer.from('http://crl.contoso.example/ca.crl'));
    const deep = [...Array<number>(12_000).fill(0x30), ...AROUND];
    expect(await urlsIn(nested(deep, uri))).toEqual([]);
  });
});

describeReal('a certificate that a server sent', (real) => {
  const isSkipped = real.mode !== 'FullLanguage' || skipWithout(OPENSSL);

  it.skipIf(isSkipped)('is read from DER, and no keys from a PKCS #12 file', async () => {
    const { der, cert, key } = await (await createCa()).issue({ names: [], commonName: 'x', issuer: 'self' });
    const path = await folderForTest();
    const [pem, pfx] = [join(path, 'x.pem'), join(path, 'x.pfx')];
    await writeFile(pem, cert + key);
    await runProgram(OPENSSL, ['pkcs12', '-export', '-in', pem, '-out', pfx, '-passout', 'pass:']);
    const subjectOf = async (sent: Buffer) => {
      const request = { sent: sent.toString('base64') };
      return (await real.host.run('Test-RevocationUrl' as ScriptName, request, RUN)).result;
    };
    expect(await subjectOf(der)).toBe('CN=x');
    expect(await subjectOf(await readFile(pfx))).toBeNull();
  });
});
