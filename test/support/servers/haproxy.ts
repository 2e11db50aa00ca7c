import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, waitForPort } from '../ports.ts';
import { type RunningProcess, requireProgram, startProcess } from '../programs/process.ts';

export const HAPROXY = '/usr/sbin/haproxy';

export interface HaproxyOptions {
  /** PEM. */
  key: string;
  /** The certificate that it shows: PEM, the leaf first. */
  cert: string;
  /** Relays the content of TLS as bytes, or as HTTP requests. */
  mode: 'tcp' | 'http';
  /** The target, reached with TLS again. */
  to: { host: string; port: number };
}

export interface Haproxy {
  host: string;
  port: number;
  close(): Promise<void>;
}

/** Starts a real haproxy (Debian package haproxy) on 127.0.0.1 that terminates TLS in front of a server. */
export async function startHaproxy({ key, cert, mode, to }: HaproxyOptions): Promise<Haproxy> {
  const port = await freePort();
  const { close } = await runHaproxy(
    `
listen offload
  mode ${mode}
  bind 127.0.0.1:${port} ssl crt own.pem alpn http/1.1
  server gateway ${to.host}:${to.port} ssl verify none
`,
    { files: { 'own.pem': cert + key }, listensOn: [port] },
  );
  return { host: '127.0.0.1', port, close };
}

/** Starts a real haproxy with these sections, which may name these files, and waits for these ports of 127.0.0.1. */
export async function runHaproxy(
  sections: string,
  { files = {}, listensOn }: { files?: Readonly<Record<string, string>>; listensOn: readonly number[] },
): Promise<{ close(): Promise<void> }> {
  requireProgram(HAPROXY, 'haproxy');
  const folder = await mkdtemp(join(tmpdir(), 'p2s-haproxy-'));
  let running: RunningProcess | null = null;
  const close = async () => {
    await running?.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    for (const [name, text] of Object.entries(files))
      await writeFile(join(folder, name), text, { mode: 0o600 });
    const defaults = 'defaults\n  timeout connect 30s\n  timeout client 60s\n  timeout server 60s\n';
    await writeFile(join(folder, 'haproxy.cfg'), defaults + sections);
    running = startProcess({ file: HAPROXY, args: ['-db', '-f', 'haproxy.cfg'], cwd: folder });
    const ended = running;
    const early = ended.exited.then((code) => {
      throw new Error(`haproxy ended with code ${code}: ${ended.output().trim()}`);
    });
    for (const port of listensOn) await Promise.race([waitForPort('127.0.0.1', port), early]);
    early.catch(() => undefined);
    return { close };
  } catch (error) {
    await close();
    throw error;
  }
}
