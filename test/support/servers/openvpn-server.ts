import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { staticKeyFile } from '../machines/profiles.ts';
import type { Namespace } from '../namespace.ts';
import { freePort, waitFor } from '../ports.ts';
import { requireProgram, startProcess } from '../programs/process.ts';

export const OPENVPN = '/usr/sbin/openvpn';

export interface OpenVpnOptions {
  /** PEM of the server's certificate and key, and of the issuer. */
  key: string;
  cert: string;
  ca: string;
  /** Options as on the command line; `KEY` stands for the file of the static key. */
  args: readonly string[];
  /** 512 hexadecimal digits. */
  staticKey: string;
  listen?: { host: string; port: number };
  /** The network to listen in; default: that of the test. */
  namespace?: Namespace;
}

export interface OpenVpnServer {
  host: string;
  port: number;
  log(): string;
  close(): Promise<void>;
}

/** Starts a real OpenVPN server over TCP (Debian package openvpn) that carries nothing: it needs no tun device. */
export async function startOpenVpn(options: OpenVpnOptions): Promise<OpenVpnServer> {
  requireProgram(OPENVPN, 'openvpn');
  const folder = await mkdtemp(join(tmpdir(), 'p2s-openvpn-'));
  const { host, port } = options.listen ?? { host: '127.0.0.1', port: await freePort() };
  const files = { key: options.key, cert: options.cert, ca: options.ca };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  await writeFile(join(folder, 'static'), staticKeyFile(options.staticKey));
  const args = [
    ...['--mode', 'server', '--tls-server', '--dev', `p2s${port}`, '--dev-type', 'tun'],
    ...['--dh', 'none', '--proto', 'tcp-server', '--local', host, '--lport', String(port), '--verb', '4'],
    ...['--ca', join(folder, 'ca'), '--cert', join(folder, 'cert'), '--key', join(folder, 'key')],
    ...options.args.map((one) => (one === 'KEY' ? join(folder, 'static') : one)),
  ];
  const running =
    options.namespace === undefined
      ? startProcess({ file: OPENVPN, args, cwd: folder })
      : options.namespace.start(OPENVPN, args);
  const close = async () => {
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await Promise.race([
      waitFor('openvpn to listen', () =>
        running.output().includes('Initialization Sequence Completed') ? true : undefined,
      ),
      running.exited.then((code) => Promise.reject(new Error(`openvpn ended with code ${code}`))),
    ]);
  } catch (error) {
    const log = running.output();
    await close();
    throw new Error(`openvpn does not listen: ${log.slice(-1000)}`, { cause: error });
  }
  return { host, port, log: running.output, close };
}
