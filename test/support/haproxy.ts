import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type RunningProcess, requireProgram, startProcess, waitForPort } from './process.ts';

export const HAPROXY = '/usr/sbin/haproxy';

export interface HaproxyOptions {
  /** PEM. */
  key: string;
  /** PEM, the leaf first: what it shows. */
  cert: string;
  /** What it does with what comes inside TLS: carries bytes, or HTTP requests. */
  mode: 'tcp' | 'http';
  /** Where that goes, inside TLS again. */
  to: { host: string; port: number };
}

export interface Haproxy {
  host: string;
  port: number;
  close(): Promise<void>;
}

/** Starts a real haproxy (Debian package haproxy) on 127.0.0.1 that ends TLS in front of a server. */
export async function startHaproxy({ key, cert, mode, to }: HaproxyOptions): Promise<Haproxy> {
  requireProgram(HAPROXY, 'haproxy');
  const folder = await mkdtemp(join(tmpdir(), 'p2s-haproxy-'));
  const host = '127.0.0.1';
  let running: RunningProcess | null = null;
  const close = async () => {
    await running?.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const port = await freePort(host);
    await writeFile(join(folder, 'own.pem'), cert + key, { mode: 0o600 });
    const text = `
defaults
  mode ${mode}
  timeout connect 30s
  timeout client 60s
  timeout server 60s
listen offload
  bind ${host}:${port} ssl crt ${folder}/own.pem alpn http/1.1
  server gateway ${to.host}:${to.port} ssl verify none
`;
    await writeFile(join(folder, 'haproxy.cfg'), text);
    running = startProcess({ file: HAPROXY, args: ['-db', '-f', join(folder, 'haproxy.cfg')] });
    const ended = running;
    const early = ended.exited.then((code) => {
      throw new Error(`haproxy ended with code ${code}: ${ended.output().trim()}`);
    });
    await Promise.race([waitForPort(host, port), early]);
    early.catch(() => undefined);
    return { host, port, close };
  } catch (error) {
    await close();
    throw error;
  }
}
