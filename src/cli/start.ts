import type { Ports } from '../pipeline/run/ports.ts';
import { VERSION } from '../pipeline/run/version.ts';

/** What is started, and by what it finds its parts. */
export interface Started {
  /** Absolute path of the script that Node runs, or of the executable that has Node and the script in it. */
  program: string;
  ports: (systemPorts: (scriptsDir: string, program: string) => Ports) => Ports;
}

/** Runs the command line of this process to its exit code. */
export async function start({ program, ports }: Started): Promise<void> {
  const argv = process.argv.slice(2);
  // Whoever reads the output may stop reading (`| more`, `| head`): no reason to fail. A disk that is full is one.
  let lost: NodeJS.ErrnoException | null = null;
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EOF') lost ??= error;
  });
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
    // The one answer that needs nothing loaded.
    process.stdout.write(`${VERSION}\n`);
    return;
  }
  if (!(await mayRun(argv, program))) {
    process.exitCode = 1;
    return;
  }
  const { main, systemPorts } = await import('./main.ts');
  const exitCode = await main(argv, ports(systemPorts));
  await Promise.all([process.stdout, process.stderr].map(flushed));
  // The error of the last write comes after it.
  await new Promise((resolve) => setImmediate(resolve));
  // A callback sets it, which the compiler does not see.
  const unwritten = lost as NodeJS.ErrnoException | null;
  if (unwritten !== null)
    process.stderr.write(
      `ERROR: The output could not be written (${unwritten.code}); the run itself has ended.\n`,
    );
  // Without it a name that is still being looked up holds the process for many seconds after its last word.
  process.exit(unwritten === null ? exitCode : 1);
}

/** An installed program is looked at before the rest of it is loaded. */
async function mayRun(argv: readonly string[], program: string): Promise<boolean> {
  if (argv[0] !== 'schedule') return true;
  const { isAsInstalled } = await import('../schedule/verify-self.ts');
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const { env, platform } = process;
  return isAsInstalled(argv, program, { env, platform, say });
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableLength === 0) resolve();
    else stream.write('', () => resolve());
  });
}
