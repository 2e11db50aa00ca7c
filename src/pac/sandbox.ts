import { runInNewContext } from 'node:vm';
import variant from '@jitl/quickjs-singlefile-mjs-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import { type PacFunction, pacFunctions } from './functions.ts';

/** Node's own WebAssembly; TypeScript declares it only in its browser types. */
const wasm = Reflect.get(globalThis, 'WebAssembly') as {
  Memory: new (pages: {
    initial: number;
    maximum: number;
  }) => {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
    toFixedLengthBuffer(): ArrayBuffer;
    toResizableBuffer(): ArrayBuffer;
  };
  RuntimeError: new () => Error;
};
/** Memory limit of a script, in WebAssembly pages of 64 KiB; the interpreter starts with 256. */
const MEMORY = { initial: 256, maximum: 1024 };
const STACK_BYTES = 256 * 1024;
const MAX_ANSWER_LENGTH = 8192;

export type SandboxFailure = 'syntax' | 'no-function' | 'threw' | 'too-slow' | 'no-text' | 'answer-too-long';

type Result = { answer: string } | { failure: SandboxFailure; detail: string | null };
type Outcome = Result & { dependsOnNetwork: string[]; variesWith: string[] };

interface SandboxOptions {
  text: string;
  now: Date;
  timeLimitMs: number;
}

/**
 * Replaces clock and random numbers, so that the same file gives the same answer. A script may change it; that is
 * harmless, because it exists for the answer, not for security.
 */
const FIXED_CLOCK = `(function (now, note) {
  const Real = Date;
  function Fixed(...parts) {
    if (new.target === undefined || parts.length === 0) note('Date');
    if (new.target === undefined) return new Real(now).toString();
    return Reflect.construct(Real, parts.length === 0 ? [now] : parts, new.target);
  }
  Fixed.prototype = Real.prototype;
  Fixed.prototype.constructor = Fixed;
  Fixed.now = () => { note('Date'); return now; };
  Fixed.parse = Real.parse;
  Fixed.UTC = Real.UTC;
  globalThis.Date = Fixed;
  Math.random = () => { note('Math.random'); return 0.5; };
})`;

/** An interpreter for one PAC file. It is not used again after a failure. */
export async function openSandbox({ text, now, timeLimitMs }: SandboxOptions) {
  const wasmMemory = new wasm.Memory(MEMORY);
  const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory }));
  let left = timeLimitMs;

  return {
    /** The result of FindProxyForURL; the time limit is for all calls together. */
    ask(url: string, host: string): Outcome {
      const noted = { network: new Set<string>(), varying: new Set<string>() };
      const functions = pacFunctions(now, {
        network: (name) => noted.network.add(name),
        varying: (name) => noted.varying.add(name),
      });
      const started = performance.now();
      const result = guarded(left, () =>
        run(quickjs, left, (context) => {
          fixClock(context, now, (name) => noted.varying.add(name));
          for (const [name, work] of Object.entries(functions)) expose(context, name, work);
          return answerOf(context, text, url, host);
        }),
      );
      left -= performance.now() - started;
      return {
        ...result,
        dependsOnNetwork: [...noted.network].sort(),
        variesWith: [...noted.varying].sort(),
      };
    },
  };
}

/**
 * Node ends the call at the time limit. The interpreter checks the time only between its own instructions, and a
 * single built-in call may never end. The evaluated text is our own and only calls `work`. The interpreter is not
 * used again after that.
 */
function guarded(timeoutMs: number, work: () => Result): Result {
  try {
    const timeout = Math.max(1, Math.ceil(timeoutMs));
    return runInNewContext('work()', { work }, { timeout }) as Result;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return failed('too-slow');
    // The interpreter's stack or memory ran out where it cannot report it.
    if (error instanceof RangeError || error instanceof wasm.RuntimeError) return failed('threw');
    throw error;
  }
}

/** One call in a new environment. */
function run(
  quickjs: QuickJSWASMModule,
  timeoutMs: number,
  work: (context: QuickJSContext) => Result,
): Result {
  const runtime = quickjs.newRuntime();
  runtime.setMaxStackSize(STACK_BYTES);
  const deadline = performance.now() + timeoutMs;
  let isLate = false;
  runtime.setInterruptHandler(() => {
    isLate ||= performance.now() > deadline;
    return isLate;
  });
  const context = runtime.newContext();
  const result = work(context);
  if (isLate) return failed('too-slow');
  // After a failure, the whole interpreter is left to the garbage collector, because its state is undefined.
  if (!('answer' in result)) return result;
  context.dispose();
  runtime.dispose();
  return result;
}

function answerOf(context: QuickJSContext, text: string, url: string, host: string): Result {
  const loaded = context.evalCode(text, 'proxy.pac', { type: 'global' });
  if (loaded.error !== undefined) return thrown(context, loaded.error);
  loaded.value.dispose();

  const find = finder(context);
  if (find === null) return failed('no-function');
  const [urlText, hostText] = [context.newString(url), context.newString(host)];
  const called = context.callFunction(find, context.undefined, urlText, hostText);
  for (const handle of [find, urlText, hostText]) handle.dispose();
  if (called.error !== undefined) return thrown(context, called.error);
  return called.value.consume((value) => {
    if (context.typeof(value) !== 'string') return failed('no-text');
    const length = context.getProp(value, 'length').consume((handle) => context.getNumber(handle));
    return length > MAX_ANSWER_LENGTH ? failed('answer-too-long') : { answer: context.getString(value) };
  });
}

/** Windows prefers FindProxyForURLEx (Microsoft: "IPv6 Extensions to Navigator Auto-Config File Format"). */
function finder(context: QuickJSContext): QuickJSHandle | null {
  for (const name of ['FindProxyForURLEx', 'FindProxyForURL']) {
    const found = context.getProp(context.global, name);
    if (context.typeof(found) === 'function') return found;
    found.dispose();
  }
  return null;
}

function fixClock(context: QuickJSContext, now: Date, note: (name: string) => void): void {
  const install = context.unwrapResult(context.evalCode(FIXED_CLOCK));
  const time = context.newNumber(now.getTime());
  const noter = context.newFunction('note', (name) => {
    note(context.getString(name));
  });
  context.unwrapResult(context.callFunction(install, context.undefined, time, noter)).dispose();
  for (const handle of [install, time, noter]) handle.dispose();
}

/** Adds one of our functions to the script; it gets only texts and numbers (anything else is null). */
function expose(context: QuickJSContext, name: string, work: PacFunction): void {
  const primitive = (handle: QuickJSHandle) => {
    const type = context.typeof(handle);
    if (type === 'string') return context.getString(handle);
    return type === 'number' ? context.getNumber(handle) : null;
  };
  context
    .newFunction(name, (...handles) => {
      const result = work(...handles.map(primitive));
      if (typeof result === 'string') return context.newString(result);
      if (typeof result === 'number') return context.newNumber(result);
      return result === null ? context.null : result ? context.true : context.false;
    })
    .consume((handle) => context.setProp(context.global, name, handle));
}

/** Name and message of a thrown value, without running script code except getters. */
function thrown(context: QuickJSContext, error: QuickJSHandle): Result {
  const text = (name: string) =>
    context
      .getProp(error, name)
      .consume((value) => (context.typeof(value) === 'string' ? context.getString(value) : ''));
  if (context.typeof(error) === 'string') return failed('threw', context.getString(error).slice(0, 1000));
  if (context.typeof(error) !== 'object') return failed('threw');
  const name = text('name');
  const parts = [name, text('message')].filter((part) => part !== '');
  const detail = parts.length === 0 ? null : parts.join(': ').slice(0, 1000);
  return failed(name === 'SyntaxError' ? 'syntax' : 'threw', detail);
}

function failed(failure: SandboxFailure, detail: string | null = null): Result {
  return { failure, detail };
}
