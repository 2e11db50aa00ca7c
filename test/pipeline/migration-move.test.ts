import { describe, expect, it } from 'vitest';
import { deadlinesWith } from '../../src/core/findings/path/deadlines.ts';
import type { Route } from '../../src/core/model/check.ts';
import { moveOf } from '../../src/pipeline/path/move.ts';

const GATEWAY = { host: 'vpn.contoso.example', port: 443, source: 'option' } as const;
const DIRECT: Route = { proxy: null, decidedBy: 'option', unsupported: null };
const PROXIED: Route = { ...DIRECT, proxy: { host: 'proxy.contoso.example', port: 8080 } };

function wordsAfter(direct: string, proxied: string) {
  const probe = (route: Route, spoke: string) => ({
    route,
    outcome: { stages: [], answer: 'not-openvpn' as const, evidence: { spoke } },
    reason: null,
    durationMs: 1,
  });
  const clients = { windows: null, azureVpnClient: null, openVpn: null };
  const known = { gateways: [], roots: [], plugins: [] };
  const openVpn = [probe(DIRECT, direct), probe(PROXIED, proxied)];
  const seen = { gateway: GATEWAY, ike: [], openVpn, checks: [], sstp: null, clients, known };
  const { openvpn } = moveOf({ ...seen, from: 'this-machine' }, deadlinesWith());
  return openvpn.ways.map(({ verdict }) => verdict);
}

describe('a move', () => {
  it('names a proxy as the cause of a page that the direct route does not return, and no other', () => {
    expect(wordsAfter('unknown', 'http')).toEqual(['not-openvpn', 'proxy-wants-tls']);
    expect(wordsAfter('http', 'http')).toEqual(['not-openvpn', 'not-openvpn']);
  });
});
