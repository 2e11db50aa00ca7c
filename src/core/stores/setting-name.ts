import type { MachineFacts } from '../model/events.ts';
import { percentDecoded } from '../model/parse-url.ts';
import { type Phrase, say } from '../model/say.ts';

export const ALL_USERS = say('all users');
export const RECORDED_USER = say('the recorded user');

const VIEWS: ReadonlyMap<string, Phrase> = new Map([
  ['native', say('WinHTTP (64-bit)')],
  ['wow64', say('WinHTTP (32-bit)')],
  ['both', say('WinHTTP (64-bit and 32-bit)')],
]);

/** Accounts that run Windows services. */
const SERVICES: ReadonlyMap<string, string> = new Map([
  ['S-1-5-18', 'LocalSystem'],
  ['S-1-5-19', 'LocalService'],
  ['S-1-5-20', 'NetworkService'],
]);

/** The display name of the setting with this id (JSON: `stores[].id`); an unknown id stays unchanged. */
export function nameOfSetting(id: string, vpnUser: MachineFacts['vpnUser'] = null): Phrase {
  const [api = '', owner = '', kind = '', name = ''] = id.split('/');
  if (api === 'winhttp') return VIEWS.get(owner) ?? id;
  if (api !== 'wininet') return id;
  if (owner === 'machine') {
    const user = kind === 'wow64' ? say('all users, 32-bit') : ALL_USERS;
    return say('WinINET ({user})', { user });
  }
  const own = owner === vpnUser?.sid ? vpnUser.name : null;
  const user = own ?? SERVICES.get(owner) ?? (owner === 'current' ? RECORDED_USER : owner);
  return kind === 'ras'
    ? say('WinINET, VPN entry {name} ({user})', { name: percentDecoded(name), user })
    : say('WinINET ({user})', { user });
}

const POLICIES: ReadonlyMap<string, Phrase> = new Map([
  ['Proxy', say('"Prevent changing proxy settings"')],
  ['Autoconfig', say('"Disable changing Automatic Configuration settings"')],
]);

/** Who manages a setting (JSON: `stores[].managedBy`), e.g. `policy:ControlPanel\Proxy`; others stay unchanged. */
export function nameOfManager(owner: string): Phrase {
  const [, name] = /^policy:(?:ControlPanel\\)?(.+)$/.exec(owner) ?? [];
  return name === undefined ? owner : say('policy {name}', { name: POLICIES.get(name) ?? name });
}
