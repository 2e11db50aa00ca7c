import { chmod, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FleetMachine } from '../../../src/core/fleet/result.ts';
import { runFleetAudit } from '../../../src/pipeline/fleet/audit.ts';
import { fleetOptions } from '../../../src/pipeline/fleet/options.ts';
import { systemPorts } from '../../../src/pipeline/run/ports.ts';
import { tempFolder } from '../../support/files.ts';
import { linuxPwsh } from '../../support/lab/lab.ts';
import { freePort } from '../../support/ports.ts';
import { buildShippedScripts } from '../../support/programs/powershell.ts';
import { skipWithout } from '../../support/programs/process.ts';

/** The PowerShell of this computer is a real one, and ssh is. */
describe.skipIf(skipWithout(linuxPwsh))('a fleet whose PowerShell at this end is killed', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  let mute: Server;
  const held: Socket[] = [];
  /** Accepts connections and never replies. */
  let mutePort: number;
  let closed: number;
  let powershell: string;

  beforeAll(async () => {
    folder = await tempFolder();
    await buildShippedScripts(join(folder.path, 'scripts'));
    mutePort = await freePort();
    mute = createServer((socket) => held.push(socket)).listen(mutePort, '127.0.0.1');
    closed = await freePort();
    powershell = join(folder.path, 'powershell');
    await writeFile(powershell, `#!/bin/sh\necho $$ > '${folder.path}/pid'\nexec '${linuxPwsh}' "$@"\n`);
    await chmod(powershell, 0o755);
  });
  afterAll(async () => {
    // Its ssh outlives the PowerShell that started it.
    for (const socket of held) socket.destroy();
    mute?.close();
    await folder?.remove();
  });

  it('lists each computer that has to be run again, and reports every one', { timeout: 60_000 }, async () => {
    const againFile = join(folder.path, 'again.csv');
    const [refusing, hanging] = [`ssh://127.0.0.1:${closed}`, `ssh://localhost:${mutePort}`];
    const killed: Promise<void>[] = [];
    const document = await runFleetAudit(
      fleetOptions([refusing, hanging], {
        ...{ powershell, againFile },
        onEvent(event) {
          if (event.type === 'fleet-machine' && event.machine.cause === 'unreachable') killed.push(kill());
        },
      }),
      systemPorts(join(folder.path, 'scripts')),
    );
    await Promise.all(killed);
    expect(killed).toHaveLength(1);
    expect(document.exitCode).toBe(1);
    expect(document.error?.code).toMatch(/^powershell-/);
    const causes = [
      [refusing, 'unreachable'],
      [hanging, 'not-run'],
    ];
    const reported = ({ computer, cause }: FleetMachine) => [computer, cause];
    expect(document.fleet?.machines?.map(reported)).toEqual(causes);
    expect(document.fleet?.summary).toMatchObject({ total: 2, answered: 0, again: 2, againFile });
    const [, ...lines] = (await readFile(againFile, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => line.split(',')[0])).toEqual([refusing, hanging]);
  });

  async function kill(): Promise<void> {
    process.kill(Number(await readFile(join(folder.path, 'pid'), 'utf8')), 'SIGKILL');
  }
});
