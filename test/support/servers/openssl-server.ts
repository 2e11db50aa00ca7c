import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, waitForPort } from '../ports.ts';
import { requireProgram, startProcess } from '../programs/process.ts';

export const OPENSSL = '/usr/bin/openssl';

/**
 * A real `openssl s_server` on 127.0.0.1 with these switches (`-tls1_3`); inside TLS it does not answer in HTTP.
 */
export async function startOpensslServer({
  key,
  cert,
  chain = '',
  switches = [],
}: {
  key: string;
  cert: string;
  /** PEM: what is sent after the certificate, in this order. */
  chain?: string;
  switches?: readonly string[];
}) {
  requireProgram(OPENSSL, 'openssl');
  const folder = await mkdtemp(join(tmpdir(), 'p2s-openssl-'));
  const host = '127.0.0.1';
  const port = await freePort(host);
  await writeFile(join(folder, 'key.pem'), key, { mode: 0o600 });
  await writeFile(join(folder, 'cert.pem'), cert);
  await writeFile(join(folder, 'chain.pem'), chain);
  const sent = chain === '' ? [] : ['-cert_chain', 'chain.pem'];
  const args = ['s_server', '-accept', `${host}:${port}`, '-key', 'key.pem', '-cert', 'cert.pem', '-rev'];
  const running = startProcess({ file: OPENSSL, args: [...args, ...sent, ...switches], cwd: folder });
  const close = async () => {
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await waitForPort(host, port);
  } catch (error) {
    await close();
    throw error;
  }
  return { host, port, close };
}
