import type { Deadline, DeadlineId } from '../findings/path/deadlines.ts';
import { isAzureGateway } from '../findings/path/gateway.ts';
import { profileStates } from '../findings/profile-currency.ts';
import { type Check, type Gateway, gatewayName, ofStage } from '../model/check.ts';
import {
  type GatewayProfile,
  type ProfileReading,
  profilesOf,
  type VpnType,
} from '../path/gateway-profile.ts';
import type { Readiness, VpnClients } from './model.ts';

/** The part of a gateway's migration that depends on profiles, trust, clients and dates. */
export function readinessOf(
  gateway: Gateway,
  reading: ProfileReading,
  checks: readonly Check[],
  clients: VpnClients,
  deadlines: readonly Deadline[],
): Readiness {
  const name = gatewayName(gateway);
  // Other servers keep SSTP, with their own roots.
  const own = isAzureGateway(gateway) ? deadlines : [];
  const day = (id: DeadlineId) =>
    own.find((one) => one.id === id && one.byNotification !== true)?.date ?? null;
  return {
    profiles: profileStates(reading)
      .filter((one) => one.gateway === name)
      .map(({ files, roots, state }) => ({ files, roots, state })),
    ...rootTrust(checks.filter((check) => check.gateway === name)),
    clients,
    sstpEnds: day('sstp-retirement'),
    oldRootEnds: day('gateway-root-migration'),
  };
}

/** From the certificates that the gateway sent to the SSTP check. */
function rootTrust(checks: readonly Check[]): Pick<Readiness, 'rootTrusted' | 'rootGiven'> {
  const { reasons, trustedBy } = ofStage(checks, 'certificate')[0]?.evidence ?? {};
  if (Array.isArray(reasons) && reasons.includes('untrusted-root')) return { rootTrusted: false };
  // The roots of the user are tried before those of this system.
  if (trustedBy === 'extra') return { rootTrusted: null, rootGiven: true };
  return { rootTrusted: typeof trustedBy === 'string' ? true : null };
}

/**
 * Whether the gateway offers a protocol by its profiles: a profile that lists its types, else a file for that
 * protocol alone. An automatic phonebook entry proves nothing.
 */
export function isOffered(
  reading: ProfileReading,
  gateway: Pick<Gateway, 'host' | 'port'>,
  type: VpnType,
): boolean | null {
  const profiles = profilesOf(reading, gateway);
  if (profiles.some(({ types }) => types?.includes(type))) return true;
  return profiles.some(listsTypes) ? false : null;
}

function listsTypes({ format, types }: GatewayProfile): boolean {
  return format === 'vpn-settings' && types !== null;
}

/** Whether every profile of the gateway is for OpenVPN alone. */
export function isOpenVpnOnly(reading: ProfileReading, gateway: Pick<Gateway, 'host' | 'port'>): boolean {
  const profiles = profilesOf(reading, gateway);
  return profiles.length > 0 && profiles.every(({ types }) => types?.join() === 'OpenVPN');
}
