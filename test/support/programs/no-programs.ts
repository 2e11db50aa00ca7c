import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';

/** Tests that start no other program are the fast loop: a test that does fails here, and belongs in `programs`. */
function refuse(): never {
  throw new Error('A test of the project unit starts no program (test/support/programs/starts-programs.ts).');
}

// Every asynchronous start of a program calls this; the types leave it out.
Object.assign(childProcess.ChildProcess.prototype, { spawn: refuse });
childProcess.spawnSync = refuse;
childProcess.execFileSync = refuse;
childProcess.execSync = refuse;
syncBuiltinESMExports();
