import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  binary,
  dword,
  MACHINE,
  RegistryLab,
  SETTINGS,
  text,
  type Value,
  WOW,
} from '../../support/lab/registry-lab.ts';

let lab: RegistryLab;

beforeAll(async () => {
  lab = await RegistryLab.open('write');
});
afterAll(() => lab?.close());

describe('writing', () => {
  it('writes each kind, reads it back, and makes the key', async () => {
    const values: [string, Value][] = [
      ['ProxyEnable', dword(0xffffffff)],
      ['ProxyServer', text('http=ä日本"\\:80;https=p:81')],
      ['ProxyOverride', { kind: 'expand-string', text: '%SystemRoot%\\x' }],
      ['AutoDetect', { kind: 'qword', text: '18446744073709551615' }],
      ['MigrateProxy', { kind: 'multi-string', texts: ['one'] }],
    ];
    const { outcomes, events, lock } = await lab.write([
      ...values.map(([name, next]) => ({ key: lab.user, name, expected: null, next })),
      {
        key: `${lab.user}\\Connections`,
        name: 'DefaultConnectionSettings',
        expected: null,
        next: binary('4600000001ff'),
      },
      { key: `${lab.user}\\Connections`, name: 'My [VPN] *?', expected: null, next: binary('') },
      { key: `${WOW}\\Connections`, name: 'WinHttpSettings', expected: null, next: binary('2800') },
    ]);
    expect(outcomes.map(({ status, how, found }) => [status, how, found])).toEqual(
      outcomes.map(() => ['written', 'registry', null]),
    );
    for (const [index, [name, next]] of values.entries())
      expect(outcomes[index]?.now).toEqual({ name, ...next });
    expect(outcomes.map(({ createdKey }) => createdKey)).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
      false,
      true,
    ]);
    expect(events.map(({ type, id, status }) => [type, id, status])).toEqual(
      outcomes.map(({ id }) => ['progress', id, 'written']),
    );
    expect(lock).toBe('held');

    const hkcu = `HKCU\\${SETTINGS}`;
    expect(await lab.stored(hkcu, 'ProxyEnable')).toEqual({ kind: 'dword', number: 0xffffffff });
    expect(await lab.stored(hkcu, 'ProxyServer')).toEqual({
      kind: 'string',
      text: 'http=ä日本"\\:80;https=p:81',
    });
    expect(await lab.stored(hkcu, 'ProxyOverride')).toEqual({
      kind: 'expand-string',
      text: '%SystemRoot%\\x',
    });
    expect(await lab.stored(hkcu, 'AutoDetect')).toEqual({ kind: 'qword', number: 2n ** 64n - 1n });
    expect(await lab.stored(hkcu, 'MigrateProxy')).toEqual({ kind: 'multi-string', texts: ['one'] });
    expect(await lab.stored(hkcu, 'My [VPN] *?')).toEqual({ kind: 'binary', bytes: new Uint8Array() });
    expect(await lab.stored(`HKLM\\${SETTINGS}\\Connections`, 'WinHttpSettings', 32)).toEqual({
      kind: 'binary',
      bytes: new Uint8Array([0x28, 0]),
    });
  });

  it('reads the same in Constrained Language Mode, without the classes of .NET', async () => {
    const full = await lab.capture();
    const constrained = await lab.constrained(() => lab.capture());
    expect(constrained.powershell.languageMode).toBe('ConstrainedLanguage');
    expect(full.user).toEqual({ name: expect.any(String), sid: lab.computer.user, elevated: true });
    expect(constrained.user).toEqual({ ...full.user, elevated: null });
    expect(constrained.keys).toEqual(full.keys);
    const settings = full.keys.find(({ path }) => path === lab.user);
    expect(settings).toMatchObject({ visibility: 'present' });
    expect(settings?.values).toHaveLength(5);
    expect(full.keys.find(({ path }) => path === `${WOW}\\Connections`)?.values).toEqual([
      { name: 'WinHttpSettings', ...binary('2800') },
    ]);
    expect(full.keys.find(({ path }) => path.endsWith('\\Volatile Environment'))?.visibility).toBe('present');
    expect(full.keys.find(({ path }) => path.endsWith('\\RebootPending'))?.visibility).toBe('absent');
  });

  it('deletes values, and the key with the last one when asked', async () => {
    const connections = `${lab.user}\\Connections`;
    const { outcomes, notified } = await lab.write(
      [
        { key: connections, name: 'My [VPN] *?', expected: binary(''), next: null, removeKeyIfEmpty: true },
        {
          key: connections,
          name: 'DefaultConnectionSettings',
          expected: binary('4600000001ff'),
          next: null,
          removeKeyIfEmpty: true,
        },
        { key: connections, name: 'DefaultConnectionSettings', expected: null, next: null },
      ],
      true,
    );
    expect(outcomes.map(({ status, removedKey, now }) => [status, removedKey, now])).toEqual([
      ['written', false, null],
      ['written', true, null],
      ['unchanged', false, null],
    ]);
    expect(notified).toBe(true);
    expect((await lab.computer.reg(['query', lab.user])).exitCode).toBe(0);
    expect((await lab.computer.reg(['query', connections])).exitCode).toBe(1);
  });

  it.each([false, true])(
    'takes no value for another whose name has one more character, of no width: %s',
    async (constrained) => {
      const key = `${lab.user}\\Connections`;
      const step = (name: string, bytes: string) => ({ key, name, expected: null, next: binary(bytes) });
      const steps = [step('one\u200d', '02'), step('one\u00ad', '03'), step('one', '01'), step('ONE', '01')];
      const write = () => lab.write(steps);
      const { outcomes } = constrained ? await lab.constrained(write) : await write();
      const statuses = outcomes.map(({ status }) => status);
      // The comparison ignores case.
      expect(statuses).toEqual(['written', 'written', 'written', 'changed']);
      await lab.computer.reg(['delete', key, '/f'], { retry: false });
    },
  );

  it('writes, deletes and compares in Constrained Language Mode too', async () => {
    await lab.constrained(async () => {
      const connections = `${lab.user}\\Connections`;
      const { outcomes, lock, notified } = await lab.write(
        [
          { key: lab.user, name: 'ProxyEnable', expected: dword(0xffffffff), next: dword(0x80000001) },
          {
            key: lab.user,
            name: 'AutoDetect',
            expected: { kind: 'qword', text: '18446744073709551615' },
            next: { kind: 'qword', text: '9223372036854775808' },
          },
          {
            key: lab.user,
            name: 'ProxyOverride',
            expected: { kind: 'expand-string', text: '%SystemRoot%\\x' },
            next: text('é'),
          },
          {
            key: lab.user,
            name: 'MigrateProxy',
            expected: { kind: 'multi-string', texts: ['one'] },
            next: { kind: 'multi-string', texts: ['a', 'b'] },
          },
          {
            key: lab.user,
            name: 'AutoConfigURL',
            expected: null,
            next: { kind: 'expand-string', text: '%windir%' },
          },
          { key: connections, name: '[x]?*', expected: null, next: binary('00ff') },
          { key: connections, name: 'empty', expected: null, next: binary('') },
          { key: connections, name: 'empty', expected: binary(''), next: null },
          { key: connections, name: '[x]?*', expected: binary('00ff'), next: null, removeKeyIfEmpty: true },
          {
            key: `${MACHINE}\\Connections`,
            name: 'WinHttpSettings',
            expected: null,
            next: binary('2800'),
            winHttp: { proxy: 'p:1', bypass: null },
          },
          {
            key: `${MACHINE}\\Connections`,
            name: 'WinHttpSettings',
            expected: binary('2800'),
            next: null,
            winHttp: { proxy: null, bypass: null },
          },
          { key: lab.user, name: 'ProxyEnable', expected: dword(1), next: null },
        ],
        true,
      );
      expect(outcomes.map(({ status, how }) => `${status} ${how}`)).toEqual([
        ...Array.from({ length: 11 }, () => 'written registry'),
        'changed null',
      ]);
      expect([outcomes[5]?.createdKey, outcomes[8]?.removedKey]).toEqual([true, true]);
      expect([lock, notified]).toEqual(['none', false]);
    });
    expect(await lab.stored(`HKCU\\${SETTINGS}`, 'ProxyEnable')).toEqual({
      kind: 'dword',
      number: 0x80000001,
    });
    expect(await lab.stored(`HKCU\\${SETTINGS}`, 'AutoConfigURL')).toEqual({
      kind: 'expand-string',
      text: '%windir%',
    });
  });

  it("lets WinHTTP's own setter write, and Windows' own readers see it", async () => {
    const target = { key: `${MACHINE}\\Connections`, name: 'WinHttpSettings' };
    const winHttp = { proxy: 'proxy.example:8080', bypass: '<local>;*.corp' };
    const { outcomes } = await lab.write([{ ...target, expected: null, next: binary('28'), winHttp }]);
    expect(outcomes[0]).toMatchObject({ status: 'written', how: 'winhttp-api', found: null });
    const hex = String(outcomes[0]?.now?.hex);
    expect(Buffer.from(hex, 'hex').toString('latin1')).toContain('proxy.example:8080');
    const call = { host: 'session', script: 'Get-P2SEffectiveProxy', request: {} } as const;
    expect((await lab.driver.ask(lab.computer, call)).result).toEqual({
      winHttp: { accessType: 3, ...winHttp },
      winInetUser: { autoDetect: true, autoConfigUrl: null, proxy: null, bypass: null },
      unavailable: null,
      win32: null,
    });
    const back = await lab.write([
      { ...target, expected: binary(hex), next: binary('28'), winHttp: { proxy: null, bypass: null } },
    ]);
    expect(back.outcomes[0]).toMatchObject({ status: 'written', how: 'winhttp-api' });
    expect((await lab.driver.ask(lab.computer, call)).result).toMatchObject({
      winHttp: { accessType: 1, proxy: null },
    });
  });
});
