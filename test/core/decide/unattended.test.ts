import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeWinHttpBlob, freshWinHttpBlob } from '../../../src/core/codec/winhttp-blob.ts';
import { isAllowed } from '../../../src/core/decide/allow-list.ts';
import { assess } from '../../../src/core/decide/assess.ts';
import type { DesiredSettings } from '../../../src/core/decide/desired-settings.ts';
import { desiredUnattended, serverNames } from '../../../src/core/decide/unattended.ts';
import { hasProxy } from '../../../src/core/schedule/roaming.ts';
import { policyProxy } from '../../../src/core/stores/policy.ts';
import { readStores } from '../../../src/core/stores/stores.ts';
import { observe, sample, setBlob, WINHTTP, withValue } from '../stores/registry-scene.ts';

const POLICIES =
  'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const hosts = fc.constantFrom(
  'proxy.corp.example',
  'evil.example',
  'a.corp.example',
  'corp.example.evil.example',
);
const server = fc.tuple(hosts, fc.constantFrom(80, 8080)).map(([host, port]) => `${host}:${port}`);
const lists = fc.oneof(
  server,
  fc.tuple(server, server).map(([a, b]) => `http=${a};https=${b}`),
  fc.tuple(server, server).map(([a, b]) => `${a};${b}`),
  fc.tuple(server, server).map(([a, b]) => `socks=${a};${b}`),
  fc.constantFrom(
    '',
    'https://proxy.corp.example:8080',
    'user:x@proxy.corp.example:8080',
    'proxy.corp.example',
  ),
);
const bypass = fc.constantFrom('', '*', '<local>;*.microsoft.com', '<-loopback>');

it('never takes for the computer what neither option, policy nor allow-list names', () => {
  const machine = fc.record({
    user: fc.record({
      flags: fc.constantFrom(1, 2, 3, 5, 7, 9, 15),
      proxy: lists,
      bypass,
      pac: fc.constantFrom('', 'http://evil.example/p.pac'),
    }),
    held: fc.option(lists, { nil: null }),
    policy: fc.option(lists, { nil: null }),
    allowed: fc.subarray(['proxy.corp.example:8080', '*.corp.example:80']),
    named: fc.option(bypass, { nil: null }),
    explicit: fc.boolean(),
  });
  let followed = 0;
  fc.assert(
    fc.property(machine, ({ user, held, policy, allowed, named, explicit }) => {
      let registry = setBlob(sample(), user);
      const text = (key: string, name: string, value: string) => {
        registry = withValue(registry, key, name, { kind: 'string', text: value });
      };
      if (held !== null) {
        const bytes = encodeWinHttpBlob({ ...freshWinHttpBlob(), flags: 3, proxy: held, bypass: '<local>' });
        registry = withValue(registry, WINHTTP, 'WinHttpSettings', { kind: 'binary', bytes });
      }
      if (policy !== null) {
        registry = withValue(registry, POLICIES, 'ProxyEnable', { kind: 'dword', number: 1 });
        text(POLICIES, 'ProxyServer', policy);
      }
      const limits = {
        proxies: allowed,
        bypass: named === null ? null : named.split(';').filter((one) => one !== ''),
      };
      const desired: DesiredSettings = explicit
        ? { source: 'explicit', winInet: null, winHttp: 'follow', allowed: limits }
        : { source: 'wininet', allowed: limits };
      const { plan } = assess(observe(registry), desiredUnattended(desired, registry, []), null);
      const byPolicy = policyProxy(registry);
      const before = readStores(registry);
      for (const { store, after } of plan.changes) {
        if (!store.startsWith('winhttp/')) continue;
        followed++;
        const isNamed = (one: (typeof after.proxy.servers)[number]) =>
          byPolicy === null
            ? isAllowed(one, allowed)
            : byPolicy.servers.some(({ host, port }) => host === one.host && port === one.port);
        if (hasProxy(after)) {
          expect(after.proxy.servers.every(isNamed)).toBe(true);
          const own = before.find(({ id }) => id === 'winhttp/native')?.settings;
          const known = [byPolicy?.bypass ?? limits.bypass ?? own?.bypass ?? [], []];
          expect(known).toContainEqual(after.bypass);
        } else {
          // A run clears only what a run has set.
          const views = before.filter(({ api }) => api === 'winhttp');
          expect(views.some(({ settings }) => settings !== null && hasProxy(settings))).toBe(false);
        }
      }
    }),
    { numRuns: 500 },
  );
  expect(followed).toBeGreaterThan(20);
});

it('names a proxy with an IPv6 address as --proxy and --allow-proxy take it', () => {
  const registry = setBlob(sample(), { flags: 3, proxy: '[fd00::1]:8080' });
  const lan = readStores(registry).find(({ id }) => id === 'wininet/current/lan');
  expect(serverNames(lan?.settings ?? null)).toEqual(['[fd00::1]:8080']);
});

it('takes the proxy of a machine policy with somebody present as without', () => {
  const named = withValue(
    withValue(sample(), POLICIES, 'ProxyEnable', { kind: 'dword', number: 1 }),
    POLICIES,
    'ProxyServer',
    {
      kind: 'string',
      text: 'policy.corp.example:3128',
    },
  );
  const observation = observe(named);
  const present = assess(observation, { source: 'wininet' }, null);
  const unattended = assess(observation, desiredUnattended({ source: 'wininet' }, named, []), null);
  expect(serverNames(present.desired.winHttp)).toEqual(['policy.corp.example:3128']);
  expect(present.plan).toEqual(unattended.plan);
  expect(present.plan.changes.map(({ store }) => store)).toEqual(['winhttp/wow64', 'winhttp/native']);
});
