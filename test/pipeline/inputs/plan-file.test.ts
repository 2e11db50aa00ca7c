import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seal } from '../../../src/change/state/sealed.ts';
import {
  type DesiredSetting,
  type DesiredSettings,
  desiredFor,
  typedState,
} from '../../../src/core/decide/desired-settings.ts';
import { P2sError } from '../../../src/core/model/errors.ts';
import { decodePlan, encodePlan, type SavedPlan } from '../../../src/pipeline/inputs/plan-file.ts';
import { bypassEntry, proxyServer } from '../../core/proxy/arbitraries.ts';

const PLAN: SavedPlan = {
  createdAt: '2026-11-25T10:00:00.000Z',
  machine: null,
  planId: `sha256:${'0'.repeat(64)}`,
  desired: { source: 'wininet' },
  user: null,
  changes: [],
};
const server = { scheme: 'all', host: 'proxy.contoso.example', port: 8080 } as const;
const proxy: DesiredSetting = { kind: 'proxy', servers: [server], bypass: ['<local>'] };

const read = (desired: unknown, more: Partial<SavedPlan> = {}) =>
  decodePlan(encodePlan({ ...PLAN, ...more, desired: desired as DesiredSettings }), 'plan.json').desired;

/** The error for a plan with a valid seal and invalid content. */
function refusal(desired: unknown, more: Partial<SavedPlan> = {}): P2sError {
  try {
    read(desired, more);
  } catch (error) {
    if (error instanceof P2sError) return error;
    throw error;
  }
  throw new Error('the plan was taken');
}

describe('the desired state of a saved plan', () => {
  it('is read as it was saved, whatever can be typed', () => {
    const lists = fc.record({
      kind: fc.constant('proxy' as const),
      servers: fc.array(proxyServer, { minLength: 1, maxLength: 5 }),
      bypass: fc.option(fc.array(bypassEntry, { maxLength: 8 })),
    });
    fc.assert(
      fc.property(lists, (state) => {
        const explicit: DesiredSettings = {
          source: 'explicit',
          winInet: state,
          winHttp: null,
          stores: { 'winhttp/native': state, 'wininet/S-1-5-19/lan': { kind: 'direct' } },
        };
        for (const desired of [desiredFor(state), explicit]) expect(read(desired)).toEqual(desired);
      }),
    );
  });

  it.each<DesiredSettings>([
    { source: 'wininet' },
    { source: 'winhttp' },
    desiredFor({ kind: 'direct' }),
    desiredFor(typedState({ pac: 'https://pac.contoso.example/proxy.pac?a=b@c' }, (part) => part)),
    { source: 'explicit', winInet: null, winHttp: proxy, stores: { 'wininet/machine/wow64': proxy } },
  ])('may be %j', (desired) => {
    expect(read(desired)).toEqual(desired);
  });

  const host = (name: string): DesiredSetting => ({ ...proxy, servers: [{ ...server, host: name }] });
  const list = (...bypass: string[]): DesiredSetting => ({ ...proxy, bypass });
  it.each<[string, DesiredSetting]>([
    ['credentials in a host', host('bob:SECRETPW@evil')],
    ['a second proxy in a host', host('a;http=SECRETPW')],
    ['a path', host('evil/SECRETPW')],
    ['upper case, which nothing writes', host('Evil.example')],
    ['no host name', host('-')],
    ['socks over TLS', { ...proxy, servers: [{ ...server, scheme: 'socks', tls: true }] }],
    ['credentials in a bypass entry', list('bob:SECRETPW@evil')],
    ['two bypass entries in one', list('a;SECRETPW')],
    ['an empty bypass entry', list('a', '')],
    ['a bypass list that is too long', list(...Array<string>(300).fill('abcdefgh.contoso.example'))],
    ['a PAC file on a disk', { kind: 'pac', url: 'file:///c:/SECRETPW.pac' }],
    ['credentials in a PAC address', { kind: 'pac', url: 'http://bob:SECRETPW@evil/x.pac' }],
    ['no PAC address', { kind: 'pac', url: 'javascript:SECRETPW' }],
    ['a PAC address with blanks around it', { kind: 'pac', url: ' http://pac.contoso.example/x.pac' }],
  ])('is refused with %s, wherever it stands, and nothing of it is repeated', (_what, state) => {
    const stores = { 'wininet/S-1-5-19/lan': state };
    const desiredSettings: unknown[] = [
      desiredFor(state),
      { source: 'explicit', winInet: null, winHttp: null, stores },
    ];
    for (const desired of desiredSettings) {
      const error = refusal(desired);
      expect([error.code, error.where]).toEqual(['input', 'plan.json']);
      expect(JSON.stringify({ ...error, message: error.message, cause: error.cause })).not.toContain(
        'SECRETPW',
      );
    }
  });

  const explicit = { source: 'explicit', winInet: null, winHttp: null };
  it.each<[string, unknown]>([
    ['a PAC file for WinHTTP', { ...explicit, winHttp: { kind: 'pac', url: 'http://pac.contoso.example/' } }],
    [
      'one for a view of it',
      { ...explicit, stores: { 'winhttp/native': { kind: 'pac', url: 'http://a.example/' } } },
    ],
    ['a store that is named twice', { ...explicit, winHttp: 'follow', stores: { 'winhttp/wow64': proxy } }],
    ['a store that is a view', { ...explicit, stores: { 'advproxy/user': proxy } }],
    ['no store', { ...explicit, stores: { 'HKLM\\SECRETPW': proxy } }],
    ['credentials for WinHTTP', { ...explicit, winHttp: host('bob:SECRETPW@evil') }],
  ])('is refused with %s', (_what, desired) => {
    const error = refusal(desired);
    expect(error.code).toBe('input');
    expect(JSON.stringify({ ...error, message: error.message })).not.toContain('SECRETPW');
  });
});

it('a plan names its user by a SID', () => {
  expect(refusal(PLAN.desired, { user: 'bob:SECRETPW@evil' }).code).toBe('input');
  expect(read(PLAN.desired, { user: 'S-1-5-21-1-2-3-1001' })).toEqual(PLAN.desired);
  expect(read(PLAN.desired, { user: 'current' })).toEqual(PLAN.desired);
});

it('a plan without content is none', () => {
  expect(() => decodePlan(seal(null), 'plan.json')).toThrow(P2sError);
});

it('another file is no plan, and one that was changed is', () => {
  const problem = (bytes: Uint8Array) => {
    try {
      decodePlan(bytes, 'plan.json');
    } catch (error) {
      return error instanceof P2sError ? error.message : error;
    }
    return null;
  };
  const plan = encodePlan({ ...PLAN, desired: PLAN.desired as DesiredSettings });
  expect(problem(Buffer.from('Windows Registry Editor Version 5.00'))).toContain('it is not a plan');
  expect(problem(plan.subarray(0, -9))).toContain('it was changed or cut off');
});
