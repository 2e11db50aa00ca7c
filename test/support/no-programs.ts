import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';

/** Tests that start no other program are the fast loop: one that does fails here, and belongs to `programs`. */
function refuse(): never {
  throw new Error('A test of the project unit starts no program (test/support/starts-programs.ts).');
}

// What every asynchronous way of starting one comes to; the types leave it out.
Object.assign(childProcess.ChildProcess.prototype, { spawn: refuse });
childProcess.spawnSync = refuse;
childProcess.execFileSync = refuse;
childProcess.execSync = refuse;
syncBuiltinESMExports();
