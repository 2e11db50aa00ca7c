import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type RunningProcess, requireProgram, startProcess, waitForPort } from './process.ts';

export const NGINX = '/usr/sbin/nginx';

export interface NginxOptions {
  /** PEM. */
  key: string;
  /** PEM, the leaf first. */
  cert: string;
}

export interface Nginx {
  host: string;
  port: number;
  /** One line for each request. */
  accessLog(): Promise<string>;
  close(): Promise<void>;
}

/** Starts a real nginx (Debian package nginx) as an ordinary HTTPS web server on a free port of 127.0.0.1. */
export async function startNginx(options: NginxOptions): Promise<Nginx> {
  requireProgram(NGINX, 'nginx');
  const folder = await mkdtemp(join(tmpdir(), 'p2s-nginx-'));
  const host = '127.0.0.1';
  let running: RunningProcess | null = null;
  const close = async () => {
    await running?.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const port = await freePort(host);
    await writeFile(join(folder, 'key.pem'), options.key, { mode: 0o600 });
    await writeFile(join(folder, 'cert.pem'), options.cert);
    await writeFile(join(folder, 'nginx.conf'), configuration(folder, host, port));
    running = startProcess({
      file: NGINX,
      args: ['-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')],
    });
    await Promise.race([waitForPort(host, port), endedEarly(running)]);
    return { host, port, accessLog: () => readFile(join(folder, 'access.log'), 'utf8'), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function configuration(folder: string, host: string, port: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr warn;
events { worker_connections 64; }
http {
  access_log ${folder}/access.log combined;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  server {
    listen ${host}:${port} ssl;
    ssl_certificate ${folder}/cert.pem;
    ssl_certificate_key ${folder}/key.pem;
    location / { return 200 "an ordinary web server\\n"; }
  }
}
`;
}

async function endedEarly(running: RunningProcess): Promise<never> {
  const code = await running.exited;
  throw new Error(`nginx ended with code ${code}: ${running.output().trim()}`);
}
