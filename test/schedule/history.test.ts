import { describe, expect, it } from 'vitest';
import { DIRECT_WINHTTP } from '../../src/core/proxy/settings.ts';
import { type History, NO_HISTORY, readHistory, writeHistory } from '../../src/schedule/history.ts';
import { stateDirEach } from '../support/stories/state-dir.ts';

const MACHINE = { kind: 'local', id: '00000000-0000-4000-8000-000000000000' } as const;
const AT = '2026-11-25T10:00:00.000Z';
const LEFT = [{ store: 'winhttp/native', settings: DIRECT_WINHTTP }];
const REVERSION = {
  act: 'align',
  count: 2,
  foundAt: AT,
  stores: ['winhttp/native'],
  by: null,
  leftAlone: true,
} as const;
const HISTORY: History = {
  own: DIRECT_WINHTTP,
  earlier: [DIRECT_WINHTTP],
  last: { at: AT, act: 'align', left: [...LEFT, { store: 'winhttp/wow64', settings: DIRECT_WINHTTP }] },
  reversions: [
    { ...REVERSION, changedAt: AT, left: LEFT },
    { ...REVERSION, act: 'clear', leftAlone: false, changedAt: AT, left: LEFT },
  ],
  gateways: [{ host: 'vpn.contoso.example', port: 443, chain: [new Uint8Array([48, 1, 2])] }],
};

describe('what scheduled runs remember', () => {
  const dir = stateDirEach();

  it('is read as it was written, for the machine that it is of', async () => {
    await writeHistory(dir, MACHINE, HISTORY);
    expect(await readHistory(dir, MACHINE)).toEqual(HISTORY);
    expect(await readHistory(dir, { ...MACHINE, id: 'another' })).toEqual(NO_HISTORY);
  });

  it('is read back whatever gateways showed and users keep in their own settings', async () => {
    const cert = (length: number) => new Uint8Array(length).fill(48);
    const gateway = (at: number, chain: Uint8Array[]) => ({ host: `vpn${at}.example`, port: 443, chain });
    const gateways = [
      gateway(
        0,
        Array.from({ length: 17 }, () => cert(10)),
      ),
      ...Array.from({ length: 2000 }, (_, at) => gateway(at + 1, [cert(60_000)])),
    ];
    const long = {
      store: 'wininet/S-1-5-21-1-2-3-1009/lan',
      settings: { ...DIRECT_WINHTTP, bypass: ['x'.repeat(70_000)] },
    };
    const last = { at: AT, act: 'align', left: [...LEFT, long] } as const;
    const reversions = [{ ...REVERSION, changedAt: AT, left: [...LEFT, long] }];
    await writeHistory(dir, MACHINE, { ...HISTORY, gateways, last, reversions });
    const read = await readHistory(dir, MACHINE);
    expect(read).toMatchObject({ own: DIRECT_WINHTTP, last: { left: LEFT }, reversions: [{ left: LEFT }] });
    expect(read.gateways).toHaveLength(1000);
    expect(read.gateways.slice(0, 2).map(({ chain }) => chain.length)).toEqual([0, 1]);
  });
});
