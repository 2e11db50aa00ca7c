import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import net from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { freePort, mayListen, ownAddress, waitFor, waitForPort } from '../support/ports.ts';
import {
  hasProgram,
  requireProgram,
  runProgram,
  skipWithout,
  startProcess,
} from '../support/programs/process.ts';

afterEach(() => vi.unstubAllEnvs());

describe('programs', () => {
  it('are found or missing', () => {
    expect(hasProgram(process.execPath)).toBe(true);
    expect(hasProgram('/none/squid')).toBe(false);
    expect(() => requireProgram('/none/squid', 'squid-openssl')).toThrow(
      '/none/squid is missing: install the Debian package squid-openssl',
    );
  });

  it('that are missing skip a test, unless the real ones are required', () => {
    vi.stubEnv('P2S_REQUIRE_REAL', '');
    expect([skipWithout(process.execPath), skipWithout(process.execPath, '/none')]).toEqual([false, true]);
    vi.stubEnv('P2S_REQUIRE_REAL', '1');
    expect(skipWithout('/none')).toBe(false);
  });

  it('run to their end, with input and a deadline', async () => {
    const script = 'process.stdin.pipe(process.stdout); console.error("e"); process.exitCode = 3';
    const done = await runProgram(process.execPath, ['-e', script], { input: 'in' });
    expect(done).toEqual({ code: 3, stdout: 'in', stderr: 'e\n' });
    const hung = await runProgram(process.execPath, ['-e', 'setInterval(() => 0, 1e6)'], { timeoutMs: 100 });
    expect(hung.code).toBeNull();
    await expect(runProgram('/none/squid', [])).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe.skipIf(process.platform === 'win32')('a started process', () => {
  it('takes its children with it, deaf ones too', async () => {
    const child = `
      process.on('SIGTERM', () => 0);
      const server = require('net').createServer().listen(0, '127.0.0.1', () => console.log('port', server.address().port));`;
    const parent = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' })`;
    const running = startProcess({ file: process.execPath, args: ['-e', parent] });
    const port = Number(await waitFor('the child', () => /port (\d+)\n/.exec(running.output())?.[1]));
    await waitForPort('127.0.0.1', port);
    await running.stop();
    await waitFor('the child to end', async () => ((await mayListen(port)) ? true : undefined));
  });

  it('can be stopped after it has ended', async () => {
    const running = startProcess({ file: process.execPath, args: ['-e', 'process.exit(4)'] });
    expect(await running.exited).toBe(4);
    await running.stop();
  });

  it('says so when it cannot be started', () => {
    expect(() => startProcess({ file: '/none/squid', args: [] })).toThrow('/none/squid could not be started');
  });
});

describe('waiting', () => {
  it('gives what was waited for, or names it', async () => {
    let count = 0;
    expect(await waitFor('three', () => (++count < 3 ? undefined : count))).toBe(3);
    await expect(waitFor('never', () => undefined, 20)).rejects.toThrow('timed out waiting for never');
  });

  it('for a port', async () => {
    const port = await freePort();
    await expect(waitForPort('127.0.0.1', port, 20)).rejects.toThrow(`127.0.0.1:${port} to listen`);
    const server = net.createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    await waitForPort('127.0.0.1', port);
    expect(await mayListen(port)).toBe(false);
    server.close();
    expect(ownAddress()).toMatch(/^127\.\d+\.\d+\.\d+$/);
  });

  it('for nothing at a free port, which stays reserved', async () => {
    const host = ownAddress();
    const port = await freePort(host);
    const connecting = once(net.connect({ host, port }), 'connect');
    await expect(connecting).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    // Linux: local address and port, remote ones, and the state; 01 is ESTABLISHED.
    const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
    const sockets = (await readFile('/proc/net/tcp', 'latin1'))
      .split('\n')
      .map((line) => line.trim().split(/ +/));
    const states = sockets.filter(([, from]) => from?.endsWith(local)).map(([, , , state]) => state);
    expect(states).toContain('01');
  });
});
