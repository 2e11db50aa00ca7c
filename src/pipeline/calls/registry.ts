import type { Mode } from '../../core/model/modes.ts';
import type { Call } from '../../core/options/table.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import type { CallOptions } from '../run/options.ts';
import type { Ports } from '../run/ports.ts';

/** A command that the main program can do without. Nothing of it is loaded before it runs. */
export interface OptionalCommand {
  run: (call: Call, options: CallOptions, ports: Ports) => Promise<ReportDocument>;
  /** Completes a command line with what it names or pipes in. */
  read?: (call: Call, ports: Ports) => Promise<Call>;
}

/**
 * The extensions. The main program imports none by name: to remove one, remove its lines here and its folders, which
 * test/architecture/extensions.test.ts lists. The page and the executable have no line, because they start the main
 * program themselves.
 */
export const EXTENSIONS: Readonly<Partial<Record<Mode, OptionalCommand>>> = {
  explain: {
    read: async (call, ports) => (await import('../explain/explain.ts')).withPastedText(call, ports),
    run: async ({ options: { text = '' } }, options, ports) =>
      (await import('../explain/explain.ts')).runExplain(text, options, ports),
  },
  export: {
    run: async (call, options, ports) => (await import('../export/call.ts')).runExport(call, options, ports),
  },
  fleet: {
    run: async (call, options, ports) => (await import('../fleet/call.ts')).runFleet(call, options, ports),
  },
  migrate: {
    run: async (_, options, ports) => (await import('../migrate/migrate.ts')).runMigrate(options, ports),
  },
  schedule: {
    run: async (call, options, ports) =>
      (await import('../schedule/call.ts')).runSchedule(call, options, ports),
  },
};
