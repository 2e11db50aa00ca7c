import type { MachineFacts } from '../../core/model/events.ts';
import { percentDecoded } from '../../core/model/parse-url.ts';
import { textOfCode } from '../messages/text.ts';
import type { Words } from '../text/words.ts';

/** Accounts that run Windows services. */
const SERVICES: Readonly<Record<string, string>> = {
  'S-1-5-18': 'LocalSystem',
  'S-1-5-19': 'LocalService',
  'S-1-5-20': 'NetworkService',
};

type User = MachineFacts['vpnUser'];

/** The display name of the setting with this id (JSON: `stores[].id`); an unknown id stays unchanged. */
export function settingName(id: string, words: Words, vpnUser: User = null): string {
  const [api = '', owner = '', kind = '', name = ''] = id.split('/');
  if (api === 'winhttp') return words.of(textOfCode('setting-name.win-http', owner, id));
  if (api !== 'wininet') return id;
  if (owner === 'machine') {
    const user = words(kind === 'wow64' ? 'machine.all-users-32-bit' : 'machine.all-users');
    return words('setting-name.win-inet', { user });
  }
  const own = owner === vpnUser?.sid ? vpnUser.name : null;
  const service = Object.hasOwn(SERVICES, owner) ? SERVICES[owner] : undefined;
  const user = own ?? service ?? (owner === 'current' ? words('machine.recorded-user') : owner);
  return kind === 'ras'
    ? words('setting-name.entry', { name: percentDecoded(name), user })
    : words('setting-name.win-inet', { user });
}

/** Several settings in one line; both WinHTTP views become one, as most people know one setting. */
export function settingNames(ids: readonly string[], words: Words, vpnUser: User = null): string {
  const both = ids.includes('winhttp/native') && ids.includes('winhttp/wow64');
  const names = ids.map((id) =>
    both && id.startsWith('winhttp/') ? words('setting-name.win-http.both') : settingName(id, words, vpnUser),
  );
  return [...new Set(names)].join(words('between.items'));
}
