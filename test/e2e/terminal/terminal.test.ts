import { readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { skipWithout } from '../../support/programs/process.ts';
import {
  type ProgramOnTerminal,
  runOnTerminal,
  type TerminalOptions,
} from '../../support/programs/terminal-program.ts';
import { SQUID } from '../../support/servers/squid.ts';
import { PROXY_NAME, type Scene, setScene } from '../../support/stories/scene.ts';
import { NSS_WRAPPER } from '../../support/texts/names.ts';

/** Erases the scrollback. */
const WIPE = '\u001B[3J';
const DOWN = '\u001B[B';
const PAGE_DOWN = '\u001B[6~';
const HOME = '\u001B[H';
const END = '\u001B[F';
// biome-ignore lint/suspicious/noControlCharactersInRegex: select graphic rendition
const _COLOUR = /\u001B\[[0-9;]*m/;

describe.skipIf(skipWithout(SQUID, NSS_WRAPPER))('the built program on a terminal', () => {
  let scene: Scene;
  let file: string;
  let original: Buffer;
  /** A proxy that requires authentication. */
  let strict: Server;
  const open: ProgramOnTerminal[] = [];

  beforeAll(async () => {
    scene = await setScene();
    file = join(scene.folder, 'machine.reg');
    original = sampleRegText({ proxyHost: PROXY_NAME, proxyPort: scene.squid.port, bypass: '<local>' });
    strict = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () =>
        socket.end('HTTP/1.1 407 No\r\nProxy-Authenticate: Negotiate\r\nContent-Length: 0\r\n\r\n'),
      );
    });
    await new Promise<void>((resolve) => strict.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    strict?.close();
    await scene?.close();
  });
  afterEach(async () => {
    for (const program of open.splice(0)) await program.close();
  });

  const run = (args: readonly string[], options: TerminalOptions = {}) => {
    const program = runOnTerminal(args, { ...options, env: { ...scene.names.env, ...options.env } });
    open.push(program);
    return program;
  };
  const auditing = async (...more: string[]) => {
    await writeFile(file, original);
    const path = ['--probe', '--gateway', scene.gateway, '--ca', scene.caFile];
    return ['--machine', file, '--in-place', '--state-dir', join(scene.folder, 'state'), ...path, ...more];
  };
  const screen = (program: ProgramOnTerminal) => program.window().join('\n');
  const shows = (program: ProgramOnTerminal, text: string) =>
    program.emulator.until(text, () => screen(program).includes(text));

  it('says in one window what is wrong, what would be changed and who is needed; opens, applies', async () => {
    const program = run(await auditing());
    await shows(program, 'q quit');
    const first = screen(program);
    expect(first).toMatch(/^FAIL {5}\u2716 The revocation of the certificate cannot be checked/m);
    expect(first).toMatch(/^Cause {4}WinHTTP \(64-bit and 32-bit\) is set to direct/m);
    expect(first).toMatch(/^Change {3}--apply sets WinHTTP \(64-bit and 32-bit\): proxy /m);
    expect(first).toMatch(/^Next {5}Administrator: p2s-fix --apply /m);
    expect(first).toMatch(/^Then {5}Reconnect the VPN/m);
    expect(first).toMatch(/^> \u2716 {8}The revocation of the certificate cannot be checked/m);
    expect(first).toContain('a apply');

    program.type('e');
    await shows(program, 'reason: not-found');
    program.type('\r');
    await program.emulator.until('closed', () => !screen(program).includes('reason:'));
    program.type('?');
    await shows(program, 'PgUp/PgDn');
    program.type(END);
    await program.emulator.until('the last', () => /^> INFO/m.test(screen(program)));
    program.type(HOME);
    await program.emulator.until('the first', () => /^> \u2716/m.test(screen(program)));
    program.type(`${DOWN}j`);
    await program.emulator.until('the third', () => /^> ERROR/m.test(screen(program)));
    program.type(`\r`);
    await shows(program, 'more below');
    program.type(PAGE_DOWN);
    await shows(program, 'holds: direct');

    program.type('a');
    await shows(program, 'Write it? [y/N]');
    expect(screen(program)).toContain(`A backup is made first in ${join(scene.folder, 'state')}`);
    expect(await readFile(file)).toEqual(original);
    const question = screen(program);
    expect(question).toMatch(/^FAIL {5}\u2716 The revocation of the certificate cannot be checked/m);
    expect(question.indexOf('Cause ')).toBeLessThan(question.indexOf('p2s-fix will write:'));
    program.type('y');
    await program.emulator.until(
      'the result, which stays',
      () => /^DONE {5}\u2714 SSTP/m.test(screen(program)) && screen(program).includes('q quit'),
    );
    expect(screen(program)).not.toContain('a apply');
    program.type('q');
    const { exitCode, text } = await program.ended();
    expect(exitCode).toBe(0);
    for (const once of [
      'p2s-fix 0.1.0  audit',
      'p2s-fix 0.1.0  apply',
      'Exit code 2: a fix is available.',
      'Backup 0001:',
      'Exit code 0: Done.',
    ])
      expect(text.split(once), once).toHaveLength(2);
    expect(text).not.toContain('q quit');
    // The conclusion is the last on the screen: the page above it does not fit.
    expect(text.slice(text.indexOf('Exit code 0: Done.'))).toMatch(
      /^DONE: SSTP[\s\S]*^Change: Written: WinHTTP/m,
    );
    expect(await readFile(file)).not.toEqual(original);
  });

  it('prints the request to the proxy team and puts it into the clipboard', async () => {
    const proxy = `127.0.0.1:${(strict.address() as AddressInfo).port}`;
    const program = run(['verify', scene.gateway, '--proxy', proxy, '--ca', scene.caFile]);
    await shows(program, 'c copy request');
    expect(screen(program)).toMatch(/^Next {5}Proxy team: /m);
    program.type('c');
    await shows(program, 'The request is printed above');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: OSC 52
    const [, base64 = ''] = /\u001B\]52;c;([^\u0007]*)\u0007/.exec(program.emulator.written) ?? [];
    const request = Buffer.from(base64, 'base64').toString('utf8');
    expect(request).toContain(`CONNECT ${scene.gateway}:443`);
    program.type('q');
    const { exitCode, text } = await program.ended();
    expect(exitCode).toBe(7);
    const flat = (lines: string) => lines.replace(/\s+/g, '');
    expect(flat(text)).toContain(flat(request));
  });

  it('asks within the window, below the whole plan, and keeps what was there before', async () => {
    const bypass = Array.from({ length: 40 }, (_, index) => `*.sub${index}.contoso.example`);
    await writeFile(
      file,
      sampleRegText({ proxyHost: PROXY_NAME, proxyPort: scene.squid.port, bypass: bypass.join(';') }),
    );
    const program = run(['apply', '--machine', file, '--in-place', '--no-probe']);
    await shows(program, 'Write it? [y/N]');
    const asked = screen(program);
    expect(asked).toContain('p2s-fix will write:');
    expect(asked).toMatch(/~ WinHTTP \(64-bit\): proxy .*\u2026$/m);
    const whole = program.emulator.screen().rows.join('\n');
    expect(whole).toContain('WinINET (the recorded user): ');
    program.type('n');
    const { text } = await program.ended();
    for (const entry of bypass) expect(text).toContain(entry);
    expect(program.emulator.written).not.toContain(WIPE);
  });

  it('keeps the report above a list as long as the window, however the window changes', async () => {
    const names = Array.from({ length: 14 }, (_, index) => `azuregateway-${index}.vpn.azure.com`);
    const program = run(['verify', ...names, '--proxy', '127.0.0.1:9']);
    await shows(program, 'q quit');
    for (const [columns, rows] of [
      [80, 14],
      [60, 14],
      [60, 24],
      [80, 24],
    ] as const) {
      program.resize(columns, rows);
      program.type('j');
      await program.emulator.until('the frame of that window', () =>
        /^> \u2716[\s\S]*q quit/m.test(screen(program)),
      );
    }
    program.type('q');
    const { exitCode, text } = await program.ended();
    expect(exitCode).toBe(7);
    expect(text).toContain('p2s-fix 0.1.0  verify');
    for (const name of names) expect(text).toContain(name);
    expect(program.emulator.written).not.toContain(WIPE);
  });

  it('uses a wide window, and goes on in a narrow one', async () => {
    const program = run(await auditing(), { columns: 200, rows: 50 });
    await shows(program, 'q quit');
    expect(screen(program)).toMatch(/^> \u2716.*The revocation of .* \(revocation-unreachable\)$/m);
    program.resize(80, 24);
    await program.emulator.until('cut', () =>
      /^> \u2716.*The revocation of .*\u2026$/m.test(screen(program)),
    );
    program.type('j');
    await program.emulator.until('the second', () => /^> \u2714/m.test(screen(program)));
    expect(screen(program)).toContain('q quit');
    program.type('q');
    expect((await program.ended()).exitCode).toBe(2);
  });

  it.each([
    ['--plain', ['--plain'], {}],
    ['--json', ['--json'], {}],
    ['--ndjson', ['--ndjson'], {}],
    ['--yes', ['--yes'], {}],
    ['CI', [], { CI: 'true' }],
  ])('ends by itself with %s', async (_, more, env) => {
    await writeFile(file, original);
    const program = run(['--machine', file, '--no-probe', ...more], { env });
    const { exitCode, text } = await program.ended();
    expect(exitCode).toBe(2);
    expect(text).not.toContain('q quit');
  });
});
