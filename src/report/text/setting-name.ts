import type { MachineFacts } from '../../core/model/events.ts';
import { listed, type Phrase } from '../../core/model/say.ts';
import { nameOfSetting } from '../../core/stores/setting-name.ts';

import type { Words } from './words.ts';

type User = MachineFacts['vpnUser'];

/** Several settings in one line; both WinHTTP views become one, as most people know one setting. */
export function namesOfSettings(ids: readonly string[], vpnUser: User = null): Phrase {
  const both = ids.includes('winhttp/native') && ids.includes('winhttp/wow64');
  const shown = ids.map((id) => (both && id.startsWith('winhttp/') ? 'winhttp/both' : id));
  return listed([...new Set(shown)].map((id) => nameOfSetting(id, vpnUser)));
}

/** {@link nameOfSetting} in the words of a language. */
export function settingName(id: string, words: Words, vpnUser: User = null): string {
  return words(nameOfSetting(id, vpnUser));
}

/** {@link namesOfSettings} in the words of a language. */
export function settingNames(ids: readonly string[], words: Words, vpnUser: User = null): string {
  return words(namesOfSettings(ids, vpnUser));
}
