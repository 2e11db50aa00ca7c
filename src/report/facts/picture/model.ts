import type { Check, Stage, VerdictCode } from '../../../core/model/check.ts';
import type { MachineFacts } from '../../../core/model/events.ts';
import type { StoreView } from '../../../core/stores/stores.ts';
import type { Mark } from '../../text/lines.ts';
import type { PathState } from '../paths.ts';

/** The state of a part of the picture; `skip` means not tested, and never a pass. */
/** The settings that a route was tested with. */
export type PicturedSettings = 'none' | 'current' | 'proposed' | 'before' | 'after';

/** Why a part has no check of its own. */
export type PictureNote = 'untested' | 'not-followed' | 'needs-tunnel' | 'no-addresses';

/** One check of a link, or why there is none. */
export interface PicturedRow {
  mark: Mark;
  stage: Stage | null;
  check: Check | null;
  /** The verdict, where this check decided it. */
  verdict: VerdictCode | null;
  note: PictureNote | null;
}

/** The connection between two neighbors on a route. */
export interface PicturedLink {
  mark: Mark;
  rows: readonly PicturedRow[];
}

/** The end of a route: a gateway, or a host of revocation lists or responses. */
export interface PicturedEnd {
  name: string;
  mark: Mark;
  /** A route other than the one drawn, else `null`. */
  via: string | null;
}

/** `direct`, `HOST:PORT`, or why the proxy is unknown: `pac`, `auto-detect`, `socks` … */
export type PicturedProxy =
  | { kind: 'direct' }
  | { kind: 'proxy'; address: string }
  | { kind: 'unknown'; why: string };

/** The proxy setting that a route follows. */
export interface PicturedSetting {
  id: string;
  managedBy: string | null;
  /** How the proxy is found when the setting has no fixed one. */
  automatic: 'pac' | 'auto-detect' | null;
}

/** Whether the picture shows a proxy: not when nothing shows that there is one. */
export function isDrawn(proxy: PicturedProxy): boolean {
  return proxy.kind === 'proxy' || (proxy.kind === 'unknown' && proxy.why !== 'store-not-known');
}

export interface PicturedRoute {
  route: 'tunnel' | 'revocation';
  settings: readonly PicturedSettings[];
  setting: PicturedSetting | null;
  mark: Mark;
  /** Where it was tested from; `null` when it was not tested. */
  from: Check['from'] | null;
  proxy: PicturedProxy;
  /** Two when a proxy is drawn, else one. */
  links: readonly PicturedLink[];
  ends: readonly PicturedEnd[];
}

/** Both routes of one gateway, with the current settings and with the proposed or written ones. */
export interface Picture {
  machine: MachineFacts | null;
  /** `null` when no gateway is known. */
  gateway: string | null;
  /** Gateways that are not drawn, and how many of them fail. */
  others: number;
  failing: number;
  routes: readonly PicturedRoute[];
}

/** The settings and routes observed at one time. */
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
