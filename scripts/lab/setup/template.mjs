/** Step 4: the prefix that every computer is copied from, with everything in it and started once. */
import fs from 'node:fs';
import path from 'node:path';
import { LabError } from '../failure.mjs';
import { VERSIONS } from '../layout.mjs';
import { Computer } from '../run/prefix.mjs';
import { kill, stop, wine } from '../run/wine.mjs';
import { placeWindowsNode } from './node.mjs';
import { placePowerShell } from './powershell.mjs';

const REG = 'C:\\windows\\system32\\reg.exe';

/** The rest of the set-up runs beside it. */
const BOOT_MS = 180_000;

/** Where the template is built, beside its place. @param {import('../layout.mjs').Layout} layout */
const placeOf = (layout) => path.join(layout.dir, 'template.new');

/**
 * Begins the template: Windows as Wine makes it, for which it mostly waits. Needs Wine alone.
 * @param {import('../layout.mjs').Layout} layout
 * @throws {LabError}
 */
export async function beginTemplate(layout) {
  const building = placeOf(layout);
  await new Computer(building).destroy();
  fs.mkdirSync(building, { recursive: true });
  try {
    await boot(building);
    makeHermetic(building);
    keepOwnTimeZone(path.join(building, 'system.reg'));
  } finally {
    await stop(building);
    await kill(building);
  }
}

/**
 * Puts PowerShell and Node into it, and moves it to its place when it has proved to work.
 * @param {import('../layout.mjs').Layout} layout
 * @throws {LabError}
 */
export async function finishTemplate(layout) {
  const building = placeOf(layout);
  const old = path.join(layout.dir, 'template.old');
  await new Computer(old).destroy();
  try {
    const programFiles = path.join(building, 'drive_c', 'Program Files');
    await placePowerShell(layout, programFiles);
    placeWindowsNode(layout, programFiles);
    await prove(new Computer(building));
  } finally {
    await stop(building);
    await kill(building);
  }
  if (fs.existsSync(layout.template)) fs.renameSync(layout.template, old);
  fs.renameSync(building, layout.template);
  fs.rmSync(old, { recursive: true, force: true });
}

/**
 * Node refuses Windows 7, which is what Wine says it is at first. The null driver gives windows a place without a screen.
 * @param {string} prefix
 */
async function boot(prefix) {
  await wine(prefix, ['wineboot.exe', '-i'], { deadlineMs: BOOT_MS, env: { WINEDLLOVERRIDES: QUIET_BOOT } });
  await wine(prefix, ['winecfg.exe', '-v', 'win10'], { deadlineMs: BOOT_MS });
  await wine(prefix, [REG, 'add', 'HKCU\\Software\\Wine\\Drivers', '/v', 'Graphics', '/d', 'null', '/f'], {
    deadlineMs: BOOT_MS,
  });
  await stop(prefix);
}

/** Without the offers to download Mono and Gecko. */
const QUIET_BOOT = 'winemenubuilder.exe=d;mscoree=;mshtml=';

/**
 * Wine links Documents and others into the home folder: real folders instead, so that nothing gets out. The second link
 * keeps Wine from asking what kind of medium the Unix root is.
 * @param {string} prefix
 */
function makeHermetic(prefix) {
  fs.symlinkSync('/dev/null', path.join(prefix, 'dosdevices', 'z::'));
  const users = path.join(prefix, 'drive_c', 'users');
  for (const user of fs.readdirSync(users)) {
    for (const entry of fs.readdirSync(path.join(users, user), { withFileTypes: true })) {
      if (!entry.isSymbolicLink()) continue;
      const link = path.join(users, user, entry.name);
      fs.rmSync(link);
      fs.mkdirSync(link);
    }
  }
}

/**
 * Each process of Wine looks for its time zone in the registry, one zone after the other: a quarter of its requests to
 * the server as PowerShell starts. The zone that was found at the first start stays.
 * @param {string} file the machine's registry
 */
function keepOwnTimeZone(file) {
  const text = fs.readFileSync(file, 'latin1');
  const own = /^"TimeZoneKeyName"="([^"]+)"$/m.exec(text)?.[1];
  if (own === undefined) return;
  const ZONES = String.raw`[Software\\Microsoft\\Windows NT\\CurrentVersion\\Time Zones\\`;
  const sections = text.split(/^(?=\[)/m);
  const kept = sections.filter((section) => !section.startsWith(ZONES) || section.startsWith(ZONES + own));
  fs.writeFileSync(file, kept.join(''), 'latin1');
}

/**
 * PowerShell adds keys to the registry on its first start: that start is made here, and shows that all works.
 * @param {Computer} computer
 */
async function prove(computer) {
  await computer.start();
  const script = path.join(computer.dir, 'version.ps1');
  fs.writeFileSync(script, '"$($PSVersionTable.PSVersion)"\n');
  const pwsh = await computer.pwsh(script);
  fs.rmSync(script);
  if (pwsh.stdout.trim() !== VERSIONS.powershell) {
    throw new LabError(
      `PowerShell for Windows does not run in the lab (exit ${pwsh.exitCode}): ${pwsh.stderr}`,
    );
  }
  const node = await computer.node(['-p', 'process.version']);
  if (node.stdout.trim() !== `v${VERSIONS.node}`) {
    throw new LabError(`Node for Windows does not run in the lab (exit ${node.exitCode}): ${node.stderr}`);
  }
}
