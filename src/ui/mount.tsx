import { setImmediate as nextTurn } from 'node:timers/promises';
import { render } from 'ink';
import type { RunEvent } from '../core/model/events.ts';
import { ENGLISH, type Texts } from '../report/text/texts.ts';
import { createBrowsing, type Leave } from './browse/browsing.ts';
import { type Keys, readAnswer } from './browse/keys.ts';
import type { Display } from './display.ts';
import { type AskedOnTerminal, INITIAL_STATE, reduce, type UiSignal } from './state.ts';
import { App } from './views/App.tsx';
import { eraseBroken, withoutHeight } from './window.tsx';

export interface MountOptions {
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  useColour: boolean;
  unicode: boolean;
  /** Default: English. */
  texts?: Texts;
  /** Used when the terminal does not report its width. */
  columns: number;
  /** Source of SIGINT and other signals; default: this process. */
  signals?: Pick<NodeJS.EventEmitter, 'on' | 'off'>;
  /** Milliseconds without a key after which {@link MountedUi.browse} ends; default: ten minutes. */
  idleMs?: number;
}

export interface MountedUi {
  /** Takes an event immediately and draws it soon after. Never throws; does nothing after the view ends. */
  emit: (event: RunEvent) => void;
  /**
   * Asks whether to make these changes. False for `n`, `q`, Enter, Ctrl+C, a closed terminal, and a terminal
   * without raw mode.
   */
  confirm: (plan: AskedOnTerminal, backupFolder?: string) => Promise<boolean>;
  /**
   * Lets the user browse the report of the finished run, until they quit, request the apply, or time out. Quits
   * immediately where keys cannot be read or there is nothing to show.
   */
  browse: (options: { canApply: boolean }) => Promise<Leave>;
  /** Reports a request to stop that came before the view was mounted. */
  cancel: () => void;
  /** Draws the last frame, which stays, and releases the terminal. Rejects when drawing failed. */
  finish: () => Promise<void>;
  /**
   * Ctrl+C, as a key or a signal, or another signal to end. The view stays mounted; the run decides when to stop.
   */
  onCancel: (handler: () => void) => void;
}

/** Maximum frames per second. */
const FRAMES = 12;
const DEFAULT_ROWS = 24;
/** Milliseconds after key input starts in which earlier typed keys still arrive; they are discarded. */
const EARLY_KEYS_MS = 150;
/** A run in an unattended terminal, such as a scheduler's, must end automatically. */
const IDLE_MS = 600_000;
/** Ctrl+C, Ctrl+Break, a closed window, and a request to end. The run decides what to do and may continue. */
const SIGNALS = ['SIGINT', 'SIGBREAK', 'SIGHUP', 'SIGTERM'] as const;

/** Mounts the view on the terminal. The caller has checked that it is a terminal. */
export function mountUi(options: MountOptions): MountedUi {
  const { stdin, stdout, signals = process } = options;
  let state = INITIAL_STATE;
  let tick = 0;
  let stale = false;
  let gone = false;
  let cancelled = false;
  let settle: ((yes: boolean) => void) | null = null;
  const cancelHandlers: (() => void)[] = [];

  const dispatch = (event: RunEvent | UiSignal) => {
    if (gone) return;
    state = reduce(state, event);
    stale = true;
  };
  const answer = (yes: boolean) => {
    if (settle === null) return;
    dispatch({ type: 'answered' });
    settle(yes);
    settle = null;
  };
  const browsing = createBrowsing({
    state: () => state,
    dispatch,
    display: () => display(),
    control: (sequence) => stdout.write(sequence),
    idleMs: options.idleMs ?? IDLE_MS,
  });
  const cancel = () => {
    if (browsing.quit()) return;
    cancelled = true;
    dispatch({ type: 'cancel-requested' });
    for (const handler of cancelHandlers) handler();
    answer(false);
  };
  const decline = () => {
    browsing.quit();
    answer(false);
  };
  const onKey = (input: string, key: Keys) => {
    if (browsing.press(input, key)) return;
    const meant = readAnswer(input, key);
    if (meant === 'cancel') cancel();
    else if (meant !== 'other') answer(meant === 'yes');
  };
  const onGone = () => {
    gone = true;
    decline();
  };
  const display = (): Display => ({
    colour: options.useColour,
    unicode: options.unicode,
    texts: (options.texts ?? ENGLISH).forRun(state.record.followUps),
    columns: stdout.columns || options.columns,
    rows: stdout.rows || DEFAULT_ROWS,
    tick,
    waited,
  });
  const firstDrawn = new WeakMap<object, number>();
  const waited = (what: object) => {
    const now = performance.now();
    const from = firstDrawn.get(what) ?? now;
    firstDrawn.set(what, from);
    return (now - from) / 1000;
  };
  let onListening = () => {};
  const listening = new Promise<void>((resolve) => {
    onListening = resolve;
  }).then(() => passed(EARLY_KEYS_MS));
  let drawn = { state, display: display() };
  const view = () => {
    drawn = { state, display: display() };
    return <App {...drawn} onKey={onKey} onListening={onListening} onGone={onGone} />;
  };
  const draw = () => {
    // A new render would mount the view again after its end.
    if (gone) return;
    stale = false;
    instance.rerender(view());
  };
  const onResize = () => {
    const { columns } = display();
    if (!gone && columns < drawn.display.columns) stdout.write(eraseBroken(drawn, columns));
    draw();
  };

  // Before Ink's own listener, so that it uses the new width.
  stdout.on('resize', onResize);
  for (const name of SIGNALS) signals.on(name, cancel);
  // A closed terminal must not end a run in the middle of a write.
  stdin.on('end', decline).on('error', decline);
  stdout.on('error', decline);
  const instance = render(view(), {
    stdin,
    stdout: withoutHeight(stdout),
    exitOnCtrlC: false,
    patchConsole: false,
    maxFps: FRAMES,
  });
  const failure = instance.waitUntilExit().then(
    () => null,
    (error: unknown) => error,
  );
  const clock = setInterval(() => {
    tick += 1;
    if (stale || (state.record.end === null && state.question === null)) draw();
  }, 1000 / FRAMES);
  clock.unref();

  return {
    emit: dispatch,
    confirm: async (plan, backupFolder) => {
      // A view that failed to draw does not accept keys.
      await Promise.race([listening, failure]);
      await whatWasTyped();
      if (gone || cancelled || stdin.isTTY !== true) return false;
      return new Promise((resolve) => {
        settle = resolve;
        dispatch({
          type: 'asked',
          question: { ...plan, backupFolder: backupFolder ?? null },
        });
        draw();
      });
    },
    cancel,
    browse: ({ canApply }) =>
      gone || stdin.isTTY !== true ? Promise.resolve('quit') : browsing.start(canApply),
    finish: async () => {
      decline();
      dispatch({ type: 'closed' });
      clearInterval(clock);
      draw();
      stdout.off('resize', onResize);
      for (const name of SIGNALS) signals.off(name, cancel);
      stdin.off('end', decline).off('error', decline);
      stdout.off('error', decline);
      instance.unmount();
      const error = await failure;
      if (error !== null) throw error;
    },
    onCancel: (handler) => {
      cancelHandlers.push(handler);
    },
  };
}

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Settles after Node has polled the terminal for input, which it does between two turns of the event loop. */
async function whatWasTyped(): Promise<void> {
  await nextTurn();
  await nextTurn();
}
