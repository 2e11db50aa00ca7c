import type { RunEvent } from '../core/model/events.ts';
import type { MountedUi } from '../ui/mount.tsx';
import type { Output } from './output.ts';

/**
 * How long after the first step the view is loaded, in milliseconds. That step starts PowerShell or opens sockets, and
 * whoever answers works while the view is loaded; the other way round they would wait for it.
 */
const HEAD_START_MS = 40;

/** The terminal view, loaded when the run has something to wait for; what happens before is told to it then. */
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
  // A view that cannot be loaded is told by whoever waits for it.
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
