import type { MachineFacts } from '../../core/model/events.ts';
import type { Words } from './words.ts';

/** The display name of a user; the HKEY_CURRENT_USER of a recording has none. */
export function userText(name: string | null, sid: string | null, words: Words): string {
  return name ?? (sid === 'current' ? words.recordedUser : (sid ?? words.unknownUser));
}

/** The computer, the VPN user, and whether an administrator runs this, in one line. */
export function machineText(machine: MachineFacts, words: Words): string {
  const { user, vpnUser } = machine;
  return [
    words.machine(machine),
    ...(vpnUser === null ? [] : [words.vpnUser(userText(vpnUser.name, vpnUser.sid, words))]),
    ...(user?.elevated === true ? [words.elevated] : []),
    ...(user?.elevated === false ? [words.notElevated] : []),
  ].join(words.comma);
}
