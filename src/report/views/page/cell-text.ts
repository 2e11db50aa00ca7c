import { routeText, type StageCell } from '../../facts/paths.ts';
import type { Words } from '../../text/words.ts';
import type { Mark } from './model.ts';

/** Where a fetch went, by which way, and by which client where it was not our own. */
export function fetchText({ stage, url, via, client }: StageCell, words: Words): string {
  const by = client === null ? '' : ` ${words.by(client)}`;
  return `${url ?? stage} (${routeText(via ?? 'direct', words)})${by}`;
}

/** With the blank before it; nothing for what was not done. */
export function timeText({ durationMs, status }: StageCell): string {
  return durationMs === null || status === 'skip' ? '' : ` ${Math.round(durationMs)} ms`;
}

/** What was never started, or never ended, was not tested. */
export function markOf({ status }: StageCell): Mark {
  return status === 'waiting' || status === 'running' ? 'skip' : status;
}
