import type { RunEvent } from '../../core/model/events.ts';
import { withoutMessages } from '../../core/model/say.ts';
import { runForPrograms } from '../../core/schedule/record.ts';

/** An event for the JSON document: without translatable sentences. */
export function eventForPrograms(event: RunEvent): RunEvent {
  switch (event.type) {
    case 'finding':
      return { ...event, finding: withoutMessages(event.finding) };
    case 'backups':
      return { ...event, backups: event.backups.map(withoutMessages) };
    case 'schedule': {
      const { installed, run } = event.schedule;
      const shown = {
        installed: installed === null ? null : withoutMessages(installed),
        run: run === null ? null : runForPrograms(run),
      };
      return { ...event, schedule: { ...event.schedule, ...shown } };
    }
    default:
      return event;
  }
}
