import type { Output } from './output.ts';

/**
 * Ctrl+C and a closed window, once, as an abort signal: the run decides what it means (before a write: out at once;
 * during: the step ends first). A second Ctrl+C changes nothing.
 */
export function cancellation(output: Output): { signal: AbortSignal; dispose: () => void } {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const stop = () => {
    abort();
    output.cancel();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;
  for (const name of signals) {
    if (name !== 'SIGBREAK' || process.platform === 'win32') process.on(name, stop);
  }
  output.onCancel(abort);
  return {
    signal: controller.signal,
    dispose: () => {
      for (const name of signals) process.off(name, stop);
    },
  };
}
