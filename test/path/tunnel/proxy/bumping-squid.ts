import { chown, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, waitForPort } from '../../../support/ports.ts';
import { requireProgram, runProgram } from '../../../support/programs/process.ts';
import { removeSquid, runSquid } from '../../../support/servers/squid.ts';

export const CERTIFICATE_HELPER = '/usr/lib/squid/security_file_certgen';

export interface BumpingSquidOptions {
  /** The issuer of the certificates that it creates: PEM of certificate and key. */
  inspector: { pem: string; keyPem: string };
  /** The root that it trusts upstream, PEM. */
  upstreamRoot: string;
  hosts: Readonly<Record<string, string>>;
  /** What it does with TLS. Default: it opens all of it. */
  rules?: readonly string[];
  /** Shows its own certificate to every client, for any name. */
  ownCertificateAlone?: boolean;
}

/** A real squid that inspects TLS with its own certificates (Debian package squid-openssl). */
export async function startBumpingSquid(
  options: BumpingSquidOptions,
): Promise<{ host: string; port: number; close(): Promise<void> }> {
  requireProgram(CERTIFICATE_HELPER, 'squid-openssl');
  const folder = await mkdtemp(join(tmpdir(), 'p2s-bump-'));
  const host = '127.0.0.1';
  const port = await freePort(host);
  const hosts = Object.entries(options.hosts).map(([name, address]) => `${address} ${name}\n`);
  await writeFile(join(folder, 'hosts'), hosts.join(''));
  await writeFile(join(folder, 'inspector.pem'), options.inspector.pem + options.inspector.keyPem);
  await writeFile(join(folder, 'upstream.pem'), options.upstreamRoot);
  await writeFile(join(folder, 'squid.conf'), configuration(folder, host, port, options));
  await runProgram(CERTIFICATE_HELPER, ['-c', '-s', join(folder, 'db'), '-M', '4MB']);
  if (process.getuid?.() === 0) {
    const [uid = 0, gid = 0] = await Promise.all(
      ['-u', '-g'].map(async (flag) => Number((await runProgram('/usr/bin/id', [flag, 'proxy'])).stdout)),
    );
    await chown(folder, uid, gid);
    await runProgram('/bin/chown', ['-R', `${uid}:${gid}`, folder]);
  }
  const running = runSquid(folder);
  const close = async () => {
    await running.stop();
    await removeSquid(folder);
  };
  try {
    await waitForPort(host, port);
  } catch (error) {
    const log = await readFile(join(folder, 'cache.log'), 'utf8').catch(() => '');
    await close();
    throw new Error(`squid does not listen: ${log.slice(-500)}`, { cause: error });
  }
  return { host, port, close };
}

function configuration(
  folder: string,
  host: string,
  port: number,
  { rules = ['ssl_bump server-first all'], ownCertificateAlone = false }: BumpingSquidOptions,
): string {
  const generate = `generate-host-certificates=${ownCertificateAlone ? 'off' : 'on'}`;
  return [
    `http_port ${host}:${port} ssl-bump ${generate} tls-cert=${folder}/inspector.pem`,
    `sslcrtd_program ${CERTIFICATE_HELPER} -s ${folder}/db -M 4MB`,
    'sslcrtd_children 1',
    ...rules,
    `tls_outgoing_options cafile=${folder}/upstream.pem`,
    'visible_hostname inspector.example',
    `hosts_file ${folder}/hosts`,
    'dns_nameservers 127.0.0.1',
    'cache deny all',
    'pinger_enable off',
    'pid_filename none',
    'cache_effective_user proxy',
    `coredump_dir ${folder}`,
    `cache_log ${folder}/cache.log`,
    'access_log none',
    'http_access allow all',
    '',
  ].join('\n');
}
