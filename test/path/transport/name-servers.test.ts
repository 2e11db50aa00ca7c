import { closeSync, constants, open, openSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Lifetime, startLifetime } from '../../../src/path/transport/lifetime.ts';
import { askServers, createNames } from '../../../src/path/transport/names.ts';
import { tempFolder } from '../../support/files.ts';
import { runProgram } from '../../support/programs/process.ts';
import { type NameAnswer, startNameServer } from '../../support/servers/name-server.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function lifetime(deadlineMs = 10_000): Lifetime {
  const started = startLifetime(deadlineMs);
  closing.push(() => started.end());
  return started;
}

describe.skipIf(process.platform !== 'linux')('while every thread for look-ups is held', () => {
  /** Blocks threads like a name server without a reply: each waits for a writer. */
  async function holdThreads(): Promise<void> {
    const { path, remove } = await tempFolder();
    const pipe = join(path, 'pipe');
    await runProgram('/usr/bin/mkfifo', [pipe]);
    const held = Array.from(
      { length: 4 },
      () =>
        new Promise<void>((resolve) => {
          open(pipe, 'r', (_error, descriptor) => {
            closeSync(descriptor);
            resolve();
          });
        }),
    );
    closing.push(async () => {
      const writer = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
      await Promise.all(held);
      closeSync(writer);
      await remove();
    });
  }

  async function namesBy(say: (name: string) => NameAnswer) {
    const server = await startNameServer(say);
    closing.push(() => server.close());
    await holdThreads();
    return {
      server,
      names: createNames({ patienceMs: 1, ask: (host) => askServers(host, [server.address]) }),
    };
  }

  it('takes the word of the name servers, and says so', async () => {
    const { server, names } = await namesBy(() => ['127.0.0.7', '127.0.0.8']);
    const notes = [{}, {}];
    const found = await Promise.all(
      notes.map((note) => names.resolve('vpn.contoso.example', lifetime(), note)),
    );
    expect(found).toEqual(Array(2).fill(['127.0.0.7', '127.0.0.8']));
    expect(notes).toEqual(Array(2).fill({ resolver: 'name-servers' }));
    expect(server.asked).toEqual(Array(2).fill('vpn.contoso.example'));
  });
});
