import type { Ports } from '../pipeline/run/ports.ts';
import { VERSION } from '../pipeline/run/version.ts';

/** Where the program finds its parts, from the ports of this system. */
export type StartPorts = (systemPorts: (scriptsDir: string, program: string) => Ports) => Ports;

/** Runs the command line of this process until it exits. */
export async function start(ports: StartPorts): Promise<void> {
  const argv = process.argv.slice(2);
  // A closed reader (`| more`, `| head`) is not a failure; a full disk is.
  let lost: NodeJS.ErrnoException | null = null;
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EOF') lost ??= error;
  });
  // The version needs no other module.
  const isVersion = argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v');
  const exitCode = isVersion ? printVersion() : await runMain(argv, ports);
  await Promise.all([process.stdout, process.stderr].map(flushed));
  // The error of the last write is emitted after it.
  await new Promise((resolve) => setImmediate(resolve));
  // A callback sets it, which the compiler does not see.
  const unwritten = lost as NodeJS.ErrnoException | null;
  if (unwritten !== null)
    process.stderr.write(
      `ERROR: The output could not be written (${unwritten.code}); the run itself has ended.\n`,
    );
  // Without it, pending work keeps the process alive. On Linux, a name lookup does so anyway: see resolverOptions.
  process.exit(unwritten === null ? exitCode : 1);
}

function printVersion(): number {
  process.stdout.write(`${VERSION}\n`);
  return 0;
}

async function runMain(argv: readonly string[], ports: StartPorts): Promise<number> {
  const { main, systemPorts } = await import('./main.ts');
  return main(argv, ports(systemPorts));
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableLength === 0) resolve();
    else stream.write('', () => resolve());
  });
}
