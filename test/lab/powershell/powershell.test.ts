import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Computer, INSIDE, newComputer } from '../../support/lab/lab.ts';
import { buildLabDriver, type LabDriver } from '../../support/lab/powershell-lab.ts';

const POLICY = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\PowerShellCore';

let pc: Computer;
let driver: LabDriver;

beforeAll(async () => {
  [pc, driver] = await Promise.all([newComputer('powershell'), buildLabDriver()]);
});
afterAll(async () => {
  await pc?.destroy();
  driver?.remove();
});

describe('finding PowerShell', () => {
  it('goes past a powershell.exe that does not answer, and stays in one session', async () => {
    const ask = { script: 'Test-Wire', request: { do: 'pid' } };
    const answers = await driver.make(pc, [
      { host: 'session', ...ask },
      { host: 'session', ...ask },
      { host: 'oneShot', ...ask },
    ]);
    const [first, second, other] = answers.map(({ result }) => result);
    expect(first).toEqual(expect.any(Number));
    expect(second).toBe(first);
    expect(other).not.toBe(first);
    expect(pc.running().filter(({ args }) => args.includes('pwsh'))).toEqual([]);
  });

  it('starts the one that is named, and says when there is none', async () => {
    const call = { host: 'session', script: 'Test-Wire', request: { do: 'mode' } } as const;
    expect(await driver.make(pc, [call], { executable: INSIDE.pwsh })).toMatchObject([
      { result: 'FullLanguage' },
    ]);
    expect(await driver.make(pc, [call], { executable: 'C:\\none.exe' })).toMatchObject([
      { error: { code: 'powershell-missing', where: 'C:\\none.exe' } },
    ]);
  });

  it('ends a hanging script at its deadline, and answers afterwards', async () => {
    for (const host of ['session', 'oneShot'] as const) {
      const answers = await driver.make(pc, [
        { host, script: 'Test-Wire', request: { do: 'spin' }, deadlineMs: 6000 },
        { host, script: 'Test-Wire', request: { do: 'mode' } },
      ]);
      expect(answers).toMatchObject([{ error: { code: 'powershell-timeout' } }, { result: 'FullLanguage' }]);
      expect(pc.running().filter(({ args }) => args.includes('pwsh'))).toEqual([]);
    }
  });

  it.each([
    ['Restricted', 'powershell-blocked'],
    // Wine cannot verify signatures, and PowerShell reports that as a signature that is not trusted.
    ['AllSigned', 'powershell-not-allowed'],
  ])('knows a refusal by execution policy %s', async (policy, code) => {
    await pc.reg(['add', POLICY, '/v', 'EnableScripts', '/t', 'REG_DWORD', '/d', '1', '/f']);
    await pc.reg(['add', POLICY, '/v', 'ExecutionPolicy', '/d', policy, '/f']);
    try {
      const answers = await driver.make(
        pc,
        (['session', 'oneShot'] as const).map((host) => ({ host, script: 'Get-P2SMachine', request: {} })),
      );
      expect(answers).toMatchObject([{ error: { code } }, { error: { code } }]);
    } finally {
      await pc.reg(['delete', POLICY, '/f']);
    }
  });
});

describe('fetching with the WinHTTP client', () => {
  it('fetches all at once by the stored setting, and reports each failure by its code', async () => {
    const seen: string[] = [];
    const server = createServer((request, response) => {
      seen.push(`${request.headers['user-agent']} ${request.headers.authorization ?? '-'}`);
      if (request.url === '/slow') return;
      if (request.url === '/moved') response.writeHead(302, { Location: 'http://elsewhere.example/' });
      if (request.url === '/missing') response.statusCode = 404;
      response.end(request.url === '/crl' ? Buffer.alloc(100, 0x30) : '');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const urls = [
        `${base}/crl`,
        `${base}/moved`,
        `${base}/missing`,
        `${base}/slow`,
        'http://no.such.invalid/',
        'ftp://x/',
      ];
      const request = {
        fetches: urls.map((url, index) => ({ id: String(index), url })),
        timeoutMs: 3000,
        maxBytes: 99,
      };
      const { result } = await driver.ask(pc, { host: 'session', script: 'Test-P2SRevocationUrl', request });
      const { client, fetches } = result as { client: string; fetches: Record<string, unknown>[] };
      expect(client).toBe('WinHttp.WinHttpRequest.5.1');
      const none = { status: null, bytes: 0, bodyHex: '', location: null };
      expect(fetches).toMatchObject([
        {
          id: '0',
          status: 200,
          hresult: null,
          bytes: 100,
          tooLarge: true,
          bodyHex: '30'.repeat(64),
          location: null,
        },
        { id: '1', status: 302, hresult: null, location: 'http://elsewhere.example/' },
        { id: '2', status: 404, hresult: null, bytes: 0 },
        { id: '3', ...none, hresult: -2147012894 },
        { id: '4', ...none, hresult: -2147012889 },
        { id: '5', ...none, hresult: -2147012890 },
      ]);
      expect(new Set(seen)).toEqual(new Set(['Microsoft-CryptoAPI/10.0 -']));
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
