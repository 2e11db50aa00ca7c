import * as z from 'zod';
import { sameEffectiveProxy } from '../../core/proxy/compare.ts';
import { shownSettings } from '../../core/proxy/pac-url.ts';
import type { ProxySettings } from '../../core/proxy/settings.ts';
import type { Store } from '../../core/stores/stores.ts';
import { settingsSchema } from '../../machine/wire/settings.ts';

const text = z.string().max(65_536);

/** One change of a saved plan as JSON: what is compared later, beside what is only for people. */
export const savedChangeSchema = z.looseObject({ store: text, after: settingsSchema });

/** A change of a saved plan: a setting, and its desired state in the form that is safe to show. */
export interface SavedChange {
  store: string;
  after: ProxySettings;
}

/** The settings that do not have the state in which the saved plan would have left them. */
export function notAsPlanned(changes: readonly SavedChange[], stores: readonly Store[]): string[] {
  const missing = changes.filter(({ store: id, after }) => {
    const now = stores.find((store) => store.id === id)?.settings ?? null;
    return now === null || !sameEffectiveProxy(shownSettings(now), after);
  });
  return missing.map(({ store }) => store);
}
