import type { Mode } from '../../core/model/modes.ts';
import type { Ports } from '../../pipeline/run/ports.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import type { Invocation } from '../invocation.ts';
import type { CommonOptions } from '../run/command.ts';

/** A command that the main program can do without. Nothing of it is loaded before it runs. */
export interface OptionalCommand {
  run: (invocation: Invocation, options: CommonOptions, ports: Ports) => Promise<ReportDocument>;
  /** Completes a command line with what it names or pipes in. */
  read?: (invocation: Invocation, ports: Ports) => Promise<Invocation>;
}

/**
 * The extensions. The main program imports none by name: to remove one, remove its lines here and its folders, which
 * test/architecture/extensions.test.ts lists. The page and the executable have no line, because they start the main
 * program themselves.
 */
export const EXTENSIONS: Readonly<Partial<Record<Mode, OptionalCommand>>> = {
  explain: {
    read: async (invocation, ports) => (await import('./pasted-text.ts')).withPastedText(invocation, ports),
    run: async ({ code }, options, ports) =>
      (await import('../../pipeline/explain/explain.ts')).runExplain({ ...options, code: code ?? '' }, ports),
  },
  export: {
    run: async (invocation, options, ports) =>
      (await import('./export.ts')).runExport(invocation, options, ports),
  },
  fleet: {
    run: async (invocation, options, ports) =>
      (await import('./fleet.ts')).runFleetCommand(invocation, options, ports),
  },
  migrate: {
    run: async (_, options, ports) =>
      (await import('../../pipeline/migrate/migrate.ts')).runMigrate(options, ports),
  },
  schedule: {
    run: async (invocation, options, ports) =>
      (await import('./schedule.ts')).runSchedule(invocation, options, ports),
  },
};
