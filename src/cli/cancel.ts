import type { Output } from './output.ts';

/**
 * Ctrl+C and a closed window as an abort signal. The run decides what to do: before a write it stops immediately,
 * during a write it finishes the step. A second Ctrl+C has no effect.
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
