import type { Check, Stage, VerdictCode } from '../../../core/model/check.ts';
import type { MachineFacts } from '../../../core/model/events.ts';
import type { StoreView } from '../../../core/stores/stores.ts';
import type { PathState } from '../paths.ts';

/** How a part of the picture stands; `skip` is whatever was not tested, and never a pass. */
export type PictureMark = 'pass' | 'warn' | 'fail' | 'skip';

/** With which settings a route was tested. */
export type PicturedSettings = 'current' | 'proposed' | 'before' | 'after';

/** Why a part has no check of its own. */
export type PictureNote = 'not-tested' | 'not-followed' | 'needs-tunnel' | 'no-addresses';

/** One check of a link, or why there is none. */
export interface PicturedRow {
  mark: PictureMark;
  stage: Stage | null;
  check: Check | null;
  /** What the verdict calls it, where this check decided the verdict. */
  verdict: VerdictCode | null;
  note: PictureNote | null;
}

/** The connection between two neighbours on a route. */
export interface PicturedLink {
  mark: PictureMark;
  rows: readonly PicturedRow[];
}

/** What a route leads to: a gateway, or a host of revocation lists or answers. */
export interface PicturedEnd {
  name: string;
  mark: PictureMark;
  /** Another route than the one that is drawn, else `null`. */
  via: string | null;
}

/** `direct`, `HOST:PORT`, or why the proxy is not known: `pac`, `auto-detect`, `socks` … */
export type PicturedProxy =
  | { kind: 'direct' }
  | { kind: 'proxy'; address: string }
  | { kind: 'unknown'; why: string };

/** Which proxy setting a route follows. */
export interface PicturedSetting {
  id: string;
  managedBy: string | null;
  /** What finds the proxy where nobody has written one. */
  automatic: 'pac' | 'auto-detect' | null;
}

/** Whether the picture has a place for it: not where nothing shows that there is one. */
export function isDrawn(proxy: PicturedProxy): boolean {
  return proxy.kind === 'proxy' || (proxy.kind === 'unknown' && proxy.why !== 'store-not-known');
}

export interface PicturedRoute {
  route: 'tunnel' | 'revocation';
  settings: readonly PicturedSettings[];
  setting: PicturedSetting | null;
  mark: PictureMark;
  /** Where it was tested from; `null` where it was not. */
  from: Check['from'] | null;
  proxy: PicturedProxy;
  /** Two where a proxy is drawn, else one. */
  links: readonly PicturedLink[];
  ends: readonly PicturedEnd[];
}

/** Both routes of one gateway, as they are and as they are with the settings that were proposed or written. */
export interface Picture {
  machine: MachineFacts | null;
  /** `null` where none is known. */
  gateway: string | null;
  /** Gateways that are not drawn, and how many of them fail. */
  others: number;
  failing: number;
  routes: readonly PicturedRoute[];
}

/** What was seen of the settings and the routes at one time. */
export interface Seen {
  stores: readonly StoreView[];
  paths: readonly PathState[];
}

export function noteRow(note: PictureNote): PicturedRow {
  return { mark: 'skip', stage: null, check: null, verdict: null, note };
}

/** The checks that a path shows. */
export function checksIn(path: PathState | null): readonly Check[] {
  if (path === null) return [];
  return path.facts.length > 0 ? path.facts : path.checks;
}
