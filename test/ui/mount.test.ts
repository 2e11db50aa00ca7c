import { EventEmitter } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { P2sError } from '../../src/core/model/errors.ts';
import { errorEvent, type RunEvent } from '../../src/core/model/events.ts';
import type { Finding } from '../../src/core/model/finding.ts';
import { say } from '../../src/core/model/say.ts';
import { type MountOptions, mountUi } from '../../src/ui/mount.tsx';
import {
  auditWithDrift,
  changeHappens,
  GATEWAY,
  inputError,
  observedEvents,
  PLAN,
  PROXY,
  started,
} from './sequences.ts';
import { Emulator, fakeTerminal } from './terminal.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

function mounted(
  options: Partial<MountOptions> & {
    rawMode?: boolean;
    columns?: number;
    rows?: number;
    before?: string;
  } = {},
) {
  const { columns = 80, rows = 24, rawMode = true, before = '', ...rest } = options;
  const terminal = fakeTerminal(columns, rows, { rawMode });
  terminal.emulator.write(before);
  const signals = new EventEmitter();
  const { stdin, stdout } = terminal;
  const ui = mountUi({ stdin, stdout, useColour: false, unicode: true, columns, signals, ...rest });
  cleanups.push(() => ui.finish());
  const cancelled: string[] = [];
  ui.onCancel(() => cancelled.push('cancelled'));
  return { ...terminal, ui, signals, cancelled };
}

/** Events up to the question, and the question itself. */
async function asking(options: Parameters<typeof mounted>[0] = {}) {
  const mount = mounted(options);
  for (const event of observedEvents('apply')) mount.ui.emit(event);
  const answer = mount.ui.confirm(PLAN, 'C:\\Program Files\\p2s-fix\\state\\backups');
  await mount.emulator.shows('Write it? [y/N]');
  return { ...mount, answer };
}

/** Blocks this process. */
function busyFor(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe('the live view', () => {
  it('shows each event, and leaves all of it in the scrollback', async () => {
    const { ui, emulator, rawModes } = mounted();
    const events = auditWithDrift();
    for (const event of events.slice(0, 20)) ui.emit(event);
    const live = await emulator.shows('certificate 12 ms');
    expect(live.rows.join('\n')).toContain('Testing the routes');
    expect(live.cursorHidden).toBe(true);
    for (const event of events.slice(20)) ui.emit(event);
    await ui.finish();
    const { rows, brokenByTerminal, cursorHidden } = await emulator.shows('Exit code 2');
    expect(rows.filter((row) => row.startsWith('p2s-fix 0.1.0'))).toHaveLength(1);
    expect(rows.filter((row) => row.includes('direct -> proxy'))).toHaveLength(1);
    expect(rows.at(-1)).toContain('Exit code 2: a fix is available.');
    expect(rows.join('\n')).not.toContain('Checking the path');
    expect(brokenByTerminal).toBe(0);
    expect(cursorHidden).toBe(false);
    expect(rawModes).toEqual([true, false]);
  });

  it('never wipes the scrollback, even on a terminal of ten rows', async () => {
    const { ui, emulator } = mounted({ rows: 10, before: 'what was here before\n' });
    for (const [index, event] of auditWithDrift().entries()) {
      ui.emit(event);
      if (index % 6 === 5) await emulator.drawn();
    }
    await ui.finish();
    const { rows } = await emulator.shows('Exit code 2');
    expect(rows.join('\n')).toContain('what was here before');
    for (const wipe of ['\u001B[2J', '\u001B[3J', '\u001Bc']) expect(emulator.written).not.toContain(wipe);
  });

  it('draws nothing while events come in', async () => {
    const { ui, emulator } = mounted();
    const before = emulator.written.length;
    for (let round = 0; round < 20; round += 1) for (const event of observedEvents('audit')) ui.emit(event);
    expect(emulator.written.length).toBe(before);
  });

  it('writes no colour when it is switched off, and colour when it is on', async () => {
    for (const useColour of [false, true]) {
      const { ui, emulator } = mounted({ useColour });
      for (const event of auditWithDrift()) ui.emit(event);
      await ui.finish();
      // biome-ignore lint/suspicious/noControlCharactersInRegex: select graphic rendition
      expect(/\u001B\[[0-9;]*m/.test(emulator.written)).toBe(useColour);
    }
  });

  it('follows the width of the terminal', async () => {
    const { ui, emulator, resize } = mounted({ columns: 132 });
    for (const event of observedEvents('audit').slice(0, 20)) ui.emit(event);
    await emulator.until('one rail', ({ rows }) =>
      rows.some((row) => row.includes('dns') && row.includes('sstp')),
    );
    const { length } = emulator.written;
    resize(80, 24);
    const narrow = new Emulator(80, 24, true);
    narrow.write(`${emulator.written.slice(length)}<end>`);
    expect((await narrow.shows('<end>')).brokenByTerminal).toBe(0);
    await emulator.until('a broken rail', ({ rows }) => rows.some((row) => /^ {2}. certificate/.test(row)));
  });

  it('gives the terminal back, and says so in the end, when it cannot draw', async () => {
    const { ui, emulator, rawModes } = mounted();
    const answer = ui.confirm(PLAN);
    const finding = {
      code: 'no-such-finding',
      severity: 'info',
      store: null,
      evidence: {},
    } as unknown as Finding;
    ui.emit({ type: 'finding', finding });
    ui.emit({ type: 'finished', exitCode: 0, durationMs: 1 });
    await emulator.until('the terminal is given back', () => rawModes.length === 2);
    expect(await answer).toBe(false);
    const { length } = emulator.written;
    for (const event of auditWithDrift()) ui.emit(event);
    await expect(ui.finish()).rejects.toThrow(TypeError);
    cleanups.length = 0;
    expect(rawModes).toEqual([true, false]);
    expect(emulator.written.length).toBe(length);
  });

  it('writes nothing after it has gone', async () => {
    const { ui, emulator, signals, stdin, rawModes } = mounted();
    for (const event of auditWithDrift()) ui.emit(event);
    await ui.finish();
    const { length } = emulator.written;
    ui.emit(errorEvent(new P2sError('internal', say('late'))));
    expect(stdin.listenerCount('readable')).toBe(0);
    expect(await ui.confirm(PLAN)).toBe(false);
    await ui.finish();
    expect(emulator.written.length).toBe(length);
    expect(signals.eventNames()).toEqual([]);
    expect(rawModes).toEqual([true, false]);
  });
});

describe('the question', () => {
  it.each([
    ['y', true],
    ['Y', true],
    ['y\r', true],
    ['n', false],
    ['q', false],
    ['\r', false],
    ['\n', false],
  ])('takes %j as %s', async (keys, yes) => {
    const { answer, type, cancelled } = await asking();
    await type(keys);
    expect(await answer).toBe(yes);
    expect(cancelled).toEqual([]);
  });

  it('does not take other keys, nor what was typed before it', async () => {
    const { ui, emulator, type } = mounted();
    await type('y');
    for (const event of observedEvents('apply')) ui.emit(event);
    await emulator.shows('Computer DESKTOP-7');
    let settled = false;
    const answer = ui.confirm(PLAN).finally(() => {
      settled = true;
    });
    await emulator.shows('Write it? [y/N]');
    await type('x');
    await type('yes please');
    expect(settled).toBe(false);
    await type('n');
    expect(await answer).toBe(false);
  });

  it('does not take what was typed before the view, however busy the program was meanwhile', async () => {
    const { stdin, stdout, emulator, type } = fakeTerminal(80, 24);
    void type('y\r');
    const ui = mountUi({ stdin, stdout, useColour: false, unicode: true, columns: 80 });
    cleanups.push(() => ui.finish());
    for (const event of observedEvents('apply')) ui.emit(event);
    busyFor(300);
    let answers = 0;
    const answer = ui.confirm(PLAN).finally(() => {
      answers += 1;
    });
    await emulator.shows('Write it? [y/N]');
    await type('other keys');
    expect(answers).toBe(0);
    await type('y');
    expect(await answer).toBe(true);
  });

  it('is answered with no, and the run is cancelled, on Ctrl+C as a key', async () => {
    const { answer, type, cancelled } = await asking();
    await type('\u0003');
    expect(await answer).toBe(false);
    expect(cancelled).toEqual(['cancelled']);
  });

  it('is answered with no, and the run is cancelled, on SIGINT', async () => {
    const { answer, signals, cancelled } = await asking();
    signals.emit('SIGINT');
    expect(await answer).toBe(false);
    expect(cancelled).toEqual(['cancelled']);
  });

  it('is answered no when the terminal goes away, or the view does', async () => {
    const hungUp = await asking();
    hungUp.hangUp();
    expect(await hungUp.answer).toBe(false);
    const finished = await asking();
    await finished.ui.finish();
    expect(await finished.answer).toBe(false);
  });

  it('is answered no where no key can be read', async () => {
    const { ui, rawModes } = mounted({ rawMode: false });
    expect(await ui.confirm(PLAN)).toBe(false);
    expect(rawModes).toEqual([]);
  });

  it('goes when it has been answered, and the change is shown', async () => {
    const { ui, answer, type, emulator } = await asking();
    await type('y');
    expect(await answer).toBe(true);
    for (const event of changeHappens().slice(0, 6)) ui.emit(event);
    const { rows } = await emulator.shows('WinHTTP (64-bit): waiting');
    expect(rows.join('\n')).not.toContain('Write it?');
    for (const event of changeHappens().slice(6)) ui.emit(event);
    await ui.finish();
    const last = await emulator.shows('Exit code 0');
    expect(last.rows.join('\n')).toContain('Change: Written: WinHTTP (64-bit and 32-bit)');
    expect(last.rows.join('\n')).not.toContain('waiting');
  });
});

describe('a cancel', () => {
  it('leaves the view up and says what happens', async () => {
    const { ui, emulator, type, cancelled } = mounted();
    for (const event of observedEvents('apply').slice(0, 12)) ui.emit(event);
    await emulator.shows('Computer DESKTOP-7');
    await type('\u0003');
    await emulator.shows('Stopping: this step is finished first.');
    expect(cancelled).toEqual(['cancelled']);
    ui.emit({ type: 'finished', exitCode: 130, durationMs: 40 });
    await emulator.shows('Exit code 130: Cancelled.');
  });
});

describe('a run that was cancelled', () => {
  it('leaves no spinner in the scrollback', async () => {
    const { ui, emulator, type } = mounted();
    for (const event of observedEvents('audit').slice(0, 20)) ui.emit(event);
    ui.emit({
      type: 'check-started',
      gateway: GATEWAY,
      stage: 'sstp',
      url: null,
      via: PROXY,
      stores: 'current',
    });
    await emulator.until('the stage', ({ rows }) => rows.some((row) => /[\u2800-\u28ff] sstp/.test(row)));
    await type('\u0003');
    ui.emit({ type: 'finished', exitCode: 130, durationMs: 400 });
    await ui.finish();
    const text = (await emulator.shows('Exit code 130')).rows.join('\n');
    expect(text).toContain('STOPPED: Cancelled.');
    expect(text).not.toMatch(/[\u2800-\u28ff]/);
  });
});

describe('the report that stays', () => {
  /** An audit that has ended, with a user who browses it. */
  async function browsed(options: Parameters<typeof mounted>[0] = {}) {
    const mount = mounted(options);
    for (const event of auditWithDrift()) mount.ui.emit(event);
    const left = mount.ui.browse({ canApply: true });
    await mount.emulator.shows('q quit');
    return { ...mount, left };
  }

  it('goes by pages to the end of what is open, then over the list, and back', async () => {
    const { left, type, emulator } = await browsed();
    await type('e');
    await emulator.until('more below', (screen) => screen.rows.some((row) => / more below$/.test(row)));
    const at = (mark: RegExp) =>
      emulator.until(String(mark), (screen) => screen.rows.some((row) => mark.test(row)));
    await type('\u001B[F');
    await at(/^> INFO/);
    await type('\u001B[5~');
    await at(/^> \u2716/);
    for (let presses = 0; presses < 20; presses += 1) await type('\u001B[6~');
    await at(/^> INFO/);
    await type('\u001B[H');
    await at(/^> \u2716/);
    await type('?');
    await at(/^ {2}PgUp\/PgDn/);
    await type('\u001B');
    await at(/^> /);
    await type('\u001B');
    expect(await left).toBe('quit');
  });

  it.each([
    ['q', 16, true],
    ['q', 100, false],
    ['a', 16, false],
  ])('after %j in %i rows has the conclusion and the next command again: %s', async (key, rows, isAgain) => {
    const { left, type, ui, emulator } = await browsed({ rows });
    await type(key);
    await left;
    await ui.finish();
    expect(emulator.written.split('\nNext: ')).toHaveLength(isAgain ? 3 : 2);
  });

  it.each([
    ['q', 'quit'],
    ['\u0003', 'quit'],
    ['a', 'apply'],
    ['ja', 'apply'],
  ])('is left by %j with %s, and is not seen any more', async (keys, how) => {
    const { left, type, ui, emulator, cancelled } = await browsed();
    await type(keys);
    expect(await left).toBe(how);
    await ui.finish();
    const { rows } = await emulator.until(
      'nothing but the report',
      (screen) => !screen.cursorHidden && !screen.rows.join('\n').includes('q quit'),
    );
    expect(rows.filter((row) => row.startsWith('Exit code 2'))).toHaveLength(1);
    expect(cancelled).toEqual([]);
  });

  it.each([
    ['lower', 80, 12],
    ['narrower', 50, 24],
    ['smaller', 50, 12],
  ])('keeps what is above it when the window becomes %s', async (_, columns, rows) => {
    const { emulator, resize, type } = await browsed({ before: 'what was here before\n' });
    resize(columns, rows);
    await type('j');
    await emulator.until('the second', (screen) =>
      screen.rows.slice(-rows).some((row) => row.startsWith('> \u2714')),
    );
    const text = emulator.screen().rows.join('\n');
    expect(text).toContain('what was here before');
    expect(text.split('p2s-fix 0.1.0  audit')).toHaveLength(2);
    expect(text.split('Exit code 2')).toHaveLength(2);
    for (const wipe of ['\u001B[2J', '\u001B[3J', '\u001Bc']) expect(emulator.written).not.toContain(wipe);
    // Rows in the scrollback of a lower window cannot be erased.
    if (rows === 24) expect(text.split('\nChange   ')).toHaveLength(2);
  });

  it('is left by a signal, by a terminal that goes away, and when nobody is there', async () => {
    for (const name of ['SIGINT', 'SIGHUP', 'SIGTERM']) {
      const { left, signals } = await browsed();
      signals.emit(name);
      expect(await left).toBe('quit');
    }
    const { left, hangUp } = await browsed();
    hangUp();
    expect(await left).toBe('quit');
    expect(await (await browsed({ idleMs: 100 })).left).toBe('quit');
  });

  it('does not answer the question of the apply with keys that were typed before it', async () => {
    const { left, type, ui, emulator } = await browsed();
    await type('a');
    await type('y');
    expect(await left).toBe('apply');
    for (const event of observedEvents('apply')) ui.emit(event);
    const answer = ui.confirm(PLAN);
    await emulator.shows('Write it? [y/N]');
    await type('n');
    expect(await answer).toBe(false);
  });

  it('does not begin where no key can be read, after an error, after a cancel, or without anything to see', async () => {
    const ended = async (events: readonly RunEvent[], options: Parameters<typeof mounted>[0] = {}) => {
      const { ui, type } = mounted(options);
      for (const event of events) ui.emit(event);
      if (events === stopped) await type('\u0003');
      return ui.browse({ canApply: true });
    };
    const stopped = auditWithDrift();
    const blank: RunEvent[] = [started('verify'), { type: 'finished', exitCode: 0, durationMs: 1 }];
    expect(await ended(auditWithDrift(), { rawMode: false })).toBe('quit');
    expect(await ended(inputError())).toBe('quit');
    expect(await ended(stopped)).toBe('quit');
    expect(await ended(blank)).toBe('quit');
    expect(await ended(observedEvents('audit'))).toBe('quit');
  });
});
