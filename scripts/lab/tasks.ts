import { existsSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import type { TaskSchedulerPort } from '../../src/schedule/task-scheduler.ts';

/** What was handed to schtasks.exe on this computer. */
export const REGISTERED = 'C:\\windows\\temp\\p2s-fix-task.xml';

/**
 * Wine's Task Scheduler keeps a task and forgets what it starts, when, and as whom. So what is read of a task that is
 * there is what was handed over; whether one is there is told as it is. An empty folder of tasks, which goes by a COM object
 * that Wine has not, goes with its task.
 */
export function labTasks(real: TaskSchedulerPort): TaskSchedulerPort {
  return {
    async register(name, xml, file) {
      await real.register(name, xml, file);
      writeFileSync(REGISTERED, Buffer.from(`\ufeff${xml}`, 'utf16le'));
    },
    async remove(name) {
      await real.remove(name);
      rmSync(REGISTERED, { force: true });
      if (name.includes('\\'))
        removeEmpty(`C:\\windows\\system32\\tasks\\${name.slice(0, name.lastIndexOf('\\'))}`);
    },
    async read(name) {
      const stored = await real.read(name);
      // One that was planted was never handed over.
      return stored !== null && existsSync(REGISTERED) ? readFileSync(REGISTERED) : stored;
    },
  };
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It is not there, or something else is in it.
  }
}
