import type { Observation } from '../model/observation.ts';
import { parseLists } from '../proxy/lists.ts';
import { shownUrl } from '../proxy/pac-url.ts';
import type { ProxySettings } from '../proxy/settings.ts';
import type { StoreView } from './stores.ts';

/** The "advanced proxy setting" of Windows 11, which is separate from the WinHTTP default. */
export interface AdvProxy {
  settings: ProxySettings;
  /** `false`: one setting for the whole computer (ProxySettingsPerUser=0). `null` if it is not in the output. */
  perUserProxySettings: boolean | null;
}

/** Longer texts are cut; the real one has about 300 characters. */
const MAX_TEXT = 65_536;
/** Limit of opening braces that are tried, for invalid text with many of them. */
const MAX_ATTEMPTS = 64;
const KEYS = ['proxy', 'proxybypass', 'proxyisenabled', 'autoconfigurl', 'autoconfigisenabled', 'autodetect'];

/**
 * The settings in the output of `netsh winhttp show advproxy`: a line in the language of Windows, then JSON
 * (Microsoft: "Netsh.exe commands"; that page shows its keys). Never throws; other JSON is ignored.
 */
export function parseAdvProxy(text: string): AdvProxy[] {
  return objectsIn(text.slice(0, MAX_TEXT)).flatMap((object) => {
    // The documentation has both spellings, AutoconfigUrl and AutoConfigUrl.
    const members = new Map(Object.entries(object).map(([key, value]) => [key.toLowerCase(), value]));
    if (!KEYS.some((key) => members.has(key))) return [];
    const string = (key: string) => {
      const value = members.get(key);
      return typeof value === 'string' ? value.trim() : '';
    };
    const flag = (key: string) => {
      const value = members.get(key);
      return typeof value === 'boolean' ? value : null;
    };
    const proxy = string('proxy');
    const url = string('autoconfigurl');
    // Windows Server 2022 omits the switches.
    const enabled = flag('proxyisenabled') ?? proxy !== '';
    const settings: ProxySettings = {
      direct: true,
      ...parseLists({ proxy, bypass: string('proxybypass') }, enabled, 'wininet'),
      pac: {
        enabled: flag('autoconfigisenabled') ?? url !== '',
        url: url === '' ? null : shownUrl(url),
      },
      autoDetect: flag('autodetect') ?? false,
    };
    return [{ settings, perUserProxySettings: flag('peruserproxysettings') }];
  });
}

/**
 * The views `advproxy/user` and `advproxy/machine`: read-only, never planned. The command shows the one that
 * applies to the current account, and which one that is.
 */
export function advProxyViews(observation: Observation): StoreView[] {
  const views = new Map<string, StoreView>();
  for (const { settings, perUserProxySettings } of parseAdvProxy(observation.advProxy ?? '')) {
    const id = perUserProxySettings === false ? 'advproxy/machine' : 'advproxy/user';
    if (!views.has(id)) views.set(id, { id, present: true, managedBy: null, settings, raw: null });
  }
  return [...views.values()].sort((a, b) => b.id.localeCompare(a.id));
}

/** The JSON objects in a text, with any text around them. */
function objectsIn(text: string): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  let start = text.indexOf('{');
  for (let attempts = 0; start !== -1 && attempts < MAX_ATTEMPTS; attempts++) {
    const end = endOfObject(text, start);
    const object = end === null ? null : parsed(text.slice(start, end));
    if (object !== null) found.push(object);
    start = text.indexOf('{', object === null ? start + 1 : (end ?? start + 1));
  }
  return found;
}

/** Position after the brace that closes the one at `start`; `null` if there is none. */
function endOfObject(text: string, start: number): number | null {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') {
      inString = true;
    } else if (character === '{') {
      depth += 1;
    } else if (character === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return null;
}

function parsed(json: string): Record<string, unknown> | null {
  try {
    return JSON.parse(json) as Record<string, unknown>;
  } catch {
    return null;
  }
}
