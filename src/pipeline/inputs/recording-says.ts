import { assess } from '../../core/decide/assess.ts';
import { settingsMessage } from '../../core/decide/summary.ts';
import { gatewayName } from '../../core/model/check.ts';
import { P2sError } from '../../core/model/errors.ts';
import type { Observation } from '../../core/model/observation.ts';
import type { Message } from '../../core/model/say.ts';
import type { RecordingSays } from '../../core/path/gateway-profile.ts';
import { dialledByWindows, type ProfileReading } from '../../core/path/gateway-profile.ts';
import type { ProxySettings } from '../../core/proxy/settings.ts';
import { readStores } from '../../core/stores/stores.ts';
import type { VpnUser } from '../../core/stores/vpn-user.ts';
import { recordingOf } from '../../machine/recorded/recording.ts';
import { inFile } from '../../profile/phonebook/gateways.ts';
import { withVpnOwners } from '../run/vpn-owners.ts';
import { readFromMachine } from './gateways.ts';

/**
 * What a recording among the profiles contains: its gateways, and the settings that decide on that computer.
 * `null` if the file is not a recording, or has no proxy settings.
 *
 * @throws P2sError `input` with the file and the place in it
 */
export async function recordingSays(bytes: Uint8Array, file: string): Promise<ProfileReading | null> {
  const recording = inFile(file, () => recordingOf(bytes));
  if (recording === null) return null;
  const seen = recording.observation(new Date(0));
  const observation = withVpnOwners(seen);
  const { vpnUser, winInet, winHttp } = deciding(observation);
  const { reading, unreadable } = await readFromMachine(observation, vpnUser);
  const within = (path: string) => `${file}, ${path}`;
  const gateways = reading.gateways.map((one) => ({
    ...one,
    file: within(one.file),
    package: within(one.package),
  }));
  const says: RecordingSays = {
    file,
    winInet: settingText(winInet),
    winHttp: settingText(winHttp),
    gateways: [...new Set(gateways.filter(dialledByWindows).map(gatewayName))],
    unreadable: unreadable.map((one) => ({ ...one, file: within(one.file) })),
  };
  const plugins = reading.plugins.map((one) => ({ ...one, file: within(one.file) }));
  return { gateways, roots: [], plugins, recordings: [says] };
}

interface Deciding {
  vpnUser: VpnUser | null;
  winInet: ProxySettings | null;
  winHttp: ProxySettings | null;
}

/** If the owner of the computer is unclear, the machine's own setting and those for all users count. */
function deciding(observation: Observation): Deciding {
  try {
    const { vpnUser, winInet, winHttp } = assess(observation, { source: 'wininet' }, null);
    return { vpnUser, winInet: seenIn(winInet), winHttp: seenIn(winHttp.native) };
  } catch (error) {
    if (!(error instanceof P2sError) || error.code !== 'user-ambiguous') throw error;
    const native = readStores(observation.registry).find(({ id }) => id === 'winhttp/native');
    return { vpnUser: null, winInet: null, winHttp: seenIn(native ?? null) };
  }
}

/** The effect of an absent setting counts; a setting that could not be read does not. */
function seenIn(
  store: { present: boolean | null; settings: ProxySettings | null } | null,
): ProxySettings | null {
  return store === null || store.present === null ? null : store.settings;
}

/** One line without credentials. Bypass lists may differ. */
function settingText(settings: ProxySettings | null): Message | null {
  return settings === null ? null : settingsMessage({ ...settings, bypass: [] });
}
