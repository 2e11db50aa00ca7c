import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LAB_CLI } from '../../scripts/lab/layout.mjs';
import { sampleRegText } from '../../scripts/world/sample-reg.ts';
import { type Computer, newComputer } from '../support/lab.ts';
import { onTerminal, type ProgramOnTerminal } from '../support/terminal-program.ts';

const CONNECTIONS = 'HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections';
/** Past the first start of PowerShell on a busy machine. */
const DEADLINE_MS = 90_000;

/** The terminal view under Node for Windows, its console on a pseudo-terminal; PowerShell and registry are real. */
describe('the terminal view in the lab', () => {
  let computer: Computer;
  let before: Buffer;
  const open: ProgramOnTerminal[] = [];

  beforeAll(async () => {
    computer = await newComputer('terminal');
    await computer.regImport(
      sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' }),
    );
    before = await computer.regExport(CONNECTIONS);
  });
  afterEach(async () => {
    for (const program of open.splice(0)) await program.close();
  });
  afterAll(() => computer?.destroy());

  function run(...args: string[]): ProgramOnTerminal {
    const { file, args: words, env } = computer.command([computer.path(LAB_CLI), ...args, '--no-probe']);
    const program = onTerminal([file, ...words], {
      columns: 80,
      rows: 24,
      env: { ...env, TERM: 'xterm-256color' },
      cwd: `${computer.dir}/drive_c`,
    });
    open.push(program);
    return program;
  }
  const shows = (program: ProgramOnTerminal, text: string) =>
    program.emulator.until(text, () => program.window().join('\n').includes(text), DEADLINE_MS);

  it('shows the first frame, the report in ASCII, opens a finding, and quits with the exit code of the audit', async () => {
    const program = run();
    await shows(program, 'Reading the proxy stores');
    await shows(program, 'q quit');
    const text = program.window().join('\n');
    expect(text).toMatch(/^Change {3}p2s-fix --apply would write winhttp\/wow64, winhttp\/native/m);
    expect(program.emulator.screen().rows.join('\n')).toMatch(/^[\n -~]*$/);
    program.type('\r');
    await shows(program, 'history: never-applied');
    program.type('q');
    expect(await program.exitCode()).toBe(2);
    expect(program.emulator.screen().cursorHidden).toBe(false);
  });

  it('asks in the same session before the apply, and writes nothing on no', async () => {
    const program = run();
    await shows(program, 'a apply');
    program.type('a');
    await shows(program, 'Write it? [y/N]');
    program.type('n');
    expect(await program.exitCode()).toBe(130);
    expect(await computer.regExport(CONNECTIONS)).toEqual(before);
  });

  it('writes on yes, and shows each write', async () => {
    const program = run('apply');
    await shows(program, 'Write it? [y/N]');
    program.type('y');
    const written = /winhttp\/native: written/;
    await program.emulator.until(
      'the write',
      ({ rows }) => rows.some((row) => written.test(row)),
      DEADLINE_MS,
    );
    expect(await program.exitCode()).toBe(0);
    expect(await computer.regExport(CONNECTIONS)).not.toEqual(before);
  });
});
