import { readFileSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { evaluatePac } from '../../src/pac/evaluate.ts';

const URL = 'https://gateway.example/';
const NOW = new Date(2026, 10, 25, 10, 30, 0);

/** For code that must come to its own end, on a slow machine too. */
const PATIENT = 600_000;
/** For code that has no end. */
const LOOP_MS = 300;

const asked = async (text: string, timeLimitMs = PATIENT) => {
  const [answer] = await evaluatePac(text, [URL], { now: NOW, timeLimitMs });
  return answer?.answer;
};
const body = (code: string) => `function FindProxyForURL(url, host) { ${code} }`;
const reasonOf = (text: string, timeLimitMs?: number) =>
  asked(text, timeLimitMs).then(
    (answer) => `answered ${answer}`,
    (error: { code: string; evidence: { reason: string } }) => `${error.code} ${error.evidence.reason}`,
  );

describe('a hostile PAC file', { timeout: PATIENT }, () => {
  // The library writes to the console when one of our functions fails.
  const errors = vi.spyOn(console, 'error').mockReturnValue();
  afterEach(() => expect(errors).not.toHaveBeenCalled());
  afterAll(() => errors.mockRestore());

  it.each([
    ['loops', 'for (;;);'],
    ['loops and catches', 'for (;;) try { for (;;); } catch (e) {}'],
    ['loops in a regular expression', 'return String(/^(a+)+$/.test("a".repeat(40) + "b"))'],
    [
      'loops inside one call of a built-in',
      'return String(Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1))',
    ],
    ['joins without an end', 'return Array(2 ** 28).join("abc")'],
    ['searches without an end', 'var s = "a".repeat(1e6); for (;;) s.indexOf("ab".repeat(4e5))'],
    [
      'makes a function of ours loop',
      'var s = "a".repeat(2e6); return String(shExpMatch(s + s, "*" + s + "b"))',
    ],
    ['loops in what describes its error', 'throw { get name() { for (;;); } }'],
    ['loops in its answer', 'return { toString() { for (;;); } }', 'no-text'],
  ])('that %s', async (_what, code, reason = 'too-slow') => {
    expect(await reasonOf(body(code), reason === 'too-slow' ? LOOP_MS : PATIENT)).toBe(`input ${reason}`);
  });

  it('that loops while it is loaded', async () => {
    expect(await reasonOf(`for (;;);${body('return "DIRECT"')}`, LOOP_MS)).toBe('input too-slow');
  });

  it.each([
    ['takes all memory', 'var a = []; for (;;) a.push(new Array(10000).fill(1))'],
    ['takes all memory in a map', 'var m = new Map(); for (var i = 0; ; i++) m.set(i, "k" + i)'],
    ['takes all memory at once', 'return String(new Uint8Array(1e9).length)'],
    ['makes a text without an end', 'var s = "x"; for (;;) s += s'],
    ['calls itself', 'return FindProxyForURL(url, host)'],
    ['nests too deep for the parser', 'return eval("[".repeat(200000))'],
    [
      'takes all memory by what we give',
      'var address = "fe80::1%" + "x".repeat(1e6); var a = []; for (;;) a.push(dnsResolve(address))',
    ],
    ['calls us from the end of its stack', 'function f() { myIpAddress(); timeRange(1, 2); f(); } f()'],
    ['throws a text', 'throw "DIRECT"'],
    ['throws nothing', 'throw undefined'],
    ['throws what throws', 'throw { get name() { throw 1; }, get message() { throw 2; } }'],
    ['throws a proxy', 'throw new Proxy({}, { get() { throw 1; } })'],
  ])('that %s', async (_what, code) => {
    expect(await reasonOf(body(code))).toBe('input threw');
  });

  it('is recorded with what it asks for, without output on the console', async () => {
    expect(
      await asked(body('Date(); Math.random(); myIpAddress(); timeRange(1); return dnsResolve(host) + ""')),
    ).toBe('null');
  });

  it('cannot have more memory by asking piecemeal', async () => {
    const code =
      'var a = []; for (var i = 0; i < 2000; i++) try { a.push(new Uint8Array(1e6)) } catch (e) {} return String(a.length)';
    expect(Number(await asked(body(code), PATIENT))).toBeLessThan(64);
  });

  it('gives an answer that is too long, or none', async () => {
    expect(await reasonOf(body('return "x".repeat(1e7)'))).toBe('input answer-too-long');
    for (const value of ['undefined', 'null', '1', '{}', '[]', 'Symbol()', 'new String("DIRECT")']) {
      expect(await reasonOf(body(`return ${value}`))).toBe('input no-text');
    }
  });

  it('finds nothing but the language and the functions of a PAC file', async () => {
    const code = `var root = (function () { return this.constructor.constructor('return this')(); })();
      var found = [];
      for (var name of ['process', 'require', 'module', 'global', 'fetch', 'XMLHttpRequest', 'WebAssembly', 'std', 'os',
        'console', 'print', 'setTimeout', 'performance', 'navigator', 'Worker', 'Buffer', 'ActiveXObject'])
        if (typeof root[name] !== 'undefined') found.push(name);
      var theirs = alert.constructor('return this')();
      return found.join() + ';' + (theirs === root) + ';' + (alert.constructor === Function);`;
    expect(await asked(body(code))).toBe(';true;true');
  });

  it('cannot load a module', async () => {
    const path = import.meta.filename;
    expect(readFileSync(path, 'utf8')).not.toBe('');
    const code = `var seen = 'pending'; import(${JSON.stringify(path)}).then(function () { seen = 'loaded'; }, function () {}); return seen;`;
    expect(await asked(body(code))).toBe('pending');
    expect(await reasonOf(`import ${JSON.stringify(path)};${body('return "x"')}`)).toBe('input syntax');
  });

  it('leaves nothing behind for the next', async () => {
    await asked(`Object.prototype.polluted = 1; globalThis.kept = 1; ${body('return "DIRECT"')}`);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(await asked(body('return typeof kept + typeof ({}).polluted'))).toBe('undefinedundefined');
  });

  it('is reported in one line that does nothing to a terminal', async () => {
    const error = await asked(body('throw new Error("\\u001b[2J\\n" + "x".repeat(5000))')).catch((e) => e);
    expect(error.message).toMatch(/^[ -~]{1,300}$/);
  });

  it.each(['throw {}', 'throw { message: "" }'])('has no message in the report after %s', async (code) => {
    const error = await asked(body(code)).catch((e) => e);
    expect(error.message).toBe('The script in the PAC file failed.');
  });
});
