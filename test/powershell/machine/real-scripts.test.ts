import { expect, it } from 'vitest';
import { CORRELATION_ID } from '../../path/routes.ts';
import { describeReal, RUN } from '../real-adapters.ts';

describeReal('the scripts', (real) => {
  const run = RUN;

  it('collects what there is off Windows', async () => {
    const { result, diagnostics } = await real.host.run('Get-P2SMachine', {}, run);
    expect(diagnostics).toEqual([]);
    expect(result).toMatchObject({
      schemaVersion: '1.0',
      kind: 'p2s-fix-capture',
      collectedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      os: { platform: 'linux', build: null },
      powershell: { version: '7.6.9', edition: 'Core', languageMode: real.mode },
      user: { sid: null, elevated: null },
      advProxy: null,
      keys: [],
    });
  });

  it('gives values the same wire form that they came in', async () => {
    const values = [
      { kind: 'binary', hex: '' },
      { kind: 'binary', hex: '0046ff7f' },
      { kind: 'string', text: '' },
      { kind: 'string', text: 'http=p:80;https=q:81 é日本\u0000\ud800' },
      { kind: 'expand-string', text: '%SystemRoot%\\x' },
      { kind: 'multi-string', texts: [] },
      { kind: 'multi-string', texts: ['one'] },
      { kind: 'multi-string', texts: ['', 'two'] },
      { kind: 'dword', number: 0 },
      { kind: 'dword', number: 0xffffffff },
      { kind: 'dword', number: 0x80000000 },
      { kind: 'qword', text: '0' },
      { kind: 'qword', text: '18446744073709551615' },
      { kind: 'qword', text: '9223372036854775808' },
      { kind: 'other', type: 0, hex: 'aa' },
      { kind: 'other', type: 4294967295, hex: '' },
    ];
    expect(await real.ask({ do: 'values', values })).toEqual(values);
  });

  it('does not show a key that holds too much, however it is filled', async () => {
    const few = { kind: 'binary', char: 0x61, values: 1, nameLength: 1, length: 1 };
    const shown = (values: number) => ({ visibility: 'present', values, failure: null });
    const tooLarge = { visibility: 'unseen', values: 0, failure: 'too-large 5' };
    const keys: [Record<string, unknown>, unknown][] = [
      [{ values: 1024, length: 0 }, shown(1024)],
      [{ values: 1025, length: 0 }, tooLarge],
      // Names: 94 KiB each as JSON.
      [{ values: 2, nameLength: 16_000, char: 1, length: 0 }, shown(2)],
      [{ values: 6, nameLength: 16_000, char: 1, length: 0 }, tooLarge],
      // Texts: six times as long as JSON.
      [{ kind: 'string', length: 40_000, char: 1 }, shown(1)],
      [{ kind: 'string', length: 100_000, char: 1 }, tooLarge],
      [{ kind: 'string', values: 10, length: 30_000 }, tooLarge],
      [{ kind: 'multi-string', length: 500 }, shown(1)],
      [{ kind: 'multi-string', length: 3_000 }, tooLarge],
      [{ kind: 'multi-string', values: 10, length: 300 }, tooLarge],
      [{ kind: 'binary', length: 100_000 }, shown(1)],
      [{ kind: 'binary', length: 200_000 }, tooLarge],
      // The content of an earlier key does not count.
      [{}, shown(1)],
    ];
    const request = { do: 'filled', keys: keys.map(([key]) => ({ ...few, ...key })) };
    expect(await real.ask(request)).toEqual(keys.map(([, read]) => read));
  });

  it('is not kept from reading a value by long names of characters that a comparison skips', async () => {
    const asked = ['ProxyEnable', 'ProxyServer', 'ProxyOverride', 'AutoConfigURL', 'MigrateProxy', '?Other'];
    const filled = { kind: 'binary', char: 0x200d, values: 1024, nameLength: 16_000, length: 1, asked };
    const began = performance.now();
    const read = { visibility: 'present', values: 0, failure: null };
    expect(await real.ask({ do: 'filled', keys: [filled, filled, filled] })).toEqual([read, read, read]);
    // A comparison of each name to its end would take longer.
    expect(performance.now() - began).toBeLessThan(15_000);
  });

  it('measures a list of a million texts without joining them', async () => {
    const texts = 1_500_000;
    const { size, ms } = (await real.ask({ do: 'list', texts })) as { size: number; ms: number };
    expect(size).toBe(texts * 256);
    // Joining them takes ten times as long.
    expect(ms).toBeLessThan(1_000);
  });

  it('allows no target but the proxy settings', async () => {
    const user =
      'HKEY_USERS\\S-1-5-21-1-2-3-1001\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
    const machine = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
    const wow = machine.replace('SOFTWARE', 'SOFTWARE\\WOW6432Node');
    const good = [
      [user, 'ProxyServer'],
      [`${user}\\Connections`, 'My VPN'],
      [`${machine}\\Connections`, 'WinHttpSettings'],
      [`${wow}\\Connections`, 'WinHttpSettings'],
      [wow.toLowerCase(), 'proxyenable'],
      [user.replace('S-1-5-21-1-2-3-1001', 'S-1-5-18'), 'AutoConfigURL'],
    ];
    const bad = [
      [user, 'Other'],
      [user, ''],
      [`${user}\\Connections`, ''],
      [`${user}\\Connections\\x`, 'a'],
      [`${user}\n`, 'ProxyServer'],
      [`x${user}`, 'ProxyServer'],
      [user.replace('HKEY_USERS', 'HKEY_CURRENT_USER'), 'ProxyServer'],
      [user.replace('S-1-5-21-1-2-3-1001', '.DEFAULT'), 'ProxyServer'],
      [user.replace('S-1-5-21-1-2-3-1001', 'S-1-5-21-1\\..\\x'), 'ProxyServer'],
      [user.replace('Microsoft\\Windows', 'Policies\\Microsoft\\Windows'), 'ProxyServer'],
      [machine.replace('Internet Settings', 'Run'), 'ProxyServer'],
      ['', ''],
    ];
    const targets = [...good, ...bad].map(([key, value]) => ({ key, name: value }));
    expect(await real.ask({ do: 'targets', targets })).toEqual([
      ...good.map(() => true),
      ...bad.map(() => false),
    ]);
  });

  it('refuses to write anything else, and writes nothing without a request', async () => {
    const write = {
      id: '1',
      key: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Other',
      name: 'x',
      expected: null,
      next: null,
    };
    await expect(
      real.host.run('Set-P2SRegistry', { writes: [write], notify: false }, run),
    ).rejects.toMatchObject({
      code: 'powershell-failed',
      where: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Other\\x',
      evidence: { code: 'target-not-allowed' },
    });
    const { result } = await real.host.run('Set-P2SRegistry', { writes: [], notify: true }, run);
    // Off Windows.
    expect(result).toEqual({ outcomes: [], notified: null, lock: 'none' });
    await expect(real.host.run('Set-P2SRegistry', {}, run)).rejects.toMatchObject({
      evidence: { code: 'invalid-request' },
    });
  });

  it("says why Windows' own readers and its client cannot be asked", async () => {
    const proxy = await real.host.run('Get-P2SEffectiveProxy', {}, run);
    const why =
      real.mode === 'FullLanguage' ? ['not-windows', 'com-refused'] : ['language-mode', 'language-mode'];
    expect(proxy.result).toEqual({ winHttp: null, winInetUser: null, unavailable: why[0], win32: null });
    const fetches = await real.host.run('Test-P2SRevocationUrl', { fetches: [] }, run);
    expect(fetches.result).toEqual({ client: null, unavailable: why[1], fetches: [] });
    const question = {
      urls: [{ id: '1', url: 'https://vpn.example/' }],
      autoDetect: true,
      autoConfigUrl: null,
      timeoutMs: 1000,
    };
    const answers = await real.host.run('Resolve-P2SProxy', question, run);
    expect(answers.result).toEqual({ answers: [], unavailable: why[0] });
    for (const wrong of [
      { urls: null },
      { urls: [{ id: '1' }] },
      { autoDetect: false },
      { autoConfigUrl: 1 },
    ]) {
      await expect(real.host.run('Resolve-P2SProxy', { ...question, ...wrong }, run)).rejects.toMatchObject({
        evidence: { code: 'invalid-request' },
      });
    }
    const listeners = await real.host.run('Get-P2SListener', { ports: [80, 65535] }, run);
    expect(listeners.result).toEqual({ listeners: null, unavailable: why[0] });
  });

  it.each([[{}], [{ ports: 80 }], [{ ports: ['80'] }], [{ ports: [0] }], [{ ports: [65536] }]])(
    'takes no ports from %j',
    async (request) => {
      await expect(real.host.run('Get-P2SListener', request, run)).rejects.toMatchObject({
        code: 'powershell-failed',
        evidence: { code: 'invalid-request' },
      });
    },
  );
});

describeReal('a path probe that cannot be made', (real) => {
  const probe = { host: 'a.example', port: 443, proxy: null, correlationId: CORRELATION_ID };
  it.each([
    [{}],
    [{ gateways: [{}] }],
    [{ gateways: [{ ...probe, host: 'a\r\nX: y' }] }],
    [{ gateways: [{ ...probe, host: ':' }] }],
    [{ gateways: [{ ...probe, port: 0 }] }],
    [{ gateways: [{ ...probe, proxy: { host: 'p' } }] }],
    [{ gateways: [{ ...probe, correlationId: `${CORRELATION_ID}}` }] }],
    [{ gateways: [{ ...probe, revocation: true }] }],
    [{ gateways: [], deadlineMs: 0 }],
    [{ gateways: [], roots: 'x' }],
    [{ gateways: [], fetches: [{ url: 'https://a.example/' }] }],
    [{ gateways: [], fetches: [{ url: 'http://a.example/', kind: 'cer', position: 0 }] }],
    [{ gateways: [], fetches: [{ url: 'http://u:p@a.example/' }] }],
    [{ gateways: [], fetches: [{ url: 'http://a.example/ HTTP/1.1' }] }],
  ])('probes nothing for %j', async (request) => {
    const code = real.mode === 'FullLanguage' ? 'invalid-request' : 'language-mode';
    await expect(real.host.run('Test-P2SPath', request, RUN)).rejects.toMatchObject({
      code: 'powershell-failed',
      evidence: { code },
    });
  });
});
