import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Namespace, openNamespace } from '../namespace.ts';
import { waitFor } from '../ports.ts';
import { requireProgram, runProgram } from '../programs/process.ts';

export const CHARON = '/usr/sbin/charon-systemd';
const SWANCTL = '/usr/sbin/swanctl';

export interface StrongSwanOptions {
  /** The accepted proposals of each loopback address (any 127.x.y.z, or ::1), in strongSwan's spelling. */
  proposals: Readonly<Record<string, string>>;
  /** The number of half-open exchanges from which it asks for cookies; default: never. */
  cookieThreshold?: number;
}

export interface StrongSwan {
  /** The network that it listens in, on the real ports 500 and 4500 of every address. */
  namespace: Namespace;
  log(): Promise<string>;
  close(): Promise<void>;
}

/** Starts a real IKEv2 daemon (Debian package charon-systemd) in its own network namespace. */
export async function startStrongSwan(options: StrongSwanOptions): Promise<StrongSwan> {
  requireProgram(CHARON, 'charon-systemd');
  requireProgram(SWANCTL, 'strongswan-swanctl');
  const folder = await mkdtemp(join(tmpdir(), 'p2s-ike-'));
  const namespace = await openNamespace();
  const [conf, socket, logFile] = ['strongswan.conf', 'vici', 'log'].map((name) => join(folder, name));
  const env = { PATH: process.env.PATH, STRONGSWAN_CONF: conf };
  const log = () => readFile(logFile ?? '', 'utf8').catch(() => '');
  const charon = await (async () => {
    await writeFile(conf ?? '', configuration(folder, options.cookieThreshold ?? null));
    await writeFile(join(folder, 'swanctl.conf'), connections(options.proposals));
    return namespace.start(CHARON, [], env);
  })();
  const close = async () => {
    await charon.stop();
    await namespace.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await waitFor('the control socket of charon', () => (existsSync(socket ?? '') ? true : undefined));
    await waitFor('charon to take its connections', async () => {
      const args = ['--load-conns', '--file', join(folder, 'swanctl.conf'), '--uri', `unix://${socket}`];
      const { code } = await runProgram('/usr/bin/env', [`STRONGSWAN_CONF=${conf}`, SWANCTL, ...args]);
      return code === 0 ? true : undefined;
    });
  } catch (error) {
    const text = await log();
    await close();
    throw new Error(`charon did not start: ${text}${charon.output()}`, { cause: error });
  }
  return { namespace, log, close };
}

function configuration(folder: string, cookieThreshold: number | null): string {
  return `
charon-systemd {
  load = random nonce openssl kdf socket-default kernel-netlink vici
  install_routes = no
  install_virtual_ip = no
  ${cookieThreshold === null ? 'dos_protection = no' : `cookie_threshold = ${cookieThreshold}`}
  plugins { vici { socket = unix://${folder}/vici } }
  filelog { log {
    path = ${folder}/log
    default = 1
    enc = 2
    flush_line = yes
  } }
}
swanctl { load = openssl random nonce }
`;
}

function connections(proposals: StrongSwanOptions['proposals']): string {
  const list = Object.entries(proposals).map(
    ([address, text], index) => `
  c${index} {
    version = 2
    local_addrs = ${address}
    proposals = ${text}
    local { auth = psk }
    remote { auth = psk }
  }`,
  );
  return `connections {${list.join('')}\n}\n`;
}
