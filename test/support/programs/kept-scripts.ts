import { KeptScripts } from '../../../scripts/lab/run/scripts.mjs';
import { linuxPwsh } from '../lab/lab.ts';
import { startProcess } from './process.ts';

/**
 * PowerShell 7 for Linux for many scripts: to start it is most of what a script costs.
 * @param env added to its environment
 */
export function keepScripts(env: NodeJS.ProcessEnv = {}): KeptScripts {
  return new KeptScripts({
    async start(file, args, { signal }) {
      const program = startProcess({
        file: linuxPwsh,
        args: ['-NoProfile', '-NonInteractive', '-File', file, ...args],
        env: { ...process.env, ...env },
      });
      signal.addEventListener('abort', () => program.stop());
      if (signal.aborted) await program.stop();
      const exitCode = await program.exited;
      return { exitCode, stdout: program.output(), stderr: '' };
    },
    nameOf: (path) => path,
    home: '/',
  });
}
