import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import type { StageResult } from '../../../src/core/model/check.ts';
import { P2sError } from '../../../src/core/model/errors.ts';
import type { RunEvent } from '../../../src/core/model/events.ts';
import { say } from '../../../src/core/model/say.ts';
import { hresultText } from '../../../src/core/path/chain-status.ts';
import type { Machine } from '../../../src/machine/port.ts';
import type { GatewayProbe } from '../../../src/pipeline/path/gateway-probes.ts';
import { askWinHttp, believeWinHttp } from '../../../src/pipeline/path/winhttp-client.ts';
import type { RunContext } from '../../../src/pipeline/run/run.ts';
import { type ApplyScene, applyScene } from '../../change/apply/apply-scene.ts';
import { liveOver } from '../../support/machines/machines.ts';

let scene: ApplyScene;
let probe: GatewayProbe;

beforeAll(async () => {
  scene = await applyScene('live');
  const ca = await createCa({});
  const leaf = await ca.issue({ names: ['gw.example'], crlUrls: ['http://crl.example/a.crl'] });
  const settings = { id: 'x', settings: null };
  probe = {
    gateway: { host: 'gw.example', port: 443, source: 'option' },
    variant: {
      stores: 'current',
      step: 'probe-current',
      paths: { winInet: settings, winHttp: settings, checker: null },
    },
    shown: Promise.resolve({ results: [], chain: [leaf.der], judgeChain: null, leftMs: 10_000 }),
    completed: Promise.resolve({ results: [], chain: [leaf.der], issuers: [] }),
    certificates: Promise.resolve({ results: [], chain: [leaf.der], issuers: [] }),
    revocation: Promise.resolve([]),
  };
});
afterAll(() => scene.remove());

function ask(fetchByWinHttp: Machine['fetchByWinHttp'], probes: readonly GatewayProbe[] = [probe]) {
  const events: RunEvent[] = [];
  const context = { emit: (event: RunEvent) => events.push(event) } as unknown as RunContext;
  const machine = liveOver(scene.base, { fetchByWinHttp });
  return askWinHttp(context, machine, probes, 1000).then((answers) => ({ ...answers, events }));
}

it('reports what the client fetched', async () => {
  const answer = {
    id: '1',
    status: 200,
    hresult: null,
    bytes: 9,
    contentLength: 9,
    bodyHex: '30',
    location: null,
    durationMs: 1,
  };
  const { fetched, unavailable, events } = await ask(async () => ({
    fetches: [answer],
    account: null,
    unavailable: null,
  }));
  expect([...fetched]).toEqual([['http://crl.example/a.crl', true]]);
  expect(unavailable).toBeNull();
  expect(events).toMatchObject([{ type: 'check', check: { status: 'pass' } }]);
});

it('does not decide about a redirect, which it must not follow', async () => {
  const moved = {
    id: '1',
    status: 302,
    hresult: null,
    bytes: 0,
    contentLength: 0,
    bodyHex: '',
    durationMs: 1,
  };
  const answer = { ...moved, location: 'http://other.example/a.crl?s=1' };
  const { fetched, events } = await ask(async () => ({
    fetches: [answer],
    account: null,
    unavailable: null,
  }));
  expect([...fetched]).toEqual([]);
  const evidence = { httpStatus: 302, locationHost: 'other.example' };
  expect(events).toMatchObject([{ type: 'check', check: { status: 'warn', evidence } }]);
});

it.each(['language-mode', 'com-refused'])(
  'goes on without one that cannot be had, and says why: %s',
  async (why) => {
    const { fetched, unavailable, events } = await ask(async () => ({
      fetches: [],
      account: null,
      unavailable: why,
    }));
    expect([fetched.size, unavailable, events]).toEqual([0, why, []]);
  },
);

it.each([
  'powershell-blocked',
  'powershell-not-allowed',
  'powershell-antivirus',
  'powershell-failed',
  // Its process has ended: data from a server may be the cause.
  'powershell-no-result',
] as const)('goes on without one whose script is refused: %s', async (code) => {
  const { fetched, unavailable } = await ask(() => Promise.reject(new P2sError(code, say('Refused.'))));
  expect([fetched.size, unavailable]).toEqual([0, code]);
});

it('does not go on where nobody knows how the script ended', async () => {
  const mute = new P2sError('powershell-timeout', say('Silent.'));
  await expect(ask(() => Promise.reject(mute))).rejects.toBe(mute);
});

it("decides what was fetched by WinHTTP's own setting, and nothing else", () => {
  const result = (decidedBy: string): StageResult<'revocation'> => ({
    stage: 'revocation',
    url: 'http://crl.example/a.crl',
    via: 'direct',
    status: 'pass',
    durationMs: 1,
    evidence: { decidedBy },
  });
  const fetched = new Map([['http://crl.example/a.crl', false]]);
  const believed = (decidedBy: string) =>
    believeWinHttp([result(decidedBy)], fetched, 'winhttp/native').map(({ status }) => status);
  expect(believed('winhttp/native')).toEqual(['fail']);
  expect(believed('wininet/S-1-5-19/lan')).toEqual(['pass']);
});

describe('the request of a service', () => {
  const url = 'https://gw.example/x';
  const serviceOn = (as: 'user' | 'computer'): GatewayProbe => ({
    ...probe,
    gateway: { ...probe.gateway, url, as },
    completed: Promise.resolve({ results: [], chain: [], issuers: [] }),
  });
  const reply = {
    id: '1',
    status: null,
    hresult: null,
    bytes: 0,
    contentLength: null,
    bodyHex: '',
    durationMs: 1,
  };

  it.each([
    [{ status: 404 }, 'pass', { httpStatus: 404 }],
    [{ status: 407 }, 'fail', { httpStatus: 407, reason: 'winhttp-client-failed' }],
    [
      { hresult: -2147012721 },
      'fail',
      { hresult: hresultText(-2147012721), reason: 'winhttp-client-failed' },
    ],
  ])(
    'is made on the route of the computer, and any answer of the server will do: %j',
    async (got, status, evidence) => {
      const asked: unknown[] = [];
      const fetched: Machine['fetchByWinHttp'] = async (requests) => {
        asked.push(...requests);
        return { fetches: [{ ...reply, location: null, ...got }], account: 'S-1-5-18', unavailable: null };
      };
      const { services, events } = await ask(fetched, [serviceOn('user'), serviceOn('computer')]);
      expect(asked).toEqual([{ id: '1', url, headOnly: true }]);
      const check = services.get(`${url} (computer)`);
      expect(check).toMatchObject({ stage: 'http', via: 'unknown', status });
      expect(check?.evidence).toMatchObject({
        account: 'S-1-5-18',
        client: 'WinHttp.WinHttpRequest.5.1',
        ...evidence,
      });
      expect(events).toEqual([{ type: 'check', check }]);
    },
  );
});
