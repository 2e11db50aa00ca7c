import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCa } from '../../scripts/simulated/ca.ts';
import { waitFor } from '../support/ports.ts';
import { skipWithout, startProcess } from '../support/programs/process.ts';
import { OPENVPN } from '../support/servers/openvpn-server.ts';
import { PROFILES } from './ovpn-profiles.ts';

describe.skipIf(skipWithout(OPENVPN))('OpenVPN itself', { timeout: 60_000 }, () => {
  it.each(Object.entries(PROFILES))('takes a profile %s for the same', async (_, [text, expected]) => {
    expect(await askOpenVpn(text)).toEqual(expected);
  });
});

/** OpenVPN's own list of the servers it would try; it is stopped before it connects. */
async function askOpenVpn(text: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'p2s-ovpn-'));
  const ca = await createCa();
  const files = { profile: `client\ndev null\n${text}\n`, ca: ca.root.pem, login: 'user\npassword\n' };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const more = ['--ca', 'ca', '--auth-user-pass', 'login', '--verb', '4'];
  const running = startProcess({ file: OPENVPN, args: ['--config', 'profile', ...more], cwd: folder });
  try {
    const listed = () => running.output().includes('profiles END') || undefined;
    await Promise.race([waitFor('the list of OpenVPN', listed), running.exited]);
    if (!listed()) throw new Error(running.output());
    const [, ...entries] = (running.output().split('profiles END')[0] ?? '').split(/profiles \[\d+\]/);
    return entries.map((entry) => {
      const of = (name: string) => new RegExp(`  ${name} = '?([^'\\n]*)`).exec(entry)?.[1] ?? '';
      const keys = ['tls_auth', 'tls_crypt'].filter((name) => of(`${name}_file`) === '[INLINE]');
      const kind = keys[0]?.replace('_', '-') ?? 'none';
      const direction = kind === 'tls-auth' ? ` ${of('key_direction')}` : '';
      return `${of('remote')} ${of('remote_port')} ${of('proto').slice(0, 3)} ${kind}${direction}`;
    });
  } finally {
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
