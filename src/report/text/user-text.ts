import type { MachineFacts } from '../../core/model/events.ts';
import { say } from '../../core/model/say.ts';
import { RECORDED_USER } from '../../core/stores/setting-name.ts';
import { machineName } from './run.ts';
import type { Words } from './words.ts';

/** The display name of a user; the HKEY_CURRENT_USER of a recording has none. */
export function userText(name: string | null, sid: string | null, words: Words): string {
  return name ?? (sid === 'current' ? words(RECORDED_USER) : (sid ?? words(say('unknown user'))));
}

/** The computer, the VPN user, and whether an administrator runs this, in one line. */
export function machineText(machine: MachineFacts, words: Words): string {
  const { user, vpnUser } = machine;
  return [
    words(say('Computer {machine}', { machine: words(machineName(machine)) })),
    ...(vpnUser === null
      ? []
      : [words(say('VPN user: {name}', { name: userText(vpnUser.name, vpnUser.sid, words) }))]),
    ...(user?.elevated === true ? [words(say('running as administrator'))] : []),
    ...(user?.elevated === false ? [words(say('not running as administrator'))] : []),
  ].join(words.between.items);
}
