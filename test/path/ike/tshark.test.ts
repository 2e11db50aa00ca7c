import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encodeInit } from '../../../src/path/ike/init.ts';
import { keyShare } from '../../../src/path/ike/key-share.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { decodeByTshark, TSHARK } from '../../support/servers/tshark.ts';

const SPI = Buffer.from('1122334455667788', 'hex');

function request(group: number, port: number, cookie: Uint8Array | null = null): Buffer {
  return encodeInit({
    spi: SPI,
    nonce: randomBytes(32),
    group,
    keyShare: keyShare(group) ?? Buffer.alloc(0),
    local: { address: '192.0.2.1', port: 40_000 },
    remote: { address: '198.51.100.1', port },
    cookie,
  });
}

describe.skipIf(skipWithout(TSHARK))('what tshark reads in our IKE packets', { timeout: 60_000 }, () => {
  it('is what was meant: header, proposals, key, notifications; with the marker on 4500, with a cookie', async () => {
    const udp = { transport: 'udp', from: 40_000 } as const;
    const cookie = Buffer.from('c00c1ec00c1e', 'hex');
    const texts = await decodeByTshark([
      { ...udp, to: 500, payload: request(14, 500) },
      { ...udp, to: 4500, payload: Buffer.concat([Buffer.alloc(4), request(19, 4500, cookie)]) },
    ]);
    const [plain = '', marked = ''] = texts;
    for (const text of texts) {
      expect(text).not.toMatch(/malformed|\[Expert Info \((?:Error|Warning)/i);
      expect(text).toContain('Exchange type: IKE_SA_INIT (34)');
      expect(text).toContain('Initiator SPI: 1122334455667788');
      expect(text).toContain('Responder SPI: 0000000000000000');
      expect(text).toMatch(/Flags: 0x08 \(Initiator, No higher version, Request\)/);
      for (const words of [
        'Transform ID (ENCR): ENCR_AES_CBC (12)',
        'Transform ID (ENCR): AES-GCM with a 16 octet ICV (20)',
        'Key Length: 256',
        'Transform ID (PRF): PRF_HMAC_SHA2_256 (5)',
        'Transform ID (INTEG): AUTH_HMAC_SHA2_256_128 (12)',
        'Transform ID (D-H): 2048 bit MODP group (14)',
        'Transform ID (D-H): 256-bit random ECP group (19)',
        'Transform ID (D-H): Alternate 1024-bit MODP group (2)',
        'NAT_DETECTION_SOURCE_IP (16388)',
        'NAT_DETECTION_DESTINATION_IP (16389)',
        'IKEV2_FRAGMENTATION_SUPPORTED (16430)',
      ])
        expect(text).toContain(words);
    }
    expect(plain).toContain('DH Group #: 2048 bit MODP group (14)');
    expect(plain).not.toContain('Non-ESP Marker');
    expect(marked).toContain('Non-ESP Marker');
    expect(marked).toContain('DH Group #: 256-bit random ECP group (19)');
    expect(marked).toMatch(/COOKIE \(16390\)[\s\S]*c00c1ec00c1e/);
    // The cookie is the first payload.
    expect(marked).toContain('Next payload: Notify (41)');
    const at = (words: string) => marked.indexOf(`Payload: ${words}`);
    expect(at('Notify (41) - COOKIE')).toBeGreaterThan(0);
    expect(at('Notify (41) - COOKIE')).toBeLessThan(at('Security Association (33)'));
  });
});
