import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../src/core/model/observation.ts';
import { clientsOf } from '../../../src/pipeline/inputs/clients.ts';

const ENV = { LOCALAPPDATA: 'C:\\Users\\u\\AppData\\Local', ProgramFiles: 'C:\\Program Files' };
const APP = 'C:\\Users\\u\\AppData\\Local\\Packages\\Microsoft.AzureVpn_8wekyb3d8bbwe';
const OPENVPN = 'C:\\Program Files\\OpenVPN\\bin\\openvpn.exe';
const PLUGIN = { file: 'rasphone.pbk', entry: 'Azure' };
const seen = { kind: 'local', observation: null, known: { plugins: [] } };

/** Only these files exist; `denied` may not be read. */
function filesWith(paths: readonly string[], denied: readonly string[] = []) {
  return {
    async info(path: string) {
      if (denied.includes(path)) throw Object.assign(new Error(), { code: 'EACCES' });
      return paths.includes(path) ? ({ kind: 'file' } as never) : null;
    },
  };
}

describe('the VPN clients of a machine', () => {
  const here = { platform: 'win32', env: ENV } as const;

  it.each([
    [[APP, OPENVPN], { windows: true, azureVpnClient: true, openVpn: true }],
    [[], { windows: true, azureVpnClient: null, openVpn: false }],
    [
      ['C:\\Program Files\\OpenVPN Connect\\OpenVPNConnect.exe'],
      { windows: true, azureVpnClient: null, openVpn: true },
    ],
  ])('on this Windows, with %j', async (paths, expected) => {
    expect(await clientsOf(here, seen, filesWith(paths))).toEqual(expected);
  });

  it('are not known where their places may not be looked at, or have no name', async () => {
    const denied = await clientsOf(here, seen, filesWith([], [OPENVPN]));
    expect(denied.openVpn).toBeNull();
    const nameless = await clientsOf({ platform: 'win32', env: {} }, seen, filesWith([APP, OPENVPN]));
    expect(nameless).toEqual({ windows: true, azureVpnClient: null, openVpn: null });
  });

  it('of another machine are known by its phonebooks alone', async () => {
    const known = { plugins: [PLUGIN] };
    const observation = {} as Observation;
    const recorded = { kind: 'recorded', observation, known };
    expect(await clientsOf(here, recorded, filesWith([OPENVPN]))).toEqual({
      windows: true,
      azureVpnClient: true,
      openVpn: null,
    });
    const ike = { ...PLUGIN, dials: { gateway: 'vpn.example', strategy: 7 } };
    const without = await clientsOf(here, { ...recorded, known: { plugins: [ike] } }, filesWith([]));
    expect(without.azureVpnClient).toBeNull();
    const elsewhere = await clientsOf(
      { platform: 'linux', env: ENV },
      { ...seen, kind: null },
      filesWith([APP]),
    );
    expect(elsewhere).toEqual({ windows: null, azureVpnClient: null, openVpn: null });
  });
});
