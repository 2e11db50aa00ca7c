import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, waitFor } from '../ports.ts';
import { requireProgram, runProgram, startProcess } from '../programs/process.ts';

export const OPENVPN = '/usr/sbin/openvpn';

export interface OpenVpn {
  host: string;
  port: number;
  /** Settles when it waits for a connection; it serves one at a time, and pauses for a second after each. */
  listens(): Promise<void>;
  /** Its output. */
  output(): string;
  close(): Promise<void>;
}

/** A real OpenVPN server (Debian package openvpn) over TCP with tls-auth, like a gateway without SSTP. */
export async function startOpenVpn(identity: { key: string; cert: string; root: string }): Promise<OpenVpn> {
  requireProgram(OPENVPN, 'openvpn');
  const folder = await mkdtemp(join(tmpdir(), 'p2s-openvpn-'));
  const host = '127.0.0.1';
  const port = await freePort(host);
  await writeFile(join(folder, 'key.pem'), identity.key, { mode: 0o600 });
  await writeFile(join(folder, 'cert.pem'), identity.cert);
  await writeFile(join(folder, 'root.pem'), identity.root);
  await runProgram(OPENVPN, ['--genkey', 'secret', 'ta.key'], { cwd: folder });
  const listen = ['--dev', 'null', '--proto', 'tcp-server', '--local', host, '--port', String(port)];
  const tls = ['--tls-server', '--dh', 'none', '--ca', 'root.pem', '--cert', 'cert.pem', '--key', 'key.pem'];
  const args = [...listen, ...tls, '--tls-auth', 'ta.key', '0', '--connect-retry', '1', '--verb', '3'];
  const running = startProcess({ file: OPENVPN, args, cwd: folder });
  const count = (pattern: RegExp) => running.output().match(pattern)?.length ?? 0;
  return {
    host,
    port,
    output: running.output,
    async listens() {
      await waitFor(
        `openvpn to listen: ${running.output().slice(-300)}`,
        () =>
          count(/Listening for incoming TCP/g) > count(/TCP connection established/g) ? true : undefined,
        10_000,
      );
    },
    async close() {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
