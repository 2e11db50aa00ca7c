import { mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { INSIDE } from '../../../scripts/lab/layout.mjs';
import { tempFolder } from '../files.ts';
import { type Computer, newComputer } from '../lab/lab.ts';
import { freePort, waitFor, waitForPort } from '../ports.ts';
import { requireProgram, runProgram, startProcess } from '../programs/process.ts';

const SSHD = '/usr/sbin/sshd';

/** Lab computers that are reached over SSH, each by its own subsystem that starts PowerShell for Windows. */
export interface SshComputers {
  /** The computers, by the requested names. */
  computers: ReadonlyMap<string, Computer>;
  /** A CSV of some of them, with columns of `more` for each. */
  table(rows: readonly { name: string; subsystem?: string; key?: string; port?: number }[]): Promise<string>;
  /** Command-line options for all of them. */
  options: readonly string[];
  /** A key that the server does not accept. */
  strangeKey: string;
  /** A port where nothing listens. */
  closedPort: number;
  /** The port of sshd on 127.0.0.1. */
  port: number;
  /** Ends the PowerShells that connections have left on a computer. */
  endSessions(name: string): Promise<void>;
  /** Kills everything in a computer at once. */
  die(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts computers, and one sshd for all. */
export async function openSshComputers(names: readonly string[]): Promise<SshComputers> {
  requireProgram(SSHD, 'openssh-server');
  const folder = await tempFolder();
  const file = (name: string) => join(folder.path, name);
  const made = await Promise.all(
    names.map(async (name) => [name, await newComputer(`ssh-${name}`)] as const),
  );
  const computers = new Map(made);
  const [port, closed] = [await freePort(), await freePort()];
  for (const key of ['host', 'known', 'strange'])
    await runProgram('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(key)]);
  // A privileged sshd requires this folder.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
  writeFileSync(
    file('config'),
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${file('host')}`,
      `AuthorizedKeysFile ${file('known.pub')}`,
      `PidFile none`,
      'PermitRootLogin yes',
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'MaxStartups 100',
      ...[...computers].map(([name, one]) => `Subsystem ${name} ${subsystem(file(`${name}.sh`), one)}`),
    ].join('\n'),
  );
  const sshd = startProcess({ file: SSHD, args: ['-D', '-e', '-f', file('config')] });
  await waitForPort('127.0.0.1', port);
  let tables = 0;
  return {
    computers,
    strangeKey: file('strange'),
    closedPort: closed,
    port,
    options: [
      ...['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null'].flatMap((one) => ['--ssh-option', one]),
    ],
    async table(rows) {
      const path = file(`table-${tables++}.csv`);
      const lines = rows.map(({ name, subsystem: other = name, key = file('known'), port: at = port }) =>
        [name, '127.0.0.1', 'ssh', at, userInfo().username, key, other].join(','),
      );
      writeFileSync(path, `${['computer,host,transport,port,user,key,subsystem', ...lines].join('\n')}\n`);
      return path;
    },
    async endSessions(name) {
      const gone = () => {
        const left = computers.get(name)?.running() ?? [];
        for (const { pid } of left) process.kill(pid, 'SIGKILL');
        return left.length === 0 ? true : undefined;
      };
      await waitFor(`the end of what runs on ${name}`, gone);
    },
    async die(name) {
      await computers.get(name)?.die();
    },
    async close() {
      await sshd.stop();
      await Promise.all([...computers.values()].map((computer) => computer.destroy()));
      await folder.remove();
    },
  };
}

/** A program for sshd: the remote end of PowerShell remoting; nothing else may write to its output. */
function subsystem(path: string, computer: Computer): string {
  const { file: wine, env } = computer.command([]);
  const environment = Object.entries({ ...env, P2S_LAB_RUN: 'ssh' }).map(
    ([variable, value]) => `export ${variable}='${value}'`,
  );
  const command = `'${wine}' '${INSIDE.pwsh}' -sshs -NoLogo -NoProfile 2>/dev/null`;
  const script = [
    '#!/bin/sh',
    ...environment,
    `cd '${computer.dir}/drive_c'`,
    'began=$(date +%s%N)',
    command,
    'code=$?',
    // Wine sometimes ends a process with 1 at once, before its program begins: nothing was read by then.
    '[ "$code" -eq 1 ] && [ $(($(date +%s%N) - began)) -lt 1000000000 ] || exit "$code"',
    `exec ${command}`,
    '',
  ];
  writeFileSync(path, script.join('\n'), { mode: 0o755 });
  return path;
}
