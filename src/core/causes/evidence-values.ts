import { withoutControls } from '../model/neutralise.ts';

/** A text of a peer, safe to show; `null` for anything else. */
export function textIn(value: unknown): string | null {
  return typeof value === 'string' ? withoutControls(value, 200) : null;
}

export function numberIn(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
