import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { parseAllowedProxy } from '../../core/decide/allow-list.ts';
import {
  type DesiredSetting,
  type DesiredSettings,
  type TypedState,
  typedState,
} from '../../core/decide/desired-settings.ts';
import { P2sError } from '../../core/model/errors.ts';
import { say } from '../../core/model/say.ts';
import { formatBypassList } from '../../core/proxy/bypass-list.ts';
import { formatProxyList } from '../../core/proxy/proxy-list.ts';
import { PROXY_SCHEMES, type Store } from '../../core/proxy/settings.ts';
import { typedBypassList } from '../../core/proxy/typed.ts';
import { writableStore } from './desired-schema.ts';

const text = z.string().max(65_536);
const server = z.object({
  scheme: z.enum(PROXY_SCHEMES),
  host: text.min(1),
  port: z.int().min(1).max(65_535).nullable(),
  tls: z.literal(true).optional(),
});
const proxy = z.object({
  kind: z.literal('proxy'),
  servers: z.array(server).min(1).max(1000),
  bypass: z.array(text).max(10_000).nullable(),
});
const direct = z.object({ kind: z.literal('direct') });
const winInet = z.discriminatedUnion('kind', [
  proxy,
  z.object({ kind: z.literal('pac'), url: text.min(1) }),
  direct,
]);
const winHttp = z.discriminatedUnion('kind', [proxy, direct]);

/** What an unattended run may take from a user's setting, limited to values that can be typed. */
const allowed = z.object({
  proxies: z.array(text.min(1)).max(1000),
  bypass: z.array(text).max(10_000).nullable(),
});

/** The desired settings of a saved plan as JSON. */
export const desiredSettingsSchema = z.discriminatedUnion('source', [
  z.object({ source: z.literal('wininet'), allowed: allowed.optional() }),
  z.object({ source: z.literal('winhttp') }),
  z.object({
    source: z.literal('explicit'),
    winInet: winInet.nullable(),
    winHttp: z.union([winHttp, z.literal('follow')]).nullable(),
    stores: z.record(writableStore, winInet).optional(),
  }),
]);

type ReadDesired = z.infer<typeof desiredSettingsSchema>;
type ReadState = z.infer<typeof winInet>;

/**
 * The desired settings, if each state could have been typed: written as text and parsed by the rules of typed
 * states, it gives the same state. Else `null`.
 */
export function checkedDesired(desired: ReadDesired): DesiredSettings | null {
  if (desired.source === 'winhttp') return desired;
  if (desired.source === 'wininet') {
    const { source, allowed: list } = desired;
    if (list === undefined) return { source };
    return isAllowedTyped(list) ? { source, allowed: list } : null;
  }
  const { winInet, winHttp, stores } = desired;
  try {
    return {
      source: 'explicit',
      winInet: winInet === null ? null : checked(winInet, 'wininet'),
      winHttp: winHttp === null || winHttp === 'follow' ? winHttp : checked(winHttp, 'winhttp'),
      ...(stores === undefined ? {} : { stores: checkedStores(stores, winHttp !== null) }),
    };
  } catch (error) {
    if (error instanceof P2sError) return null;
    throw error;
  }
}

/** As in a desired-state file: WinHTTP cannot store a PAC file, and no setting may be named twice. */
function checkedStores(
  stores: Record<string, ReadState>,
  winHttpNamed: boolean,
): Record<string, DesiredSetting> {
  const entries = Object.entries(stores).map(([id, state]) => {
    const store = id.startsWith('winhttp/') ? 'winhttp' : 'wininet';
    if (store === 'winhttp' && (winHttpNamed || state.kind === 'pac')) throw cannotBeTyped();
    return [id, checked(state, store)] as const;
  });
  return Object.fromEntries(entries);
}

function checked(read: ReadState, store: Store): DesiredSetting {
  const state = withoutUndefined(read);
  const again = typedState(asTyped(state), (part) => part, store);
  if (!isDeepStrictEqual(again, state)) throw cannotBeTyped();
  return state;
}

function asTyped(state: DesiredSetting): TypedState {
  switch (state.kind) {
    case 'direct':
      return { direct: true };
    case 'pac':
      return { pac: state.url };
    case 'proxy':
      return {
        proxy: formatProxyList(state.servers),
        bypass: state.bypass === null ? undefined : formatBypassList(state.bypass),
      };
  }
}

/** Absent properties are omitted instead of undefined. */
function withoutUndefined(state: ReadState): DesiredSetting {
  if (state.kind !== 'proxy') return state;
  const servers = state.servers.map(({ tls, ...rest }) => ({ ...rest, ...(tls ? { tls } : {}) }));
  return { ...state, servers };
}

/** Always caught above: a message about the state could contain secrets. */
function cannotBeTyped(): P2sError {
  return new P2sError('input', say('It cannot be typed as an option.'));
}

function isAllowedTyped(list: z.infer<typeof allowed>): boolean {
  try {
    const { proxies, bypass } = list;
    const again = proxies.map((one) => parseAllowedProxy(one));
    const where = { where: 'bypass', store: 'winhttp' } as const;
    const entries = bypass === null ? null : typedBypassList(formatBypassList(bypass), where).entries;
    return isDeepStrictEqual([again, entries], [proxies, bypass]);
  } catch (error) {
    if (error instanceof P2sError) return false;
    throw error;
  }
}
