import type { MachineFacts } from '../../core/model/events.ts';
import { RECORDED_USER } from '../../core/stores/setting-name.ts';
import { machineName } from '../messages/run.ts';
import type { Words } from './words.ts';

/** The display name of a user; the HKEY_CURRENT_USER of a recording has none. */
export function userText(name: string | null, sid: string | null, words: Words): string {
  return name ?? (sid === 'current' ? words.of(RECORDED_USER) : (sid ?? words('machine.unknown-user')));
}

/** The computer, the VPN user, and whether an administrator runs this, in one line. */
export function machineText(machine: MachineFacts, words: Words): string {
  const { user, vpnUser } = machine;
  return [
    words('machine.in-line', { machine: words.of(machineName(machine)) }),
    ...(vpnUser === null
      ? []
      : [words('machine.vpn-user', { name: userText(vpnUser.name, vpnUser.sid, words) })]),
    ...(user?.elevated === true ? [words('machine.elevated')] : []),
    ...(user?.elevated === false ? [words('machine.not-elevated')] : []),
  ].join(words('between.items'));
}
