/**
 * The single executable as it runs inside a computer of the lab: the same in everything, but for the readers of access
 * lists and tasks, as in ./p2s-fix.ts. It never ships.
 */
import { startExecutable } from '../../src/exe/main.ts';
import { labFolders } from './folders.ts';
import { labTasks } from './tasks.ts';

startExecutable((ports) => ({ ...ports, folders: labFolders, tasks: labTasks }));
