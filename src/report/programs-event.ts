import type { RunEvent } from '../core/events.ts';
import { withoutSaid } from '../core/said-parts.ts';

/** An event as programs get it in the JSON document: without sentences that wait to be told in a language. */
export function eventForPrograms(event: RunEvent): RunEvent {
  switch (event.type) {
    case 'finding':
      return { ...event, finding: withoutSaid(event.finding) };
    case 'backups':
      return { ...event, backups: event.backups.map(withoutSaid) };
    case 'schedule': {
      const { installed } = event.schedule;
      const shown = installed === null ? null : withoutSaid(installed);
      return { ...event, schedule: { ...event.schedule, installed: shown } };
    }
    default:
      return event;
  }
}
