import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { combineAnswers, parseWinHttpAnswer } from '../../../src/core/proxy/auto-answer.ts';
import type { ProxyAnswer } from '../../../src/machine/port.ts';
import { parseProxyResolution } from '../../../src/machine/wire/local.ts';
import { RegistryLab } from '../../support/lab/registry-lab.ts';
import type { DriverAnswer, DriverCall } from '../../support/programs/powershell-driver.ts';

const GATEWAY = 'https://gateway.example/';
const CRL = 'http://crl.example/a.crl';
const OTHER_CRL = 'http://crl.example/b.crl';
const FILES: Record<string, string> = {
  '/proxy.pac': `function FindProxyForURL(url, host) {
    if (host === 'gateway.example') return 'PROXY proxy.example:8080';
    return shExpMatch(url, 'http://crl.example/a*') ? 'DIRECT' : 'PROXY proxy.example:8080; DIRECT';
  }`,
  '/bad.pac': 'function FindProxyForURL(url, host) { return ',
};

/** The answers of Windows' own WinHTTP client for a PAC file that is served on loopback, and for WPAD. */
describe('auto-detection and PAC files, answered by Windows', () => {
  let lab: RegistryLab;
  let server: Server;
  let base: string;
  const seen: string[] = [];

  beforeAll(async () => {
    server = createServer(({ url = '', headers }, response) => {
      seen.push(`${url} ${headers.authorization ?? '-'}`);
      if (url === '/hangs.pac') return;
      if (url === '/secret.pac') response.writeHead(401, { 'WWW-Authenticate': 'NTLM' });
      else if (FILES[url] === undefined) response.statusCode = 404;
      response.end(FILES[url] ?? '');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    lab = await RegistryLab.open('resolve');
  });
  afterAll(async () => {
    server?.closeAllConnections();
    server?.close();
    await lab?.close();
  });

  /** All in one session, one after the other: a question must not affect the next. */
  const ask = (...questions: Record<string, unknown>[]): Promise<DriverAnswer[]> =>
    lab.driver.make(
      lab.computer,
      questions.map((question): DriverCall => {
        const urls = [GATEWAY, CRL, OTHER_CRL].map((url, index) => ({ id: String(index + 1), url }));
        const none = { urls, autoDetect: false, autoConfigUrl: null, timeoutMs: 10_000 };
        return { host: 'session', script: 'Resolve-P2SProxy', request: { ...none, ...question } };
      }),
    );

  const answersOf = (answer: DriverAnswer | undefined): ProxyAnswer[] => {
    const { answers, unavailable } = parseProxyResolution(answer?.result);
    expect(unavailable).toBeNull();
    return answers;
  };
  const codes = (answer: DriverAnswer | undefined) => answersOf(answer).map(({ win32 }) => win32);
  const named = { accessType: 3, proxy: 'proxy.example:8080', bypass: null, foundBy: 'pac', win32: null };

  it('asks for each URL, reports each failure by its code, and is never held up', async () => {
    const pac = `${base}/proxy.pac`;
    const answers = await ask(
      { autoConfigUrl: pac },
      { autoDetect: true },
      { autoDetect: true, autoConfigUrl: pac },
      { autoConfigUrl: `${base}/missing.pac` },
      { autoConfigUrl: `${base}/secret.pac` },
      { autoConfigUrl: `${base}/bad.pac` },
      { autoConfigUrl: `${base}/hangs.pac`, timeoutMs: 500 },
      { autoConfigUrl: pac },
      {},
    );
    const [byPac, byWpad, byBoth, missing, secret, bad, hangs, again, neither] = answers;
    expect(answers.flatMap(({ diagnostics }) => diagnostics ?? [])).toEqual([]);

    const expected = [
      { id: '1', ...named },
      { ...named, id: '2', accessType: 1, proxy: null },
      { id: '3', ...named },
    ];
    expect(answersOf(byPac)).toEqual(expected);
    expect(codes(byWpad)).toEqual([12180, 12180, 12180]);
    expect(answersOf(byBoth)).toEqual(expected);
    expect(codes(missing)).toEqual([12167, 12167, 12167]);
    expect(codes(secret)).toEqual([12167, 12167, 12167]);
    // Windows: 12166. Wine has another code.
    expect(codes(bad)).not.toContain(null);
    expect(codes(hangs)).toEqual([12002, 12002, 12002]);
    expect(answersOf(again)).toEqual(expected);
    expect(neither?.error).toMatchObject({
      code: 'powershell-failed',
      evidence: { code: 'invalid-request' },
    });

    expect(seen).toContain('/secret.pac -');
    expect(seen.filter((line) => !line.endsWith(' -'))).toEqual([]);
    // Fetched once for all URLs of a question.
    expect(seen.filter((line) => line.startsWith('/proxy.pac')).length).toBeLessThanOrEqual(3);

    const urls = [GATEWAY, CRL, OTHER_CRL];
    const read = answersOf(byPac).map((one, index) => parseWinHttpAnswer(urls[index] ?? '', one));
    expect(combineAnswers(read).kind).toBe('mixed');
  });

  it('says that it cannot be asked in Constrained Language Mode', async () => {
    const [answer] = await lab.constrained(() => ask({ autoDetect: true }));
    expect(parseProxyResolution(answer?.result)).toEqual({
      answers: [],
      unavailable: 'language-mode',
    });
  });
});
