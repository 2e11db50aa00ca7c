import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assemble } from './build-ps1.mjs';

const NAME = 'P2SFix';

/**
 * Builds the PowerShell module for the PowerShell Gallery: `<outDir>/P2SFix` with its manifest, the module with
 * all its parts in one file, and the licence. ASCII, CRLF.
 *
 * @param {string} repoRoot the folder that holds `ps1`
 * @param {string} outDir
 * @param {string} version of the package
 * @param {string | null} home the address of the project
 * @returns {Promise<string>} the folder
 * @throws {Error} as `buildScripts`, and if the manifest has no place for the version
 */
export async function buildModule(repoRoot, outDir, version, home) {
  const source = join(repoRoot, 'ps1');
  const folder = join(outDir, NAME);
  const script = await assemble(source, `module/${NAME}.psm1`);
  const manifest = await assemble(source, `module/${NAME}.psd1`);
  if (manifest.split("'0.0.0'").length !== 2) throw new Error(`module/${NAME}.psd1: no single '0.0.0'`);
  await mkdir(folder, { recursive: true });
  const write = (name, text) => writeFile(join(folder, name), text.replaceAll('\n', '\r\n'), 'latin1');
  await write(`${NAME}.psm1`, script);
  const licence = /^( *)LicenseUri.*$/m;
  const homed = home === null ? manifest : manifest.replace(licence, `$&\n$1ProjectUri = '${home}'`);
  await write(`${NAME}.psd1`, homed.replace("'0.0.0'", `'${version}'`));
  await copyFile(join(repoRoot, 'LICENSE'), join(folder, 'LICENSE'));
  return folder;
}
