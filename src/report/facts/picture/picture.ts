import { isOutOfReach } from '../../../core/causes/verdicts.ts';
import type { CheckedSettings } from '../../../core/model/check.ts';
import type { MachineFacts } from '../../../core/model/events.ts';
import type { ProxySettings } from '../../../core/proxy/settings.ts';
import type { StoreView } from '../../../core/stores/stores.ts';
import { groupedBy } from '../../text/first-of.ts';
import type { PathState } from '../paths.ts';
import { decidingStore } from '../store-table.ts';
import type { Picture, PicturedRoute, PicturedSettings, Seen } from './model.ts';
import { revocationRoute } from './revocation.ts';
import { tunnelRoute } from './tunnel.ts';

export interface PictureFacts extends Seen {
  machine: MachineFacts | null;
  /** The observations before a change; `null` without a change. */
  before: Seen | null;
  /** The observations are from after a change. */
  isChanged?: boolean;
  plan: { readonly changes: readonly { store: string; after: ProxySettings }[] } | null;
}

/** A route with one kind of settings. */
type Variant = [label: PicturedSettings, path: PathState | null, stores: readonly StoreView[]];

/** The two routes as facts; `null` when a run observed neither settings nor routes. */
export function pictureOf(facts: PictureFacts): Picture | null {
  const { machine, stores, paths, before, isChanged = false } = facts;
  const isRetested = before !== null && before.paths.length > 0 && before.paths !== paths;
  const first = isRetested ? before : { stores: before?.stores ?? stores, paths };
  const current = first.paths.filter((path) => path.stores === 'current');
  const shown = mostInformative(current);
  if (shown === null && decidingStore(first.stores, machine) === null) return null;
  const gateway = shown?.gateway ?? null;
  const now = shown?.withoutSettings === true ? 'none' : 'current';
  const variants: Variant[] = [[isRetested ? 'before' : isChanged ? 'after' : now, shown, first.stores]];
  const of = (all: readonly PathState[], kind: CheckedSettings) =>
    all.find((path) => path.gateway === gateway && path.stores === kind && path.checks.length > 0);
  const later = isRetested ? of(paths, 'current') : of(first.paths, 'proposed');
  if (later !== undefined)
    variants.push(isRetested ? ['after', later, stores] : ['proposed', later, withPlan(first.stores, facts)]);
  const others = current.filter((path) => path !== shown);
  return {
    machine,
    gateway,
    others: others.length,
    failing: others.filter(isFailing).length,
    routes: [
      ...variantsOf(variants, ([, path, own]) => tunnelRoute(path, gateway, decidingStore(own, machine))),
      ...variantsOf(variants, ([, path, own]) => revocationRoute(path, own)),
    ],
  };
}

/** The first path that fails, else the first that was tested. */
function mostInformative(paths: readonly PathState[]): PathState | null {
  return paths.find(isFailing) ?? paths.find(({ checks }) => checks.length > 0) ?? paths[0] ?? null;
}

function isFailing({ verdict }: PathState): boolean {
  return verdict !== null && isOutOfReach(verdict);
}

function withPlan(stores: readonly StoreView[], { plan }: PictureFacts): StoreView[] {
  return stores.map((store) => {
    const change = plan?.changes.find((one) => one.store === store.id);
    return change === undefined ? store : { ...store, settings: change.after };
  });
}

/** Draws a route once when it is the same with other settings. */
function variantsOf(
  variants: readonly Variant[],
  drawn: (variant: Variant) => Omit<PicturedRoute, 'settings'>,
): PicturedRoute[] {
  const all = variants.map((variant) => ({ label: variant[0], route: drawn(variant) }));
  return groupedBy(all, ({ route }) => keyOf(route)).flatMap(([, same]) =>
    same.slice(0, 1).map(({ route }) => ({ ...route, settings: same.map(({ label }) => label) })),
  );
}

function keyOf({ mark, proxy, links, ends }: Omit<PicturedRoute, 'settings'>): string {
  const seen = links.map((link) => [
    link.mark,
    link.rows.map(({ mark: one, stage, check, note }) => [
      one,
      stage,
      check?.url,
      check?.evidence.reason,
      note,
    ]),
  ]);
  return JSON.stringify([mark, proxy, seen, ends]);
}
