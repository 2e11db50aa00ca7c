import { describe, expect, it } from 'vitest';
import { readVpnEvents } from '../../../src/core/evidence/vpn-events.ts';
import { at, COID, rasClient, rasSstp } from '../../support/machines/evidence.ts';

const one = (event: Parameters<typeof readVpnEvents>[0][number]) => readVpnEvents([event])[0];

describe('a logged event', () => {
  it.each([
    ['809', 809],
    ['-2146885613', 0x80092013],
    ['2148081683', 0x80092013],
    ['0x80092013', 0x80092013],
    ['80092013', 0x80092013],
    ['0x8007031e', 798],
    ['%%798', 798],
    [' 798 ', 798],
    ['0', null],
    ['', null],
    ['Fehler 798', null],
    ['9'.repeat(400), null],
  ])('of the dialler with %j has the code %j', (text, code) => {
    expect(one(rasClient(20227, text))).toMatchObject({
      source: 'RasClient',
      coId: 'faccbee1-58e9-4867-b9e7-0e7d94dc40c9',
      connection: 'Contoso VPN',
      code,
    });
  });

  it.each([
    ['407', 407],
    ['0x197', 407],
    [new Uint8Array([0x97, 1, 0, 0]), 407],
    ['99', null],
    ['600', null],
    [new Uint8Array([0x97, 1]), null],
    ['', null],
  ])('4 of RasSstp with %j has the status %j', (value, httpStatus) => {
    expect(one(rasSstp(4, [value]))).toMatchObject({ source: 'RasSstp', id: 4, httpStatus, code: null });
  });

  it('6 of RasSstp has the hashes, however they are written', () => {
    const sha1 = 'A8:98:5D:3A:65:E5:E5:C4:B2:D7:D6:6D:40:C6:DD:2F:B1:9C:54:36';
    const { hashes } = one(rasSstp(6, [sha1, new Uint8Array(32).fill(0xab)])) ?? {};
    expect(hashes).toEqual({ sha1: 'a8985d3a65e5e5c4b2d7d66d40c6dd2fb19c5436', sha256: 'ab'.repeat(32) });
    expect(one(rasSstp(6, ['xyz', 'ab']))?.hashes).toEqual({ sha1: null, sha256: null });
  });

  it('shows what Windows added in its own language, without anything that acts on a terminal', () => {
    const text = 'Die Sperrfunktion konnte nicht pr\u00fcfen\u001b[2J\r\n';
    expect(one(rasSstp(1, [text]))).toMatchObject({
      text: 'Die Sperrfunktion konnte nicht pr\u00fcfen\\u{1b}[2J',
      code: null,
    });
    expect(one(rasSstp(5, [new Uint8Array([0x13, 0x20, 0x09, 0x80])]))).toMatchObject({ code: 0x80092013 });
    expect(one(rasClient(20227, '798', { connection: 'a\u202eb' }))?.connection).toBe('a\\u{202e}b');
    expect(one(rasSstp(1, ['x'.repeat(5000)]))?.text?.length).toBeLessThan(310);
  });

  it('of another source, without a time or without values says nothing that is not there', () => {
    expect(readVpnEvents([{ ...rasClient(20227, '798'), provider: 'RemoteAccess' }])).toEqual([]);
    expect(readVpnEvents([{ ...rasClient(20227, '798'), at: null }])).toEqual([]);
    expect(one({ ...rasSstp(23), provider: 'RASSSTP', data: [] })).toEqual({
      source: 'RasSstp',
      id: 23,
      at: at(10),
      coId: null,
      connection: null,
      code: null,
      httpStatus: null,
      hashes: null,
      text: null,
    });
    expect(one({ ...rasSstp(23), data: [`${COID}x`] })?.coId).toBeNull();
  });

  it('comes before an older one', () => {
    const events = [rasSstp(1, [], { minutesAgo: 9 }), rasClient(20227, '1', { minutesAgo: 1 }), rasSstp(2)];
    expect(readVpnEvents(events).map(({ id }) => id)).toEqual([20227, 1, 2]);
  });
});
