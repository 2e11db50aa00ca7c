import { expect, it } from 'vitest';
import { neededChanges } from '../../../src/core/decide/changes.ts';
import { desiredState } from '../../../src/core/decide/desired.ts';
import type { DesiredSettings } from '../../../src/core/decide/desired-settings.ts';
import { packagesOf, type StoreTarget } from '../../../src/core/export/targets.ts';
import type { RegistrySnapshot } from '../../../src/core/model/registry.ts';
import {
  readStores,
  type Store,
  type WinHttpStore,
  type WinInetStore,
} from '../../../src/core/stores/stores.ts';
import { unseenSettings } from '../../../src/core/stores/visibility.ts';
import { readRecording } from '../../../src/machine/recorded/recording.ts';
import { toWireValue } from '../../../src/machine/wire/value.ts';
import type { ScriptName } from '../../../src/powershell/port.ts';
import { Random } from '../../support/fuzz/random.ts';
import { oddMachines } from '../../support/machines/odd-machines.ts';
import { randomMachine } from '../../support/machines/random-machines.ts';
import { exportedBlob } from '../../support/machines/reg-export.ts';
import { describeReal, RUN } from '../real-adapters.ts';

const SCRIPT = 'Test-Align' as ScriptName;

describeReal('the changes of an exported script', (real) => {
  const ask = async (request: Record<string, unknown>) => (await real.host.run(SCRIPT, request, RUN)).result;

  it('are those of an apply, value for value, on machines of every kind', async () => {
    const seed = 7;
    const random = new Random(seed);
    const some = Array.from({ length: real.mode === 'FullLanguage' ? 60 : 25 }, () => randomMachine(random));
    const each = oddMachines().flatMap((recording) =>
      DESIRED_OPTIONS.map((desired) => ({ recording, desired })),
    );
    const any = some.map((recording) => ({ recording, desired: random.pick(DESIRED_OPTIONS) }));
    const machines = [...any, ...each].map(({ recording, desired }) => {
      const { registry } = readRecording(recording);
      const targets = targetsFor(desired, registry);
      return { registry, desired, targets };
    });
    const answers: Planned[][] = [];
    // In parts: PowerShell needs seconds for ten of them, and each call has a deadline.
    for (let at = 0; at < machines.length; at += 10) {
      const part = machines.slice(at, at + 10);
      const asked = part.map(({ registry, targets }) => ({ keys: keysOf(registry), targets }));
      answers.push(...((await ask({ machines: asked })) as Planned[][]));
    }
    for (const [at, { registry, desired, targets }] of machines.entries()) {
      const planned = plansOf(registry, desired, targets);
      const found = (answers[at] ?? []).map((one, index) => {
        const ours = planned[index];
        return ours?.state === 'aligned' && isStricter(one) ? ours : one;
      });
      expect({ seed, at, found }).toEqual({ seed, at, found: planned });
    }
  });

  it('are none where a policy that may not be read could make another setting apply', async () => {
    const proxy = (name: string, bypass = '') =>
      exportedBlob([0x46, 1, 3], [`${name}.contoso.example:8080`, bypass, ''], 32);
    const [, , desired] = DESIRED_OPTIONS;
    if (desired === undefined) throw new Error('no desired settings');
    const cases = [
      { machine: proxy('other'), policies: false, states: ['unseen', 'unseen'] },
      { machine: '"text"', policies: false, states: ['drift', 'not-here'] },
      { machine: proxy('other'), policies: true, states: ['drift', 'not-here'] },
      { machine: proxy('user'), policies: false, states: ['drift', 'unseen'] },
      { machine: proxy('proxy', '<local>'), policies: false, states: ['unseen', 'not-here'] },
      { machine: null, policies: false, states: ['drift', 'not-here'] },
    ];
    const machines = cases.map(({ machine, policies }) => {
      const { registry } = readRecording(withMachineSetting(proxy('user'), machine, policies));
      const targets = targetsFor(desired, registry);
      return {
        registry,
        targets: targets.filter(({ id }) => /^wininet\/(?:current\/lan|machine)$/.test(id)),
      };
    });
    const asked = machines.map(({ registry, targets }) => ({ keys: keysOf(registry), targets }));
    const answers = (await ask({ machines: asked })) as Planned[][];
    expect(answers.map((one) => one.map(({ state }) => state))).toEqual(cases.map(({ states }) => states));
    // The rule of the program, for the user's setting.
    const unseen = machines.map(({ registry }) => {
      const stores = readStores(registry);
      const winInet = stores.find(({ id }) => id === 'wininet/current/lan') as WinInetStore;
      const native = stores.find(({ id }) => id === 'winhttp/native') as WinHttpStore;
      const unseen = unseenSettings({ registry, stores, winInet, winHttp: { native, wow64: null } }, desired);
      return unseen.some(({ store }) => store === 'wininet/machine');
    });
    expect(answers.map(([user]) => user?.state === 'unseen')).toEqual(unseen);
  });
});

function withMachineSetting(user: string, machine: string | null, policies: boolean): Buffer {
  const settings = 'Microsoft\\Windows\\CurrentVersion\\Internet Settings';
  return Buffer.from(
    [
      'Windows Registry Editor Version 5.00',
      `[HKEY_CURRENT_USER\\Software\\${settings}]`,
      `[HKEY_CURRENT_USER\\Software\\${settings}\\Connections]`,
      `"DefaultConnectionSettings"=${user}`,
      `[HKEY_LOCAL_MACHINE\\SOFTWARE\\${settings}]`,
      `[HKEY_LOCAL_MACHINE\\SOFTWARE\\${settings}\\Connections]`,
      ...(machine === null ? [] : [`"DefaultConnectionSettings"=${machine}`]),
      ...(policies ? [`[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\${settings}]`] : []),
      '',
    ].join('\r\n'),
  );
}

const SERVER = { scheme: 'all' as const, host: 'proxy.contoso.example', port: 8080 };
const DESIRED_OPTIONS: Extract<DesiredSettings, { source: 'explicit' }>[] = [
  {
    source: 'explicit',
    winInet: { kind: 'proxy', servers: [SERVER], bypass: null },
    // A WinHTTP list that stays keeps its spelling, although an apply would write it in its own.
    winHttp: { kind: 'direct' },
  },
  { source: 'explicit', winInet: { kind: 'direct' }, winHttp: { kind: 'direct' } },
  {
    source: 'explicit',
    winInet: { kind: 'proxy', servers: [SERVER], bypass: ['<local>'] },
    winHttp: 'follow',
  },
  {
    source: 'explicit',
    winInet: { kind: 'pac', url: 'http://pac.contoso.example/proxy.pac' },
    winHttp: { kind: 'proxy', servers: [SERVER], bypass: [] },
  },
];

interface Planned {
  id: string;
  state: string;
  by: string | null;
  writes: { expected: unknown }[];
}

/** The scripts compare texts: they fix a SOCKS server that WinHTTP ignores, or commas, which an apply keeps. */
function isStricter({ state, writes }: Planned): boolean {
  const [socks, comma] = ['736f636b733d', '2c'];
  const text = JSON.stringify(writes[0]?.expected ?? '');
  return state === 'drift' && (text.includes(socks) || text.includes(comma));
}

/** The targets of both packages on this machine; HKEY_CURRENT_USER is the hive in its recording. */
function targetsFor(desired: (typeof DESIRED_OPTIONS)[number], registry: RegistrySnapshot): StoreTarget[] {
  const { user, system } = packagesOf(desired, 'desired');
  const lan = readStores(registry).find(({ id }) => /^wininet\/(?:current|S-1-5-21-.*)\/lan$/.test(id));
  return [
    ...user.map((target) => ({ ...target, ...(lan === undefined ? {} : { key: lan.key }) })),
    ...system,
  ];
}

function keysOf(registry: RegistrySnapshot): Record<string, unknown> {
  return Object.fromEntries(
    [...registry.keys].map(({ path, visibility, values }) => [
      path.toLowerCase(),
      { visibility, values: [...values].map(([name, value]) => ({ name, ...toWireValue(value) })) },
    ]),
  );
}

/** The plans of the program's own planner. */
function plansOf(
  registry: RegistrySnapshot,
  option: (typeof DESIRED_OPTIONS)[number],
  targets: readonly StoreTarget[],
): Planned[] {
  const stores = readStores(registry);
  return targets.map((target) => {
    const none = { id: target.id, state: 'not-here', by: null, writes: [] };
    const perMachine = registry.value(
      'HKEY_LOCAL_MACHINE\\Software\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings',
      'ProxySettingsPerUser',
    );
    if (target.perMachine && !(perMachine?.kind === 'dword' && perMachine.number === 0)) return none;
    const store = stores.find(({ key, valueName }) => key === target.key && valueName === target.name);
    if (store === undefined)
      return { ...none, state: registry.key(target.key).visibility === 'unseen' ? 'unseen' : 'not-here' };
    if (store.present === null) return { ...none, state: 'unseen' };
    const inet = store.api === 'wininet' ? (store as WinInetStore) : null;
    const desired = desiredState(option, inet, store.api === 'winhttp' ? store : null, stores);
    const settings = inet === null ? desired.winHttp : desired.winInet;
    if (settings === null) throw new Error('no state');
    const { changes, blocked } = neededChanges(
      registry,
      [{ store: store as Store, desired: settings, named: true }],
      null,
    );
    const [refused] = blocked;
    if (refused !== undefined) return { ...none, state: 'managed', by: refused.reason };
    const writes = changes.flatMap((one) => one.writes);
    return {
      id: target.id,
      state: writes.length > 0 ? 'drift' : 'aligned',
      by: writes.length > 0 ? null : store.managedBy,
      writes: writes.map<Planned['writes'][number]>(({ key, name, expected: old, next }) => ({
        key,
        name,
        expected: old && toWireValue(old),
        next: next && toWireValue(next),
      })),
    };
  });
}
