/** Step 1: the Debian packages. apt is not called when all are installed. */
import { spawnSync } from 'node:child_process';
import { exec, mustExec } from '../exec.mjs';
import { LabError } from '../failure.mjs';

/**
 * Debian's plain `squid` is built without TLS interception, which the tests need, and conflicts with this one.
 * The tests open reports in Chromium, and the page in both browsers.
 */
export const PACKAGES = Object.freeze([
  'wine',
  'wine64',
  'squid-openssl',
  'nginx-light',
  'libnginx-mod-stream',
  'haproxy',
  'tinyproxy-bin',
  'openvpn',
  'libnss-wrapper',
  'sstp-client',
  'openssl',
  'tmux',
  // The shells that read the generated completion.
  'zsh',
  'fish',
  // PowerShell Remoting to several computers.
  'openssh-server',
  // Real servers of the protocols after SSTP, and an independent decoder.
  'charon-systemd',
  'strongswan-swanctl',
  'libstrongswan-standard-plugins',
  'openvpn',
  'tshark',
  'chromium-headless-shell',
  'firefox-esr',
  // Japanese text in the browsers: without a font, every character is the same box.
  'fonts-vlgothic',
]);

const DPKG_QUERY = 'dpkg-query';
const MARK = 'p2s-fix lab';

/**
 * The packages and what is installed of them.
 * @returns {Map<string, string> | null} name to version, only those installed; null without dpkg
 */
export function installedPackages() {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's own field syntax
  const format = '${Package} ${Version} ${db:Status-Status}\n';
  const result = spawnSync(DPKG_QUERY, ['-W', '-f', format, ...PACKAGES], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  if (result.error !== undefined) return null;
  const found = new Map();
  for (const line of result.stdout.split('\n')) {
    const [name, version, status] = line.split(' ');
    if (name && version && status === 'installed') found.set(name, version);
  }
  return found;
}

/**
 * @param {Map<string, string> | null} installed
 * @returns {string[]}
 */
export function missingPackages(installed) {
  return PACKAGES.filter((name) => !installed?.has(name));
}

/**
 * Installs what is missing. The services in the packages (squid, nginx, haproxy) are not started.
 * @param {readonly string[]} missing
 * @throws {LabError} without apt, without root or `sudo -n`, or when apt-get fails
 */
export async function installPackages(missing) {
  if (missing.length === 0) return;
  const list = missing.join(' ');
  if ((await exec('apt-get', ['--version']).catch(() => null))?.code !== 0) {
    throw new LabError(`missing packages (${list}), and this system has no apt-get`);
  }
  const root = process.getuid?.() === 0;
  if (!root && (await exec('sudo', ['-n', 'true']).catch(() => null))?.code !== 0) {
    throw new LabError(
      `missing packages: run \`sudo apt-get install --no-install-recommends ${list}\` first`,
    );
  }
  const command = ['sh', '-c', installScript(), 'sh', ...missing];
  const [file, ...args] = root ? command : ['sudo', '-n', ...command];
  await mustExec(`installing ${list}`, /** @type {string} */ (file), args, { deadlineMs: 900_000 });
}

/**
 * A `policy-rc.d` that says 101 keeps a package from starting its service. One that is there already stays, unless
 * it is ours from a run that was killed. A failed `update` is not the end: one unreachable source of several is normal.
 */
function installScript() {
  return `
set -e
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ] || grep -q '${MARK}' "$policy"; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 130' HUP INT TERM
  printf '#!/bin/sh\\n# ${MARK}\\nexit 101\\n' >"$policy"
  chmod 755 "$policy"
fi
apt-get -q -o Acquire::Retries=2 update || true
apt-get -q -y -o Acquire::Retries=2 -o DPkg::Lock::Timeout=300 install --no-install-recommends --no-remove "$@"
`;
}
