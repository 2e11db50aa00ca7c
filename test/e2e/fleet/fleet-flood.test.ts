import { mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { tempFolder } from '../../support/files.ts';
import { freePort, waitForPort } from '../../support/ports.ts';
import { requireProgram, runProgram, startProcess } from '../../support/programs/process.ts';

const CLI = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
const SSHD = '/usr/sbin/sshd';
/** What each subsystem writes instead of PowerShell. */
const FLOODS = { text: "yes A | tr -d '\\n'", zeros: 'cat /dev/zero', lines: "yes ''" };

it.skipIf(process.platform !== 'linux')(
  'ends computers that write without end before the handshake',
  async () => {
    requireProgram(SSHD, 'openssh-server');
    const folder = await tempFolder();
    const file = (name: string) => join(folder.path, name);
    for (const key of ['host', 'user'])
      await runProgram('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(key)]);
    const subsystems = Object.entries(FLOODS).map(([name, command]) => {
      writeFileSync(file(name), `#!/bin/sh\n${command}\n`, { mode: 0o755 });
      return `Subsystem ${name} ${file(name)}`;
    });
    const port = await freePort();
    const config = [
      ...[`Port ${port}`, 'ListenAddress 127.0.0.1', `HostKey ${file('host')}`, 'PidFile none'],
      ...[`AuthorizedKeysFile ${file('user.pub')}`, 'PermitRootLogin yes', 'StrictModes no', 'UsePAM no'],
      ...subsystems,
    ];
    writeFileSync(file('config'), config.join('\n'));
    if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
    const sshd = startProcess({ file: SSHD, args: ['-D', '-e', '-f', file('config')] });
    await waitForPort('127.0.0.1', port);
    const rows = Object.keys(FLOODS).map((name) =>
      [name, '127.0.0.1', 'ssh', port, userInfo().username, file('user'), name].join(','),
    );
    writeFileSync(file('pcs.csv'), ['computer,host,transport,port,user,key,subsystem', ...rows].join('\n'));
    const options = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null'];
    const words = options.flatMap((one) => ['--ssh-option', one]);
    try {
      const { stdout } = await runProgram(process.execPath, [
        ...[CLI, 'fleet', 'audit', '--computers', file('pcs.csv'), ...words, '--json'],
      ]);
      const { machines } = JSON.parse(stdout).fleet;
      expect(machines).toHaveLength(3);
      for (const { cause, error } of machines) {
        expect(cause).toBe('no-powershell');
        expect(error.next).toContain('sshd_config');
        // A little more than the longest line of PowerShell: the rest was never read.
        expect(error.evidence).toMatchObject({ reason: 'not-powershell' });
        expect(error.evidence.bytes).toBeLessThan(1_000_000);
      }
    } finally {
      await sshd.stop();
      await folder.remove();
    }
  },
);
