import childProcess from 'node:child_process';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { isIP } from 'node:net';

/** Tests that start no other program are the fast loop: a test that does fails here, and belongs in `programs`. */
function refuse(): never {
  throw new Error('A test of the project unit starts no program (test/support/programs/starts-programs.ts).');
}

// Every asynchronous start of a program calls this; the types leave it out.
Object.assign(childProcess.ChildProcess.prototype, { spawn: refuse });
childProcess.spawnSync = refuse;
childProcess.execFileSync = refuse;
childProcess.execSync = refuse;

const { lookup } = dns;
/** No name server is asked: some networks answer slowly, or with an address for any name. */
const lookupHere = (host: string, ...rest: unknown[]) => {
  if (isIP(host) !== 0 || host === 'localhost') return Reflect.apply(lookup, dns, [host, ...rest]);
  const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), {
    code: 'ENOTFOUND',
    syscall: 'getaddrinfo',
  });
  setImmediate(rest.at(-1) as (error: Error) => void, error);
  return {};
};
dns.lookup = lookupHere as typeof dns.lookup;
syncBuiltinESMExports();
