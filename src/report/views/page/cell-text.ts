import { say } from '../../../core/model/say.ts';
import { routeText, type StageCell } from '../../facts/paths.ts';
import type { Words } from '../../text/words.ts';
import type { Mark } from './model.ts';

/** The URL of a fetch, its route, and its client if that is not p2s-fix. */
export function fetchText({ stage, url, via, client }: StageCell, words: Words): string {
  const by = client === null ? '' : ` ${words(say('by {client}', { client }))}`;
  return `${url ?? stage} (${routeText(via ?? 'direct', words)})${by}`;
}

/** With a leading blank; empty for a skipped check. */
export function timeText({ durationMs, status }: StageCell): string {
  return durationMs === null || status === 'skip' ? '' : ` ${Math.round(durationMs)} ms`;
}

/** A check that never started or never ended counts as not tested. */
export function markOf({ status }: StageCell): Mark {
  return status === 'waiting' || status === 'running' ? 'skip' : status;
}
