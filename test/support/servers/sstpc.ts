import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import { requireProgram } from '../programs/process.ts';

export const SSTPC = '/usr/sbin/sstpc';

export interface SstpcOptions {
  /** A name (through a proxy) or an address 127.x.y.z (direct). The port is always 443. */
  server: string;
  /** Root certificate, PEM text. */
  caPem: string;
  proxy?: { host: string; port: number };
  /** Continue when the name does not match the certificate. */
  certWarn?: boolean;
  /** Default 5: see `timeoutMs`; it sometimes crashes, too. */
  attempts?: number;
  /** For each attempt, default 3 s: on loopback it sometimes hangs when the reply arrives before it reads. */
  timeoutMs?: number;
}

export interface SstpcResult {
  reachedAck: boolean;
  /** The number of attempts, including the successful one. */
  attempts: number;
  /** From the start of the successful attempt's process to its Ack; `null` without one. */
  ackMs: number | null;
  /** Of the last attempt. */
  log: string;
}

const ACK = /TYPE\(2\): CONNECT ACK/;

/** Runs the real sstp-client (Debian package sstp-client) until its log shows the Call Connect Ack, then ends it. */
export async function runSstpc(options: SstpcOptions): Promise<SstpcResult> {
  requireProgram(SSTPC, 'sstp-client');
  const folder = await mkdtemp(join(tmpdir(), 'p2s-sstpc-'));
  try {
    const caFile = join(folder, 'ca.pem');
    await writeFile(caFile, options.caPem);
    const most = options.attempts ?? 5;
    let result: SstpcResult = { reachedAck: false, attempts: 0, ackMs: null, log: '' };
    while (!result.reachedAck && result.attempts < most) {
      const { ackMs, log } = await attempt(options, caFile);
      result = { reachedAck: ackMs !== null, attempts: result.attempts + 1, ackMs, log };
    }
    return result;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** It needs a terminal instead of pppd, and its own socket name, so that several can run at once. */
function attempt(options: SstpcOptions, caFile: string): Promise<{ ackMs: number | null; log: string }> {
  const args = ['--nolaunchpppd', '--tls-ext', '--ca-cert', caFile, '--log-level', '5', '--log-stdout'];
  args.push('--ipparam', `p2s-${randomUUID()}`);
  if (options.certWarn === true) args.push('--cert-warn');
  if (options.proxy !== undefined) args.push('--proxy', `http://${options.proxy.host}:${options.proxy.port}`);
  args.push(options.server);

  return new Promise((resolve) => {
    const started = performance.now();
    const terminal = spawn(SSTPC, args, { cols: 200, rows: 50 });
    let log = '';
    let ackMs: number | null = null;
    const end = () => terminal.kill('SIGKILL');
    const timer = setTimeout(end, options.timeoutMs ?? 3000);
    terminal.onData((text) => {
      log = (log + text.replaceAll('\0', '')).slice(-65_536);
      if (ackMs === null && ACK.test(log)) {
        ackMs = performance.now() - started;
        terminal.kill('SIGTERM');
      }
    });
    terminal.onExit(() => {
      clearTimeout(timer);
      resolve({ ackMs, log });
    });
  });
}
