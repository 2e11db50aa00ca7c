import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { resolverOptions } from '../../../src/cli/run/resolver-bound.ts';
import { tempFolder } from '../../support/files.ts';
import { CLI } from '../../support/programs/cli.ts';
import { runProgram } from '../../support/programs/process.ts';

const ADDRESS = '127.0.0.53';

/** A name server on port 53, in a mount namespace with its own resolv.conf. */
const isPossible = process.platform === 'linux' && process.getuid?.() === 0;

it.skipIf(!isPossible)(
  'the process ends with the verdict if no name server replies',
  { timeout: 40_000 },
  async () => {
    const { path, remove } = await tempFolder();
    const server = createSocket('udp4');
    server.bind(53, ADDRESS);
    await once(server, 'listening');
    let asked = 0;
    server.on('message', () => {
      asked += 1;
    });
    const file = join(path, 'resolv.conf');
    await writeFile(file, `nameserver ${ADDRESS}\n`);
    const inside = 'mount --make-rprivate / && mount --bind "$0" /etc/resolv.conf && exec "$@"';
    const verify = [CLI, 'verify', 'vpn.contoso.example', '--deadline', '2', '--json'];
    const started = performance.now();
    const { code, stdout } = await runProgram(
      '/usr/bin/unshare',
      ['-m', '/bin/sh', '-c', inside, file, process.execPath, ...verify],
      { timeoutMs: 30_000 },
    );
    const tookMs = performance.now() - started;
    server.close();
    await remove();
    expect(asked).toBeGreaterThan(0);
    expect([code, JSON.parse(stdout).verdicts[0]]).toMatchObject([7, { verdict: 'timeout', stage: 'dns' }]);
    // Without a bound, the resolver of the system alone takes ten seconds.
    expect(tookMs).toBeLessThan(9_000);
  },
);

it('a longer deadline leaves the resolver as it is, and the user decides', () => {
  expect([1, 2, 4, 9].map((seconds) => resolverOptions(seconds, undefined))).toEqual([
    'timeout:1 attempts:1',
    'timeout:1 attempts:2',
    'timeout:2 attempts:2',
    'timeout:4 attempts:2',
  ]);
  expect([resolverOptions(10, undefined), resolverOptions(2, 'rotate')]).toEqual([
    null,
    'timeout:1 attempts:2 rotate',
  ]);
});
