import { existsSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import type { TaskSchedulerPort } from '../../../src/machine/task-scheduler.ts';

/** The file that was passed to schtasks.exe on this computer. */
export const REGISTERED = 'C:\\windows\\temp\\p2s-fix-task.xml';

/**
 * Wine's Task Scheduler keeps a task but drops its action, trigger and account. So an existing task is read as the
 * program registered it; whether it exists is reported as it is. Wine has no COM object for folders of tasks, so
 * an empty one is removed with its task.
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
      // A task that a test planted was never passed to schtasks.exe.
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
