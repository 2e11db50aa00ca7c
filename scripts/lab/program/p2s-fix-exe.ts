/**
 * The single executable for computers of the lab. It differs from the one that ships only in the readers of access
 * lists and tasks, as in ./p2s-fix.ts, and writes down its exit code. It never ships.
 */
import '../inside/record.cjs';
import { startExecutable } from '../../../src/exe/main.ts';
import { labFolders } from './folders.ts';
import { labTasks } from './tasks.ts';

startExecutable((ports) => ({ ...ports, folders: labFolders, tasks: labTasks }));
