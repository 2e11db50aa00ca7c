import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireProgram } from './process.ts';

/** Debian package libnss-wrapper: gives a process its own host names, without a change to /etc/hosts. */
export const NSS_WRAPPER = '/usr/lib/x86_64-linux-gnu/libnss_wrapper.so';

export interface PrivateNames {
  /** The environment to add to the processes that resolve the names. */
  env: { LD_PRELOAD: string; NSS_WRAPPER_HOSTS: string };
  close(): Promise<void>;
}

/** Names, with one address or several, that only processes with this environment can resolve. */
export async function privateNames(
  names: Readonly<Record<string, string | readonly string[]>>,
): Promise<PrivateNames> {
  requireProgram(NSS_WRAPPER, 'libnss-wrapper');
  const folder = await mkdtemp(join(tmpdir(), 'p2s-names-'));
  const hosts = join(folder, 'hosts');
  await writeFile(
    hosts,
    Object.entries(names)
      .flatMap(([name, addresses]) => [addresses].flat().map((address) => `${address} ${name}\n`))
      .join(''),
  );
  return {
    env: { LD_PRELOAD: NSS_WRAPPER, NSS_WRAPPER_HOSTS: hosts },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
