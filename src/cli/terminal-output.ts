import type { RunEvent } from '../core/model/events.ts';
import type { MountedUi } from '../ui/mount.tsx';
import type { Output } from './output.ts';

/**
 * Milliseconds between the first step and loading the view. PowerShell is starting then, or sockets open, which
 * work while the view loads; in the other order they would wait for it.
 */
const HEAD_START_MS = 40;

/** The terminal view, loaded when the run waits for something; it gets the earlier events then. */
export function terminalOutput(mount: () => Promise<MountedUi>): Output {
  const early: RunEvent[] = [];
  const cancelHandlers: (() => void)[] = [];
  let cancelled = false;
  let ui: MountedUi | null = null;
  let mounting: Promise<MountedUi> | null = null;
  let timer: NodeJS.Timeout | null = null;

  const mounted = () => {
    clearTimeout(timer ?? undefined);
    mounting ??= mount().then((view) => {
      for (const handler of cancelHandlers) view.onCancel(handler);
      for (const event of early.splice(0)) view.emit(event);
      if (cancelled) view.cancel();
      ui = view;
      return view;
    });
    return mounting;
  };
  // Whoever awaits the view reports that it cannot be loaded.
  const soon = () => void mounted().catch(() => undefined);

  return {
    emit: (event) => {
      if (ui !== null) return ui.emit(event);
      early.push(event);
      if (event.type === 'step') timer ??= setTimeout(soon, HEAD_START_MS);
    },
    confirm: async (plan, folder) => (await mounted()).confirm(plan, folder),
    onCancel: (handler) => {
      if (ui === null) cancelHandlers.push(handler);
      else ui.onCancel(handler);
    },
    cancel: () => {
      cancelled = true;
      ui?.cancel();
    },
    browse: async (options) => (await mounted()).browse(options),
    finish: async () => (await mounted()).finish(),
  };
}
