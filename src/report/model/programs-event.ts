import type { RunEvent } from '../../core/model/events.ts';
import { withoutMessages } from '../../core/model/say.ts';
import { runForPrograms, type ScheduleView } from '../../core/schedule/record.ts';

/** An event for programs: without translatable sentences. */
export function eventForPrograms(event: RunEvent): RunEvent {
  switch (event.type) {
    case 'started':
    case 'file-written': {
      const { carried: _, ...shown } = event;
      return shown;
    }
    case 'verdict':
      return { ...event, verdict: withoutMessages(event.verdict) };
    case 'needs':
      return { ...event, needs: withoutMessages(event.needs) };
    case 'finding':
      return { ...event, finding: withoutMessages(event.finding) };
    case 'backups':
      return { ...event, backups: event.backups.map(withoutMessages) };
    case 'schedule':
      return { ...event, schedule: scheduleForPrograms(event.schedule) };
    default:
      return event;
  }
}

export function scheduleForPrograms({ installed, run, ...schedule }: ScheduleView): ScheduleView {
  return {
    ...schedule,
    installed: installed === null ? null : withoutMessages(installed),
    run: run === null ? null : runForPrograms(run),
  };
}
