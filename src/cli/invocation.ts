import type { Mode } from '../core/events.ts';
import type { ExitCodeMap } from '../core/exit-code.ts';

/** A command line, understood: what to run and how to show it. Still text where the value has a grammar. */
export interface Invocation {
  mode: Exclude<Mode, 'plan' | 'explain'>;
  machine: string | null;
  inPlace: boolean;
  out: string | null;
  gateways: readonly string[];
  source: 'wininet' | 'winhttp' | null;
  proxy: string | null;
  bypass: string | null;
  direct: boolean;
  user: string | null;
  probe: boolean | null;
  deadlineSeconds: number;
  ca: string | null;
  powershell: string | null;
  stateDir: string | null;
  yes: boolean;
  output: 'auto' | 'plain' | 'json' | 'ndjson';
  exitCodes: ExitCodeMap;
  /** rollback: the backup to put back; `null` is the newest. */
  backup: string | null;
  list: boolean;
}
