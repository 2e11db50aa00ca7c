import { connect } from 'node:net';
import { argv, exit } from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { main, systemPorts } from '../../../src/cli/main.ts';
import { thisWindows } from '../../../src/machine/this-machine.ts';
import { openPowerShell } from '../../../src/powershell/open.ts';
import { captured, nothing } from './captured-streams.ts';
import { labFolders } from './folders.ts';
import { labTasks } from './tasks.ts';

/** A command line of the program, without the program. */
export interface CommandLine {
  args: readonly string[];
}

/** How a command line ended. */
export interface Ended {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/**
 * The program of the lab for many command lines: `PORT` is that of a socket which sends {@link CommandLine}s and takes
 * {@link Ended}s, one JSON line each. They share this process and one PowerShell, also for writes, which have their own
 * in the program: to start them is most of what a command costs on a computer of the lab.
 */
const [, , port = ''] = argv;
serve(Number(port));

function serve(to: number): void {
  const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const system = { ...systemPorts(beside('../dist/ps1/'), beside('lab-cli.js')), standardInput: nothing };
  const { session } = openPowerShell({ ...system, executable: null });
  // A run ends its machine; the PowerShell stays for the next one.
  const kept = { ...session, dispose: async () => undefined };
  const ports = {
    ...system,
    folders: labFolders,
    tasks: labTasks,
    started: () => thisWindows({ session: kept, oneShot: kept }),
  };

  async function run({ args }: CommandLine): Promise<Ended> {
    const streams = [process.stdout, process.stderr].map(captured);
    try {
      const exitCode = await main(args, ports);
      const [stdout = '', stderr = ''] = streams.map(({ text }) => text());
      return { exitCode, stdout, stderr };
    } finally {
      for (const { restore } of streams) restore();
    }
  }

  const socket = connect(to, '127.0.0.1');
  let turn: Promise<unknown> = Promise.resolve();
  createInterface({ input: socket }).on('line', (line) => {
    turn = turn.then(async () => socket.write(`${JSON.stringify(await run(JSON.parse(line)))}\n`));
  });
  socket.on('close', async () => {
    await session.dispose();
    exit(0);
  });
}
