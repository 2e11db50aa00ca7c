import type { EventEntry } from '../core/schedule/record.ts';
import type { PowerShellHosts } from '../powershell/open.ts';

const DEADLINE_MS = 30_000;
/** Limit of the script. */
const MAX_TEXT = 8000;

/** `unavailable`: why nothing was done (`language-mode`, `refused`, …); `null` on success. */
export interface EventOutcome {
  unavailable: string | null;
}

/** The event source `p2s-fix` in the Application log of this Windows. Rejects with P2sError `powershell-*`. */
export interface EventLogPort {
  /** Registers or unregisters the source; no error if nothing has to change. */
  register(present: boolean): Promise<EventOutcome>;
  write(entry: EventEntry): Promise<EventOutcome>;
}

/** Uses the bundled scripts. Writes an entry in the existing PowerShell session, so it starts no process. */
export function eventLogPort(hosts: PowerShellHosts): EventLogPort {
  async function ask(
    script: 'Set-P2SEventSource' | 'Write-P2SEvent',
    request: Record<string, unknown>,
  ): Promise<EventOutcome> {
    const { parseEventOutcome } = await import('./wire/event-log.ts');
    const host = script === 'Write-P2SEvent' ? hosts.session : hosts.oneShot;
    const { result } = await host.run(script, request, { deadlineMs: DEADLINE_MS });
    return parseEventOutcome(result, script);
  }
  return {
    register: (present) => ask('Set-P2SEventSource', { present }),
    write: ({ id, level, text }) => ask('Write-P2SEvent', { id, level, text: text.slice(0, MAX_TEXT) }),
  };
}
