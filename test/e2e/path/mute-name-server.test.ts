import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { resolverOptions } from '../../../src/cli/main.ts';
import { folderForTest } from '../../support/files.ts';
import { CLI } from '../../support/programs/cli.ts';
import { runProgram } from '../../support/programs/process.ts';

const ADDRESSES = ['127.0.0.53', '127.0.0.54', '127.0.0.55'];

/** Name servers on port 53, in a mount namespace with its own resolv.conf. */
const isPossible = process.platform === 'linux' && process.getuid?.() === 0;

it.skipIf(!isPossible)(
  'the process ends with the verdict if no name server replies',
  { timeout: 40_000 },
  async () => {
    const path = await folderForTest();
    let asked = 0;
    const servers = ADDRESSES.map((address) => createSocket('udp4').bind(53, address));
    await Promise.all(servers.map((server) => once(server, 'listening')));
    for (const server of servers)
      server.on('message', () => {
        asked += 1;
      });
    const file = join(path, 'resolv.conf');
    await writeFile(file, ADDRESSES.map((address) => `nameserver ${address}\n`).join(''));
    const inside = 'mount --make-rprivate / && mount --bind "$0" /etc/resolv.conf && exec "$@"';
    const verify = [CLI, 'verify', 'vpn.contoso.example', '--deadline', '2', '--json'];
    const { code, stdout } = await runProgram(
      '/usr/bin/unshare',
      ['-m', '/bin/sh', '-c', inside, file, process.execPath, ...verify],
      { timeoutMs: 30_000 },
    );
    for (const server of servers) server.close();
    expect([code, JSON.parse(stdout).verdicts[0]]).toMatchObject([7, { verdict: 'timeout', stage: 'dns' }]);
    expect(asked).toBeGreaterThan(0);
    // The two lookups ask each server once for both families; without a bound, twice, for five seconds each.
    expect(asked).toBeLessThanOrEqual(12);
  },
);

it('a longer deadline leaves the resolver as it is, and the user decides', () => {
  const one = 'nameserver 192.0.2.1\n';
  expect([1, 2, 4, 9, 10].map((seconds) => resolverOptions(seconds, undefined, one))).toEqual([
    'timeout:1 attempts:1',
    'timeout:1 attempts:2',
    'timeout:2 attempts:2',
    'timeout:4 attempts:2',
    null,
  ]);
  expect([resolverOptions(10, undefined, ''), resolverOptions(2, 'rotate', one)]).toEqual([
    null,
    'timeout:1 attempts:2 rotate',
  ]);
});

it('every name server and every suffix takes its share of the deadline', () => {
  const options = (text: string, seconds = 15) => resolverOptions(seconds, undefined, text);
  const three = 'nameserver 192.0.2.1\nnameserver 192.0.2.2\nnameserver 192.0.2.3\n';
  expect(options(three)).toBe('timeout:2 attempts:2');
  expect(options(three, 2)).toBe('timeout:1 attempts:1');
  expect(options(`${three}nameserver 192.0.2.4\n`, 30)).toBeNull();
  expect(options('domain a.example\nsearch a.example b.example\nnameserver 192.0.2.1\n')).toBe(
    'timeout:2 attempts:2',
  );
  expect(options(`# search a b\n${three}search a.example b.example`)).toBe('timeout:1 attempts:1');
});
