import { chmod, chown, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { freePort, waitFor, waitForPort } from '../ports.ts';
import { type RunningProcess, requireProgram, runProgram, startProcess } from '../programs/process.ts';

export const SQUID = '/usr/sbin/squid';

export interface SquidOptions {
  /**
   * Names that only squid resolves, with their IPv4 addresses. Squid connects to the requested port, so servers on
   * well-known ports need their own addresses 127.x.y.z.
   */
  hosts?: Readonly<Record<string, string>>;
  /**
   * `auth`: 407 without Basic `user:pass`; `no-sstp`: 403 for requests with an SSTPVERSION header; `cut-sstp`: a
   * reset of their connection; `deny`: 403 for all; `sign-in-page`: all are sent to a login page. Default `open`.
   */
  policy?: 'open' | 'auth' | 'no-sstp' | 'cut-sstp' | 'deny' | 'sign-in-page';
  /** Replaces a policy: the lines of its configuration from the cache on; `FOLDER` is the folder of its files. */
  conf?: readonly string[];
  /** Files by name, beside its configuration, which may run them. */
  files?: Readonly<Record<string, string>>;
  /** The directive that it listens with, without the address. Default `http_port`. */
  listens?: { directive: string; options: string };
}

export interface SquidLogEntry {
  method: string;
  /** `host:port` for CONNECT. */
  url: string;
  /** The status that the client received. */
  status: number;
  userAgent: string | null;
  accept: string | null;
  sstpVersion: string | null;
  /** As in squid's own format: `TCP_TUNNEL/200`. */
  result: string;
}

export interface Squid {
  host: string;
  port: number;
  /** The access log so far. A CONNECT appears when its tunnel ends. */
  log(): Promise<SquidLogEntry[]>;
  /** The first matching entry; throws when none comes within 5 s. */
  waitForEntry(what: string, matches: (entry: SquidLogEntry) => boolean): Promise<SquidLogEntry>;
  close(): Promise<void>;
}

const SHARED_MEMORY = '/dev/shm';
const FORMAT = '%rm %ru %>Hs %#{User-Agent}>h %#{Accept}>h %#{SSTPVERSION}>h %Ss/%03>Hs';
const RULES: Record<NonNullable<SquidOptions['policy']>, readonly string[]> = {
  open: ['http_access allow all'],
  auth: ['acl signed_in proxy_auth REQUIRED', 'http_access allow signed_in', 'http_access deny all'],
  'no-sstp': ['acl sstp req_header SSTPVERSION -i .*', 'http_access deny sstp', 'http_access allow all'],
  'cut-sstp': [
    'acl sstp req_header SSTPVERSION -i .*',
    'deny_info TCP_RESET sstp',
    'http_access deny sstp',
    'http_access allow all',
  ],
  deny: ['http_access deny all'],
  'sign-in-page': [
    'acl everybody src all',
    'deny_info 302:https://login.contoso.example/?from=%i everybody',
    'http_access deny everybody',
  ],
};

/** Starts a real squid (Debian package squid-openssl) in the foreground, with its files in a temporary folder. */
export async function startSquid(options: SquidOptions = {}): Promise<Squid> {
  requireProgram(SQUID, 'squid-openssl');
  const folder = await mkdtemp(join(tmpdir(), 'p2s-squid-'));
  const host = '127.0.0.1';
  let running: RunningProcess | null = null;
  const close = async () => {
    await running?.stop();
    await removeSquid(folder);
  };
  try {
    const port = await freePort(host);
    await writeFile(join(folder, 'hosts'), hostsFile(options.hosts ?? {}));
    await writeFile(join(folder, 'check-password'), PASSWORD_HELPER);
    await chmod(join(folder, 'check-password'), 0o755);
    for (const [name, text] of Object.entries(options.files ?? {}))
      await writeFile(join(folder, name), text, { mode: 0o755 });
    await writeFile(join(folder, 'squid.conf'), configuration(folder, `${host}:${port}`, options));
    if (process.getuid?.() === 0) await giveTo('proxy', folder);
    running = runSquid(folder);
    await Promise.race([waitForPort(host, port), endedEarly(running, folder)]);
    const log = async () => parse(await readFile(join(folder, 'access.log'), 'utf8').catch(() => ''));
    return {
      host,
      port,
      log,
      waitForEntry: (what, matches) =>
        waitFor(`${what} in squid's log`, async () => (await log()).find(matches)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Runs squid in the foreground with the `squid.conf` of a folder. Its shared memory has the name of its service,
 * which is the folder's name: two with the same name, or one and the rest of a killed one, conflict.
 */
export function runSquid(folder: string): RunningProcess {
  const args = ['-N', '-n', serviceName(folder), '-f', join(folder, 'squid.conf')];
  // SIGKILL, because squid ends slowly after SIGTERM and a test needs nothing of that.
  return startProcess({ file: SQUID, args, cwd: folder, stopSignal: 'SIGKILL' });
}

/** Removes what a killed squid leaves: its folder, and its shared memory. */
export async function removeSquid(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const mine = `${serviceName(folder)}-`;
  for (const name of await readdir(SHARED_MEMORY).catch(() => []))
    if (name.startsWith(mine)) await rm(join(SHARED_MEMORY, name), { force: true });
}

/** Only letters and digits, as squid requires. */
function serviceName(folder: string): string {
  return basename(folder).replace(/[^0-9A-Za-z]/g, '');
}

function configuration(folder: string, at: string, options: SquidOptions): string {
  const { policy = 'open', listens = { directive: 'http_port', options: '' } } = options;
  const auth = [
    'auth_param basic program FOLDER/check-password',
    'auth_param basic children 1 startup=1 idle=1',
    'auth_param basic realm sample',
  ];
  const rules = ['cache deny all', ...(policy === 'auth' ? auth : []), ...RULES[policy]];
  return [
    `${listens.directive} ${at} ${listens.options}`,
    'visible_hostname squid.example',
    'hosts_file FOLDER/hosts',
    // No server answers there, so an unknown name is a 500 after a second instead of half a minute.
    'dns_nameservers 127.0.0.1',
    'dns_retransmit_interval 200 milliseconds',
    'dns_timeout 1 second',
    'connect_timeout 5 seconds',
    'pinger_enable off',
    'pid_filename none',
    'shutdown_lifetime 0 seconds',
    'cache_effective_user proxy',
    'coredump_dir FOLDER',
    'cache_log FOLDER/cache.log',
    `logformat p2s ${FORMAT}`,
    'access_log stdio:FOLDER/access.log logformat=p2s',
    'buffered_logs off',
    ...(options.conf ?? rules),
    '',
  ]
    .join('\n')
    .replaceAll('FOLDER', folder);
}

/** The Basic authentication helper protocol: a line `user password` in, `OK` or `ERR` out. */
const PASSWORD_HELPER = `#!/bin/sh
while read -r line; do
  if [ "$line" = "user pass" ]; then echo OK; else echo ERR; fi
done
`;

function hostsFile(hosts: Readonly<Record<string, string>>): string {
  return Object.entries(hosts)
    .map(([name, address]) => `${address} ${name}\n`)
    .join('');
}

async function giveTo(user: string, folder: string): Promise<void> {
  const ids = await Promise.all(['-u', '-g'].map((flag) => runProgram('/usr/bin/id', [flag, user])));
  const [uid, gid] = ids.map(({ stdout }) => Number(stdout));
  if (uid === undefined || gid === undefined) return;
  await chown(folder, uid, gid);
  await chmod(folder, (await stat(folder)).mode | 0o711);
}

async function endedEarly(running: RunningProcess, folder: string): Promise<never> {
  const code = await running.exited;
  const log = await readFile(join(folder, 'cache.log'), 'utf8').catch(() => '');
  const reason = /FATAL: .*/.exec(log + running.output())?.[0] ?? running.output().trim();
  throw new Error(`squid ended with code ${code}: ${reason}`);
}

function parse(text: string): SquidLogEntry[] {
  const field = (value: string | undefined) =>
    value === undefined || value === '-' ? null : decodeURIComponent(value);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [method = '', url = '', status = '0', userAgent, accept, sstpVersion, result = ''] =
        line.split(' ');
      return {
        method,
        url,
        status: Number(status),
        userAgent: field(userAgent),
        accept: field(accept),
        sstpVersion: field(sstpVersion),
        result,
      };
    })
    .filter(({ url }) => url !== 'error:transaction-end-before-headers'); // connections without a request
}
