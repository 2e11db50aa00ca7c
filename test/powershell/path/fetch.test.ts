import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { childEnvironment } from '../../../src/powershell/environment.ts';
import { OneShotHost } from '../../../src/powershell/one-shot.ts';
import type { ScriptName } from '../../../src/powershell/port.ts';
import { folderForAll } from '../../support/files.ts';
import { linuxPwsh } from '../../support/lab/lab.ts';
import { buildTestScripts, hostOptions } from '../../support/programs/powershell.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { RUN } from '../real-adapters.ts';

/**
 * The lab's client (Wine) returns a part of a body as the whole, so stand-in clients test the end of a long one.
 */
describe.skipIf(skipWithout(linuxPwsh))('fetches over WinHTTP', { timeout: 120_000 }, () => {
  const root = folderForAll();
  let host: OneShotHost;
  beforeAll(async () => {
    const scriptsDir = join(root, 'scripts');
    await buildTestScripts(scriptsDir);
    const env = childEnvironment({ env: process.env, platform: process.platform, explicit: true });
    host = new OneShotHost(hostOptions(linuxPwsh, { scriptsDir, env }));
  });

  const ask = async (fetches: object[], more: object = {}) => {
    const named = fetches.map((one, index) => ({ id: String(index), ...one }));
    const request = { fetches: named, timeoutMs: 200, maxBytes: 1000, ...more };
    const { result } = await host.run('Test-Fetch' as ScriptName, request, RUN);
    return result as { fetches: Record<string, unknown>[]; aborted: boolean[] };
  };

  it('end at a head that announces more than is requested, and else wait for the body', async () => {
    const { fetches, aborted } = await ask([
      { status: 200, length: 1001 },
      { status: 200, length: 1000 },
      { status: 200, length: 9, body: 9 },
      { status: 200, body: 1001 },
      { length: 1001 },
      { status: 200, over: 1 },
      { status: 200, length: 0 },
      { status: 302 },
    ]);
    const timeout = { status: null, hresult: -2147012894, tooLarge: false };
    expect(fetches).toMatchObject([
      { status: 200, hresult: null, bytes: 0, contentLength: 1001, tooLarge: true, bodyHex: '' },
      timeout,
      { status: 200, hresult: null, bytes: 9, contentLength: 9, tooLarge: false, bodyHex: '00'.repeat(9) },
      { status: 200, hresult: null, bytes: 1001, contentLength: null, tooLarge: true },
      timeout,
      ...[200, 200, 302].map((status) => ({ status, hresult: null, bytes: 0, tooLarge: false })),
    ]);
    expect(aborted).toEqual([true, true, false, false, true, false, false, false]);
  });

  it('end all together when the process has grown by too much', async () => {
    const { fetches, aborted } = await ask([{ status: 200 }, { status: 200, body: 5 }], {
      growth: -1_000_000_000_000,
      timeoutMs: 60_000,
    });
    expect(fetches).toMatchObject([
      { status: null, hresult: -2147024673, tooLarge: true },
      { status: 200, bytes: 5, tooLarge: false },
    ]);
    expect(aborted).toEqual([true, false]);
  });
});
