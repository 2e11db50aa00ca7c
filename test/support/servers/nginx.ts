import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, waitForPort } from '../ports.ts';
import { type RunningProcess, requireProgram, startProcess } from '../programs/process.ts';

export const NGINX = '/usr/sbin/nginx';
/** Carries TCP; Debian package libnginx-mod-stream. */
export const NGINX_STREAM = '/usr/lib/nginx/modules/ngx_stream_module.so';

export interface NginxOptions {
  /** PEM: it speaks TLS; absent: plain HTTP. */
  key?: string;
  /** PEM, the leaf first. */
  cert?: string;
  /** The content of its server block. Default: an ordinary page for every request. */
  serves?: string;
  /** By path: served as they are, with status 200. */
  files?: Readonly<Record<string, Uint8Array>>;
  /** No web server: the content of TLS is relayed to this server, with TLS again. */
  carryTo?: { host: string; port: number };
  /** Default: a free one. */
  port?: number;
}

export interface Nginx {
  host: string;
  port: number;
  /** One line for each request. */
  accessLog(): Promise<string>;
  close(): Promise<void>;
}

/** Starts a real nginx (Debian package nginx) on 127.0.0.1, by default as an ordinary web server. */
export async function startNginx(options: NginxOptions): Promise<Nginx> {
  requireProgram(NGINX, 'nginx');
  if (options.carryTo !== undefined) requireProgram(NGINX_STREAM, 'libnginx-mod-stream');
  const folder = await mkdtemp(join(tmpdir(), 'p2s-nginx-'));
  const host = '127.0.0.1';
  let running: RunningProcess | null = null;
  const close = async () => {
    await running?.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const port = options.port ?? (await freePort(host));
    await writeFile(join(folder, 'key.pem'), options.key ?? '', { mode: 0o600 });
    await writeFile(join(folder, 'cert.pem'), options.cert ?? '');
    for (const [path, bytes] of Object.entries(options.files ?? {}))
      await writeFile(join(folder, path), bytes);
    const at = `${host}:${port}`;
    const { carryTo } = options;
    const text = carryTo === undefined ? webServer(folder, at, options) : carrier(folder, at, carryTo);
    await writeFile(join(folder, 'nginx.conf'), frame(folder, text));
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

function frame(folder: string, text: string): string {
  return `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr warn;
${text}
`;
}

function webServer(folder: string, at: string, { key, serves, files }: NginxOptions): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const page = 'location / { return 200 "an ordinary web server\\n"; }';
  return `
events { worker_connections 64; }
http {
  access_log ${folder}/access.log combined;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  server {
    listen ${at}${key === undefined ? '' : ' ssl'};
    ${key === undefined ? '' : identity(folder)}
    ${serves ?? (files === undefined ? page : '')}
    ${files === undefined ? '' : `location / { root ${folder}; }`}
  }
}`;
}

function carrier(folder: string, at: string, to: { host: string; port: number }): string {
  return `
load_module ${NGINX_STREAM};
events { worker_connections 64; }
stream {
  server {
    listen ${at} ssl;
    ${identity(folder)}
    proxy_ssl on;
    proxy_pass ${to.host}:${to.port};
  }
}`;
}

function identity(folder: string): string {
  return `ssl_certificate ${folder}/cert.pem; ssl_certificate_key ${folder}/key.pem;`;
}

async function endedEarly(running: RunningProcess): Promise<never> {
  const code = await running.exited;
  throw new Error(`nginx ended with code ${code}: ${running.output().trim()}`);
}
