import { setImmediate as nextTurn } from 'node:timers/promises';
import { render } from 'ink';
import type { RunEvent } from '../core/model/events.ts';
import { ENGLISH, type Texts } from '../report/text/texts.ts';
import { withCommands } from '../report/text/with-commands.ts';
import { App } from './App.tsx';
import { createBrowsing, type Leave } from './browsing.ts';
import type { Display } from './display.ts';
import { type Keys, readAnswer } from './keys.ts';
import { INITIAL_STATE, type Question, reduce, type UiSignal } from './state.ts';
import { eraseBroken, withoutHeight } from './window.tsx';

export interface MountOptions {
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  useColour: boolean;
  unicode: boolean;
  /** English when not given. */
  texts?: Texts;
  /** Where the terminal does not tell its own. */
  columns: number;
  /** Where SIGINT and the like come from; this process. */
  signals?: Pick<NodeJS.EventEmitter, 'on' | 'off'>;
  /** Milliseconds without a key after which {@link MountedUi.browse} ends by itself; ten minutes. */
  idleMs?: number;
}

export interface MountedUi {
  /** Takes an event in at once; it is drawn soon after. Never throws; nothing happens once the view is gone. */
  emit: (event: RunEvent) => void;
  /**
   * Asks whether these changes should be made. False is the answer of `n`, `q`, Enter and Ctrl+C, of a terminal that
   * went away, and of one without raw mode.
   */
  confirm: (plan: Pick<Question, 'changes'> & { whose?: string }, backupFolder?: string) => Promise<boolean>;
  /**
   * Lets somebody look around in the report of the run that has ended, until they quit, ask for the apply, or do
   * nothing for too long. Quits at once where no key can be read, and where there is nothing to look at.
   */
  browse: (options: { canApply: boolean }) => Promise<Leave>;
  /** Somebody has asked to stop before the view was there. */
  cancel: () => void;
  /** Draws the last frame, which stays, and gives the terminal back. Rejects when drawing had failed. */
  finish: () => Promise<void>;
  /** Ctrl+C, as a key or as a signal, or another signal to end. The view stays up; the run decides when to stop. */
  onCancel: (handler: () => void) => void;
}

/** Frames a second at most. */
const FRAMES = 12;
const DEFAULT_ROWS = 24;
/** What was typed before the view takes keys arrives within this time after it does, in milliseconds, and answers nothing. */
const EARLY_KEYS_MS = 150;
/** A run in a terminal that nobody sits at, such as a scheduler's, must end by itself. */
const IDLE_MS = 600_000;
/** Ctrl+C, Ctrl+Break, a closed window, and a request to end. Each is up to the run, which must be free to go on. */
const SIGNALS = ['SIGINT', 'SIGBREAK', 'SIGHUP', 'SIGTERM'] as const;

/** Puts the view on a terminal. The caller has made sure that it is one. */
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
    texts: withCommands(options.texts ?? ENGLISH, state.run?.followUps),
    columns: stdout.columns || options.columns,
    rows: stdout.rows || DEFAULT_ROWS,
    tick,
  });
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
    // Drawing again would bring a view that is gone back to life.
    if (gone) return;
    stale = false;
    instance.rerender(view());
  };
  const onResize = () => {
    const { columns } = display();
    if (!gone && columns < drawn.display.columns) stdout.write(eraseBroken(drawn, columns));
    draw();
  };

  // Before Ink's own listener, so that it finds the new width.
  stdout.on('resize', onResize);
  for (const name of SIGNALS) signals.on(name, cancel);
  // A terminal that went away must not end a run in the middle of a write.
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
    if (stale || (state.finished === null && state.question === null)) draw();
  }, 1000 / FRAMES);
  clock.unref();

  return {
    emit: dispatch,
    confirm: async (plan, backupFolder) => {
      // A view that could not be drawn takes no keys.
      await Promise.race([listening, failure]);
      await whatWasTyped();
      if (gone || cancelled || stdin.isTTY !== true) return false;
      return new Promise((resolve) => {
        settle = resolve;
        dispatch({
          type: 'asked',
          question: { changes: plan.changes, whose: plan.whose ?? null, backupFolder: backupFolder ?? null },
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

/** Settles when Node has asked the terminal for input once more, however long it was busy: between two of its turns. */
async function whatWasTyped(): Promise<void> {
  await nextTurn();
  await nextTurn();
}
