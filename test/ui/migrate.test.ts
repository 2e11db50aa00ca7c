import { expect, it } from 'vitest';
import { mountUi } from '../../src/ui/mount.tsx';
import { ike, migrationOf, openVpn, readiness } from '../support/stories/migrations.ts';
import { fakeTerminal } from './terminal.ts';

it('shows each gateway of a move on a terminal, whole and wrapped', async () => {
  const { stdin, stdout, emulator } = fakeTerminal(80, 30, { rawMode: true });
  const ui = mountUi({ stdin, stdout, useColour: false, unicode: true, columns: 80 });
  const parts = {
    ikev2: ike(['silent', 'silent']),
    openvpn: openVpn(['reachable', 'proxy-wants-tls']),
    readiness: readiness('old'),
  };
  ui.emit({ type: 'started', mode: 'migrate', version: '0.1.0', at: '2026-11-25T10:00:00Z', sample: false });
  ui.emit({ type: 'migration', migration: migrationOf('a.vpn.azure.com', parts) });
  ui.emit({ type: 'migration', migration: migrationOf('b.vpn.azure.com', parts) });
  ui.emit({ type: 'finished', exitCode: 7, durationMs: 1 });
  await ui.finish();
  const { rows } = await emulator.shows('Exit code 7');
  const text = rows.join('\n');
  expect(text).toContain('Move of a.vpn.azure.com: ready after what is listed below.');
  expect(text).toContain('Move of b.vpn.azure.com');
  expect(text).toContain('    UDP 500: silent: no reply');
  expect(text).toContain('Not every gateway is ready to move.');
  expect(text).toMatch(/VPN team: download a new VPN client package and redeploy it, before\s+2027-01-31/);
});

it.each([
  [
    80,
    [
      '    SSTP       IKEv2                  OpenVPN',
      /^ {4}reachable {2}blocked \(unreachable\) {2}unknown \(/,
    ],
  ],
  [60, ['    SSTP     reachable', /^ {4}IKEv2 {4}blocked \(unreachable\)/, /^ {4}OpenVPN {2}unknown \(/]],
] as const)('keeps the protocols of a gateway in whole rows at %i columns', async (columns, rows) => {
  const { stdin, stdout, emulator } = fakeTerminal(columns, 60, { rawMode: true });
  const ui = mountUi({ stdin, stdout, useColour: false, unicode: true, columns });
  const parts = {
    ikev2: ike(['unreachable', 'unreachable']),
    openvpn: openVpn(['proxy-auth-required', 'gateway-speaks-sstp']),
    readiness: readiness('old'),
  };
  ui.emit({ type: 'started', mode: 'migrate', version: '0.1.0', at: '2026-11-25T10:00:00Z', sample: false });
  ui.emit({ type: 'migration', migration: migrationOf('a.vpn.azure.com', parts) });
  ui.emit({ type: 'finished', exitCode: 7, durationMs: 1 });
  await ui.finish();
  const screen = await emulator.shows('Exit code 7');
  for (const row of rows) expect(screen.rows).toContainEqual(expect.stringMatching(row));
});
