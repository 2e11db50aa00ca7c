import { win32 } from 'node:path';
import { P2sError } from '../../core/model/errors.ts';
import { readXml } from '../../profile/xml.ts';
import { TASK_NAME } from '../../schedule/places.ts';
import { INSTALLED_OPTION } from '../../schedule/verify-self.ts';

const ACTION = ['actions/exec/command', 'actions/exec/arguments', 'actions/exec/workingdirectory'];
const OTHERS = ['principals/principal/userid', 'settings/enabled'];

/** What a registered task starts. */
export interface TaskFacts {
  /** The folder of its executable; `''`: it cannot be read. */
  folder: string;
  /** It starts the Node of that folder with the program in it, as SYSTEM, and nothing else, and is not switched off. */
  runs: boolean;
}

/**
 * Reads the XML of a task. Windows writes it down in its own way, so only what decides what is run, and whether, is
 * looked at.
 */
export function taskFacts(registered: Uint8Array): TaskFacts {
  try {
    const wanted = (path: string) => path.startsWith('actions/') || OTHERS.includes(path);
    const { root, values } = readXml(registered, TASK_NAME, wanted);
    const text = (path: string) => {
      const found = values.filter((value) => value.path === path);
      // Two of them are a change.
      return found.length > 1 ? '' : found[0]?.text;
    };
    const [command = '', words = ''] = ACTION.map(text);
    const [user = '', enabled = 'true'] = OTHERS.map(text);
    const folder = win32.dirname(command);
    const program = `"?${escaped(folder)}\\\\program\\\\[\\w-]+\\.js"?`;
    const runs =
      root === 'task' &&
      values.every(({ path }) => ACTION.includes(path) || OTHERS.includes(path)) &&
      win32.basename(command).toLowerCase() === 'node.exe' &&
      new RegExp(`^${program} schedule run ${INSTALLED_OPTION}$`, 'i').test(words) &&
      user === 'S-1-5-18' &&
      enabled !== 'false';
    return { folder, runs };
  } catch (error) {
    if (error instanceof P2sError) return { folder: '', runs: false };
    throw error;
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
