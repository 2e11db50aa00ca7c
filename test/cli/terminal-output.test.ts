import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { terminalOutput } from '../../src/cli/terminal-output.ts';
import type { RunEvent } from '../../src/core/model/events.ts';
import type { MountedUi } from '../../src/ui/mount.tsx';
import { started } from '../ui/sequences.ts';

const STEP: RunEvent = { type: 'step', step: 'observe', status: 'started' };
const DONE: RunEvent = { type: 'step', step: 'observe', status: 'done' };

/** A view that records the events it receives. */
function view() {
  const reported: unknown[] = [];
  const handlers: (() => void)[] = [];
  const ui: MountedUi = {
    emit: (event) => reported.push(event),
    confirm: async () => reported.push('confirm') > 0,
    browse: async () => {
      reported.push('browse');
      return 'quit';
    },
    finish: async () => {
      reported.push('finish');
    },
    onCancel: (handler) => handlers.push(handler),
    cancel: () => reported.push('cancel'),
  };
  return { reported, handlers, mount: vi.fn(async () => ui) };
}

describe('the view of a terminal', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('is loaded after the first step has begun, and receives everything in order', async () => {
    const { reported, mount } = view();
    const output = terminalOutput(mount);
    const [begin, later] = [started('audit'), { type: 'diagnostic', text: 'x' } satisfies RunEvent];
    output.emit(begin);
    await vi.runAllTimersAsync();
    expect(mount).not.toHaveBeenCalled();
    output.emit(STEP);
    expect(mount).not.toHaveBeenCalled();
    output.emit(later);
    await vi.runAllTimersAsync();
    expect(mount).toHaveBeenCalledTimes(1);
    expect(reported).toEqual([begin, STEP, later]);
    output.emit(DONE);
    await output.finish({} as never);
    expect(reported).toEqual([begin, STEP, later, DONE, 'finish']);
    expect(mount).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['a question', (output: ReturnType<typeof terminalOutput>) => output.confirm?.({ changes: [] }, 'C:')],
    ['the end', (output: ReturnType<typeof terminalOutput>) => output.finish({} as never)],
  ])('is loaded at once for %s', async (_, need) => {
    const { reported, mount } = view();
    const output = terminalOutput(mount);
    output.emit(STEP);
    await need(output);
    expect(reported[0]).toEqual(STEP);
    await vi.runAllTimersAsync();
    expect(mount).toHaveBeenCalledTimes(1);
  });

  it('passes on every Ctrl+C handler, registered before or after', async () => {
    const { handlers, mount } = view();
    const output = terminalOutput(mount);
    const [early, late] = [() => undefined, () => undefined];
    output.onCancel(early);
    await output.finish({} as never);
    output.onCancel(late);
    expect(handlers).toEqual([early, late]);
  });

  it('hears of a Ctrl+C that came before it, and before a question', async () => {
    const { reported, mount } = view();
    const output = terminalOutput(mount);
    output.emit(STEP);
    output.cancel();
    await output.confirm?.({ changes: [] }, 'C:');
    expect(reported).toEqual([STEP, 'cancel', 'confirm']);
    output.cancel();
    expect(reported.at(-1)).toBe('cancel');
  });

  it('that cannot be loaded is reported by the caller that waits for it', async () => {
    const output = terminalOutput(() => Promise.reject(new Error('no view')));
    output.emit(STEP);
    await vi.runAllTimersAsync();
    output.emit(DONE);
    await expect(output.finish({} as never)).rejects.toThrow('no view');
  });
});
