import dns from 'node:dns';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { isIPv6 } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireProgram } from '../programs/process.ts';

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

/**
 * The same for this process, which is running and can preload nothing: until the returned function is called,
 * `dns.lookup` answers from the file that {@link privateNames} wrote, and asks the system for all other names.
 */
export async function replaceLookup(env: NodeJS.ProcessEnv): Promise<() => void> {
  const { NSS_WRAPPER_HOSTS: hosts } = env;
  if (hosts === undefined) return () => undefined;
  const addresses = new Map<string, dns.LookupAddress[]>();
  for (const line of (await readFile(hosts, 'utf8')).trim().split('\n')) {
    const [address = '', name = ''] = line.split(' ');
    const known = addresses.get(name) ?? [];
    addresses.set(name, [...known, { address, family: isIPv6(address) ? 6 : 4 }]);
  }
  const { lookup } = dns;
  const replace = (by: typeof lookup) => {
    dns.lookup = by;
    syncBuiltinESMExports();
  };
  replace(((host: string, options: dns.LookupAllOptions, done: AllFound) => {
    const known = addresses.get(host.toLowerCase());
    if (known === undefined || options.all !== true) lookup(host, options, done);
    else setImmediate(done, null, known);
  }) as typeof lookup);
  return () => replace(lookup);
}

type AllFound = (error: NodeJS.ErrnoException | null, found: dns.LookupAddress[]) => void;
