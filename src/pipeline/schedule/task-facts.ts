import { win32 } from 'node:path';
import { P2sError } from '../../core/model/errors.ts';
import { readXml } from '../../profile/xml.ts';
import { TASK_NAME } from '../../schedule/places.ts';
import { INSTALLED_OPTION } from '../../schedule/verify-self.ts';

const ACTION = ['actions/exec/command', 'actions/exec/arguments', 'actions/exec/workingdirectory'];
const OTHERS = ['principals/principal/userid', 'settings/enabled'];

/** What a registered task runs. */
export interface TaskFacts {
  /** The folder of the installed program; `''`: it cannot be read. */
  folder: string;
  /** It starts only the program of that folder, as SYSTEM, and is enabled. */
  runs: boolean;
}

/**
 * Reads the XML of a task. Windows rewrites it in its own form, so only the parts that decide what runs, and
 * whether, are read.
 */
export function taskFacts(registered: Uint8Array): TaskFacts {
  try {
    const isRead = (path: string) => path.startsWith('actions/') || OTHERS.includes(path);
    const { root, values } = readXml(registered, TASK_NAME, isRead);
    const text = (path: string) => {
      const found = values.filter((value) => value.path === path);
      // A second one means that the task was changed.
      return found.length > 1 ? '' : found[0]?.text;
    };
    const [command = '', words = ''] = ACTION.map(text);
    const [user = '', enabled = 'true'] = OTHERS.map(text);
    const { folder, isProgram } = actionOf(command, words);
    const runs =
      root === 'task' &&
      values.every(({ path }) => ACTION.includes(path) || OTHERS.includes(path)) &&
      isProgram &&
      user === 'S-1-5-18' &&
      enabled !== 'false';
    return { folder, runs };
  } catch (error) {
    if (error instanceof P2sError) return { folder: '', runs: false };
    throw error;
  }
}

/** An installed program is Node with a script, or a single executable. */
function actionOf(command: string, words: string): { folder: string; isProgram: boolean } {
  const run = `schedule run ${INSTALLED_OPTION}`;
  const single = /^(.+)\\program\\p2s-fix\.exe$/i.exec(command)?.[1];
  if (single !== undefined) return { folder: single, isProgram: words.toLowerCase() === run };
  const folder = win32.dirname(command);
  const program = `"?${escaped(folder)}\\\\program\\\\[\\w-]+\\.js"?`;
  const isNode = win32.basename(command).toLowerCase() === 'node.exe';
  return { folder, isProgram: isNode && new RegExp(`^${program} ${run}$`, 'i').test(words) };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
