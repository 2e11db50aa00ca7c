import { LAB_CLI, LAB_KEPT } from '../../../scripts/lab/layout.mjs';
import type { CommandLine, Ended } from '../../../scripts/lab/program/kept.ts';
import { keep } from '../../../scripts/lab/run/keep.mjs';
import type { Computer } from './lab.ts';
import type { LabProgram } from './lab-program.ts';

/** Command lines of the program on a computer of the lab. */
export interface Commands {
  /** Runs one; the exit code is that of the program. They take turns. */
  run(args: readonly string[]): Promise<Ended>;
  /** Ends what they share; the next one starts it again. */
  close(): Promise<void>;
}

/**
 * The command lines share a process and its PowerShell, which start with the first: most of what a command costs on a
 * computer of the lab is to start the two. What PowerShell reads when it starts (its language mode, its modules, the
 * rights of its user) is that of the first command line until `close`. With `cli` of a computer a command line has a
 * process of its own, and each of its writes a PowerShell of its own, as those of a user.
 *
 * @param program such as one with changed scripts; the built one by default
 */
export function commandsOn(
  computer: Computer,
  program: Pick<LabProgram, 'main' | 'kept'> = { main: LAB_CLI, kept: LAB_KEPT },
): Commands {
  let kept: Promise<Commands> | null = null;
  return {
    async run(args) {
      if (!args.includes('--powershell')) {
        kept ??= keepProgram(computer, program.kept);
        try {
          return await (await kept).run(args);
        } catch (error) {
          kept = null;
          throw error;
        }
      }
      const { stdout, stderr, exitCode } = await computer.node([computer.path(program.main), ...args], {
        retry: false,
      });
      if (exitCode === null) throw new Error(`no end of ${args.join(' ')}`);
      return { stdout, stderr, exitCode };
    },
    async close() {
      const ending = kept;
      kept = null;
      await (await ending)?.close();
    },
  };
}

async function keepProgram(computer: Computer, program: string): Promise<Commands> {
  const stop = new AbortController();
  const options = { retry: false, deadlineMs: 0, signal: stop.signal };
  const { ask, close } = await keep({
    name: 'the process of the command lines',
    start: (port) => computer.node([computer.path(program), String(port)], options),
    kill: () => stop.abort(),
  });
  return {
    run: async (args) => (await ask({ args } satisfies CommandLine)) as Ended,
    close,
  };
}
