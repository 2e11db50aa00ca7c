import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Computer } from '../lab/lab.ts';

const STAND_IN = fileURLToPath(new URL('../../lab/ps/VpnClient', import.meta.url));
const PLACE = 'C:\\windows\\System32\\WindowsPowerShell\\v1.0\\Modules\\VpnClient';

/** The output of Get-VpnConnection on a computer, for the user and for all users; `null`: it fails. */
export interface Connections {
  user: readonly Record<string, string>[] | null;
  all: readonly Record<string, string>[];
}

/** Installs a stand-in for Windows' module on a lab computer, which has none; returns its removal. */
export async function vpnModule(
  computer: Computer,
  { user, all }: Connections,
): Promise<() => Promise<void>> {
  const folder = computer.unixPath(PLACE);
  await mkdir(folder, { recursive: true });
  await cp(STAND_IN, folder, { recursive: true });
  if (user !== null) await writeFile(join(folder, 'user.json'), JSON.stringify(user));
  await writeFile(join(folder, 'all.json'), JSON.stringify(all));
  return () => rm(folder, { recursive: true });
}
