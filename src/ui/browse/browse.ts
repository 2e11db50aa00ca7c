import { isReachable } from '../../core/causes/verdicts.ts';
import type { GatewayMigration } from '../../core/migration/model.ts';
import { byGravity, type Finding } from '../../core/model/finding.ts';
import type { PathState } from '../../report/facts/paths.ts';
import type { RunRecord } from '../../report/model/record.ts';
import type { Command } from './keys.ts';

/** The state of the browser after a run: what is selected and what is open. */
export interface Browse {
  /** Whether `a` may start the apply. */
  canApply: boolean;
  idleMinutes: number;
  /** Index in {@link itemsOf}. */
  selected: number;
  /** Rows of the selected item above the window. */
  scroll: number;
  opened: readonly number[];
  /** Whether open paths show the evidence of their checks. */
  evidence: boolean;
  copied: boolean;
  /** Whether the list of keys replaces the items. */
  help: boolean;
}

/** The items that can be selected. */
export type Item =
  | { kind: 'migration'; migration: GatewayMigration }
  | { kind: 'path'; path: PathState }
  | { kind: 'finding'; finding: Finding };

export function newBrowse(canApply: boolean, idleMinutes: number): Browse {
  const closed = { opened: [], evidence: false, copied: false, help: false };
  return { canApply, idleMinutes, selected: 0, scroll: 0, ...closed };
}

/** The moves, the probed paths, then the findings, as on the page. */
export function itemsOf(report: RunRecord | undefined): readonly Item[] {
  if (report === undefined) return [];
  const checked = report.paths.filter(({ checks, verdict }) => checks.length > 0 || verdict !== null);
  return [
    ...report.migration.map((migration) => ({ kind: 'migration' as const, migration })),
    ...checked.map((path) => ({ kind: 'path' as const, path })),
    ...report.findings.toSorted(byGravity).map((finding) => ({ kind: 'finding' as const, finding })),
  ];
}

/** The state after one more key; `moreBelow`: the selected item has hidden rows below. */
export function moveOn(before: Browse, items: readonly Item[], command: Command, moreBelow: boolean): Browse {
  if (command === 'help') return { ...before, help: !before.help };
  const browse = { ...before, help: false };
  const { selected, scroll } = browse;
  switch (command) {
    case 'up':
      if (scroll > 0) return { ...browse, scroll: scroll - 1 };
      return select(browse, Math.max(0, selected - 1));
    case 'down':
      if (moreBelow) return { ...browse, scroll: scroll + 1 };
      return select(browse, Math.max(0, Math.min(items.length - 1, selected + 1)));
    case 'first':
      return { ...select(browse, 0), scroll: 0 };
    case 'last':
      return select(browse, Math.max(0, items.length - 1));
    case 'open':
      return { ...browse, scroll: 0, opened: toggled(browse.opened, selected) };
    case 'evidence':
      return showEvidence(browse, items);
    case 'copy':
      return { ...browse, copied: true };
    // A page is several single steps, because an open item has its own rows.
    case 'page-up':
    case 'page-down':
    case 'apply':
    case 'quit':
      return browse;
  }
}

/** Selects a path for evidence: the selected one, else the first that fails, else the first. */
function showEvidence(browse: Browse, items: readonly Item[]): Browse {
  const isPath = ({ kind }: Item) => kind === 'path';
  const isFailing = (item: Item) =>
    item.kind === 'path' && (item.path.verdict === null || !isReachable(item.path.verdict));
  const here = items[browse.selected];
  if (here !== undefined && isPath(here) && browse.evidence && browse.opened.includes(browse.selected))
    return { ...browse, scroll: 0, evidence: false };
  const place =
    here !== undefined && isPath(here)
      ? browse.selected
      : [items.findIndex(isFailing), items.findIndex(isPath)].find((found) => found >= 0);
  if (place === undefined) return browse;
  const opened = browse.opened.includes(place) ? browse.opened : [...browse.opened, place];
  return { ...select(browse, place), evidence: true, opened };
}

function select(browse: Browse, selected: number): Browse {
  return selected === browse.selected ? browse : { ...browse, selected, scroll: 0 };
}

function toggled(opened: readonly number[], place: number): readonly number[] {
  return opened.includes(place) ? opened.filter((one) => one !== place) : [...opened, place];
}
