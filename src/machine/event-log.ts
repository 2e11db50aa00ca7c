import type { EventEntry } from '../core/schedule/record.ts';
import type { PowerShellHosts } from '../powershell/open.ts';

const DEADLINE_MS = 30_000;
/** What the script takes. */
const MAX_TEXT = 8000;

/** `unavailable` says why nothing was done: `language-mode`, `refused`, …; `null`: it was done. */
export interface EventOutcome {
  unavailable: string | null;
}

/** The source `p2s-fix` in the Application log of this Windows. Rejects with P2sError `powershell-*`. */
export interface EventLogPort {
  /** Makes the source known, or takes it away; what is so already is no error. */
  register(present: boolean): Promise<EventOutcome>;
  write(entry: EventEntry): Promise<EventOutcome>;
}

/** By the bundled scripts. An entry goes through the session that reads everything else, so it starts nothing. */
export function eventLogPort(hosts: PowerShellHosts): EventLogPort {
  async function ask(
    script: 'Set-P2SEventSource' | 'Write-P2SEvent',
    request: Record<string, unknown>,
  ): Promise<EventOutcome> {
    const { parseEventOutcome } = await import('./event-log-wire.ts');
    const host = script === 'Write-P2SEvent' ? hosts.session : hosts.oneShot;
    const { result } = await host.run(script, request, { deadlineMs: DEADLINE_MS });
    return parseEventOutcome(result, script);
  }
  return {
    register: (present) => ask('Set-P2SEventSource', { present }),
    write: ({ id, level, text }) => ask('Write-P2SEvent', { id, level, text: text.slice(0, MAX_TEXT) }),
  };
}
