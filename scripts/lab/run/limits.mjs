/** Limits that a computer can be given: rights of a process, access to keys, PowerShell's full language. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { INSIDE, REPO, VERSIONS, windowsPath } from '../layout.mjs';

const inside = (/** @type {string} */ name) => path.join(REPO, 'scripts', 'lab', 'inside', name);

/** @typedef {'write' | 'write-unless-admin' | 'read'} DeniedRights */

/** A key's access list for what is denied; null restores that everybody may do everything, which is Wine's own. */
const ACCESS = Object.freeze({
  /** Nobody writes, not even an administrator. */
  write: 'D:P(D;;DCLC;;;WD)(A;;KR;;;WD)',
  /** As Windows has it below HKEY_LOCAL_MACHINE. */
  'write-unless-admin': 'D:P(A;;KA;;;BA)(A;;KA;;;SY)(A;;KR;;;BU)',
  /** Nobody reads or writes. */
  read: 'D:P(A;;WDRC;;;WD)',
});
const EVERYTHING = 'D:P(A;;KA;;;WD)';

/** @param {string} text @returns {text is DeniedRights} */
export function isDeniedRights(text) {
  return text in ACCESS;
}

const ENVIRONMENT = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment';
const POLICY = '__PSLockdownPolicy';

/**
 * The script that sets the access list of keys.
 * @param {readonly string[]} keys @param {DeniedRights | null} denied null: everybody may do everything again
 * @returns {{ file: string, args: string[] }} its Unix path and its arguments
 */
export function keyAccessScript(keys, denied) {
  const sddl = denied === null ? EVERYTHING : ACCESS[denied];
  return { file: inside('key-access.ps1'), args: ['-Keys', keys.join('|'), '-Sddl', sddl] };
}

/**
 * The call that runs a command without administrator rights.
 * @param {readonly string[]} command program and arguments
 * @param {string} labDir the lab's folder, which keeps what the helper compiles
 * @returns {string[]} program and arguments
 */
export function asUserCommand(command, labDir) {
  const line = Buffer.from(command.map(quoted).join(' '), 'utf16le').toString('base64');
  const args = ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File'];
  const script = inside('as-user.ps1');
  const made = createHash('sha256').update(fs.readFileSync(script)).update(JSON.stringify(VERSIONS));
  const version = made.digest('hex').slice(0, 12);
  const compiled = path.join(labDir, `as-user-${version}.dll`);
  return [INSIDE.pwsh, ...args, windowsPath(script), line, windowsPath(compiled)];
}

/**
 * The arguments of reg.exe that switch the system lock-down on or off: with it every new PowerShell is in Constrained
 * Language Mode, as under application control.
 * @param {boolean} on
 * @returns {string[]}
 */
export function lockDownArgs(on) {
  return on
    ? ['add', ENVIRONMENT, '/v', POLICY, '/d', '4', '/f']
    : ['delete', ENVIRONMENT, '/v', POLICY, '/f'];
}

/**
 * One argument as Windows programs take command lines apart: backslashes count only before a quote.
 * @param {string} argument
 */
function quoted(argument) {
  if (argument !== '' && !/[\s"]/.test(argument)) return argument;
  return `"${argument.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, '$&$&')}"`;
}
