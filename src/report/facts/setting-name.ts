import type { MachineFacts } from '../../core/model/events.ts';
import { percentDecoded } from '../../core/model/parse-url.ts';
import { listed } from '../messages/parts.ts';
import { type Text, text, textOfCode } from '../messages/text.ts';
import type { Words } from '../text/words.ts';

/** Accounts that run Windows services. */
const SERVICES: Readonly<Record<string, string>> = {
  'S-1-5-18': 'LocalSystem',
  'S-1-5-19': 'LocalService',
  'S-1-5-20': 'NetworkService',
};

type User = MachineFacts['vpnUser'];

/** The display name of the setting with this id (JSON: `stores[].id`); an unknown id stays unchanged. */
export function nameOfSetting(id: string, vpnUser: User = null): Text {
  const [api = '', owner = '', kind = '', name = ''] = id.split('/');
  if (api === 'winhttp') return textOfCode('setting-name.win-http', owner, id);
  if (api !== 'wininet') return id;
  if (owner === 'machine') {
    const user = text(kind === 'wow64' ? 'machine.all-users-32-bit' : 'machine.all-users');
    return text('setting-name.win-inet', { user });
  }
  const own = owner === vpnUser?.sid ? vpnUser.name : null;
  const service = Object.hasOwn(SERVICES, owner) ? SERVICES[owner] : undefined;
  const user = own ?? service ?? (owner === 'current' ? text('machine.recorded-user') : owner);
  return kind === 'ras'
    ? text('setting-name.entry', { name: percentDecoded(name), user })
    : text('setting-name.win-inet', { user });
}

/** Several settings in one line; both WinHTTP views become one, as most people know one setting. */
export function namesOfSettings(ids: readonly string[], vpnUser: User = null): Text {
  const both = ids.includes('winhttp/native') && ids.includes('winhttp/wow64');
  const shown = ids.map((id) => (both && id.startsWith('winhttp/') ? 'winhttp/both' : id));
  return listed([...new Set(shown)].map((id) => nameOfSetting(id, vpnUser)));
}

/** {@link nameOfSetting} in the words of a language. */
export function settingName(id: string, words: Words, vpnUser: User = null): string {
  return words.of(nameOfSetting(id, vpnUser));
}

/** {@link namesOfSettings} in the words of a language. */
export function settingNames(ids: readonly string[], words: Words, vpnUser: User = null): string {
  return words.of(namesOfSettings(ids, vpnUser));
}

/** Who manages a setting (JSON: `stores[].managedBy`), e.g. `policy:ControlPanel\Proxy`; others stay unchanged. */
export function nameOfManager(owner: string): Text {
  const [, name] = /^policy:(?:ControlPanel\\)?(.+)$/.exec(owner) ?? [];
  return name === undefined
    ? owner
    : text('manager.policy', { name: textOfCode('manager-policy', name, name) });
}
