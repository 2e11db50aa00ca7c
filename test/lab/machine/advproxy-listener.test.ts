import { copyFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenerBehind } from '../../../src/core/findings/settings/loopback.ts';
import { advProxyViews } from '../../../src/core/stores/adv-proxy.ts';
import type { Listeners } from '../../../src/machine/port.ts';
import { parseCapture } from '../../../src/machine/recorded/capture.ts';
import { type Computer, INSIDE, newComputer } from '../../support/lab/lab.ts';
import { buildLabDriver, type LabDriver } from '../../support/lab/powershell-lab.ts';

const LISTENER = fileURLToPath(new URL('../ps/Open-Listener.ps1', import.meta.url));
const VERSION = 'HKLM\\Software\\Microsoft\\Windows NT\\CurrentVersion';
const OBSERVE = { host: 'session', script: 'Get-P2SMachine', request: {} } as const;

let pc: Computer;
let driver: LabDriver;
beforeAll(async () => {
  [pc, driver] = await Promise.all([newComputer('advproxy'), buildLabDriver()]);
});
afterAll(async () => {
  await pc?.destroy();
  driver?.remove();
});

const ask = (ports: number[]) =>
  ({ host: 'session', script: 'Get-P2SListener', request: { ports } }) as const;

describe('who stands behind a proxy on loopback', () => {
  it('is named by port and address, and is not reported in Constrained Language Mode', async () => {
    const stop = new AbortController();
    let running: Promise<unknown> = Promise.resolve();
    try {
      const port = await new Promise<number>((resolve, reject) => {
        let output = '';
        const onStdout = (text: string) => {
          output += text;
          const [, found] = /port (\d+)\./.exec(output) ?? [];
          if (found !== undefined) resolve(Number(found));
        };
        running = pc.pwsh(LISTENER, [], { retry: false, signal: stop.signal, onStdout });
        running.then(() => reject(new Error(`the listener ended: ${output}`)), reject);
      });
      const answers = await driver.make(pc, [ask([port, 1]), ask([1]), ask([])]);
      const [first, ...others] = answers.map(({ result }) => result as Listeners);
      expect(first).toEqual({
        listeners: [{ port, address: '127.0.0.1', pid: expect.any(Number), process: 'pwsh' }],
        unavailable: null,
      });
      expect(listenerBehind(first?.listeners ?? [], { host: 'localhost', port })?.process).toBe('pwsh');
      for (const other of others) expect(other).toEqual({ listeners: [], unavailable: null });
      await pc.constrained(true);
      const { result } = await driver.ask(pc, ask([port]));
      expect(result).toEqual({ listeners: null, unavailable: 'language-mode' });
    } finally {
      stop.abort();
      await running;
      await pc.constrained(false);
    }
  });
});

/**
 * Wine's netsh.exe prints nothing, so Node replaces it, which reads the first argument as a script. The script
 * shows its arguments, and prints the output of netsh on Windows 11.
 */
describe('the advanced proxy setting', () => {
  const JSON_TEXT =
    '{"ProxyIsEnabled":true,"Proxy":"127.0.0.1:8080","AutoDetect":false,"PerUserProxySettings":true}';
  /** In the current folder of children. */
  const put = (script: string) => writeFile(pc.unixPath('C:\\windows\\system32\\winhttp.js'), script);

  async function observed(times = 1): Promise<{ text: string | null | undefined; ids: string[] }> {
    const answers = await driver.make(pc, Array(times).fill(OBSERVE));
    expect(answers.map(({ diagnostics }) => diagnostics)).toEqual(Array(times).fill([]));
    const observation = parseCapture(answers.at(-1)?.result);
    return { text: observation.advProxy, ids: advProxyViews(observation).map(({ id }) => id) };
  }

  beforeAll(async () => {
    await copyFile(pc.unixPath(INSIDE.node), pc.unixPath('C:\\windows\\system32\\netsh.exe'));
    await pc.reg(['add', 'HKCU\\Software\\Wine\\DllOverrides', '/v', 'netsh.exe', '/d', 'native', '/f']);
    await put(`
      let input;
      try { input = require('fs').readFileSync(0).length; } catch (error) { input = error.code; }
      console.error('something on standard error');
      console.log('\\n現在の WinHTTP: ' + process.argv.slice(2).join(' ') + ', ' + input + '\\n');
      console.log('${JSON_TEXT}');
      process.exitCode = 1;`);
  });

  it('is not asked of a Windows that does not know it', async () => {
    expect(await observed()).toEqual({ text: null, ids: [] });
  });

  it('is brought as it is, in Constrained Language Mode too', async () => {
    await pc.reg(['add', VERSION, '/v', 'CurrentBuildNumber', '/d', '22631', '/f']);
    for (const constrained of [false, true]) {
      await pc.constrained(constrained);
      // The second call proves that the session still works after the first.
      const { text, ids } = await observed(constrained ? 1 : 2);
      expect(text).toMatch(/WinHTTP: show advproxy, (?:0|EOF)\n/);
      expect(text).toContain(JSON_TEXT);
      expect(ids).toEqual(['advproxy/user']);
    }
    await pc.constrained(false);
  });

  it('is cut, not refused, when it is far too long', async () => {
    await put(`console.log('x'.repeat(70000))`);
    expect((await observed()).text).toHaveLength(65_536);
  });
});
