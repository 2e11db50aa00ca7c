import type { RunEvent } from '../../src/core/model/events.ts';

/**
 * The event with times of one width: a check takes 1 to 9 ms, a run 0.1 to 9.9 s. The lines of a picture then
 * break at the same places on every computer, however busy it is.
 */
export function steadyTimes(event: RunEvent): RunEvent {
  switch (event.type) {
    case 'check':
      return { ...event, check: { ...event.check, durationMs: within(event.check.durationMs, 1, 9) } };
    case 'finished':
      return { ...event, durationMs: within(event.durationMs, 100, 9_900) };
    default:
      return event;
  }
}

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Math.round(value)));
}
