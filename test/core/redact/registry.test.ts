import { describe, expect, it } from 'vitest';
import {
  decodeWinHttpBlob,
  encodeWinHttpBlob,
  freshWinHttpBlob,
} from '../../../src/core/codec/winhttp-blob.ts';
import { decodeWinInetBlob } from '../../../src/core/codec/wininet-blob.ts';
import type { RegistryValue } from '../../../src/core/model/registry.ts';
import { redactList, redactWords } from '../../../src/core/redact/names.ts';
import { Pseudonyms } from '../../../src/core/redact/pseudonyms.ts';
import { hasRule, redactRegistry } from '../../../src/core/redact/registry.ts';
import { binary } from '../decide/change/changes-scene.ts';
import { dword, registryOf, text } from '../stores/registry-scene.ts';

const fresh = () => new Pseudonyms(Buffer.from('0123456789abcdef'));
const USER = 'HKEY_CURRENT_USER';
const INTERNET = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const CONNECTIONS = `${USER}\\${INTERNET}\\Connections`;
const SERVICES = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services';
const POLICIES = 'HKEY_LOCAL_MACHINE\\Software\\Policies\\Microsoft';
const WUFB = 'HKEY_LOCAL_MACHINE\\Software\\Microsoft\\PolicyManager\\current\\device\\Update';
const LIST = 'proxy.contoso.example:8080';

function redacted(path: string, name: string, value: RegistryValue) {
  const [key] = [...redactRegistry(fresh(), registryOf({ [path]: { [name]: value } })).keys];
  return key === undefined ? null : { path: key.path, values: [...key.values] };
}
const movedValue = (path: string, name: string, value: RegistryValue) =>
  redacted(path, name, value)?.values[0]?.[1];
const bytesOf = (name: string, value: RegistryValue) => {
  const found = redacted(CONNECTIONS, name, value)?.values[0]?.[1];
  return found?.kind === 'binary' ? found.bytes : expect.fail();
};

describe('a key without names', () => {
  it.each<[string, string]>([
    [`${USER}\\${INTERNET}`, 'ProxyEnable'],
    [`${USER}\\${INTERNET}`, 'MigrateProxy'],
    [`HKEY_USERS\\S-1-5-19\\${INTERNET}`, 'AutoDetect'],
    [`HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\${INTERNET.slice(9)}`, 'proxyenable'],
    [`HKEY_LOCAL_MACHINE\\${INTERNET}\\WinHttp`, 'DisableWpad'],
    [`${POLICIES}\\Windows\\CurrentVersion\\Internet Settings`, 'ProxySettingsPerUser'],
    [`${POLICIES}\\Internet Explorer\\Control Panel`, 'Autoconfig'],
    [`${SERVICES}\\RasMan`, 'Start'],
    [`${SERVICES}\\SstpSvc`, 'NoCertRevocationCheck'],
    [`${SERVICES}\\SstpSvc\\Parameters`, 'NoCertRevocationCheck'],
    [`${SERVICES}\\RasMan\\Parameters`, 'NoCertRevocationCheck'],
    ['HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows NT\\CurrentVersion', 'UBR'],
  ])('%s keeps %s', (path, name) => {
    expect(redacted(path, name, dword(7))).toEqual({ path, values: [[name, dword(7)]] });
    expect(hasRule(path, name)).toBe(true);
  });

  it.each<[string, string, (names: Pseudonyms, value: string) => string]>([
    [`${USER}\\${INTERNET}`, 'ProxyServer', redactList],
    [`${USER}\\${INTERNET}`, 'ProxyOverride', redactList],
    [`${POLICIES}\\Windows\\CurrentVersion\\Internet Settings`, 'AutoConfigURL', redactList],
    [`${POLICIES}\\Windows\\WindowsUpdate`, 'WUServer', redactList],
    [WUFB, 'UpdateServiceUrl', redactList],
    [`${USER}\\Volatile Environment`, 'USERNAME', redactWords],
  ])('%s has other names in %s', (path, name, moved) => {
    const expected = moved(fresh(), LIST);
    expect(expected).not.toContain('contoso');
    expect(movedValue(path, name, text(LIST))).toEqual(text(expected));
    expect(movedValue(path, name, { kind: 'expand-string', text: LIST })).toEqual({
      kind: 'expand-string',
      text: expected,
    });
    expect(movedValue(path, name, { kind: 'multi-string', texts: [LIST, 'x'] })).toEqual({
      kind: 'multi-string',
      texts: [expected, moved(fresh(), 'x')],
    });
    expect(movedValue(path, name, { kind: 'binary', bytes: new Uint8Array([1, 2]) })).toEqual({
      kind: 'binary',
      bytes: new Uint8Array(2),
    });
    expect(movedValue(path, name, { kind: 'other', type: 9, bytes: new Uint8Array([1]) })).toEqual({
      kind: 'other',
      type: 9,
      bytes: new Uint8Array(1),
    });
    expect(movedValue(path, name, dword(7))).toEqual(dword(7));
    expect(movedValue(path, name, { kind: 'qword', number: 7n })).toEqual({ kind: 'qword', number: 7n });
  });

  it('keeps what is pending as a mark alone', () => {
    const path = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Session Manager';
    const value: RegistryValue = { kind: 'multi-string', texts: ['C:\\contoso'] };
    expect(movedValue(path, 'PendingFileRenameOperations', value)).toEqual(text(''));
  });

  it.each<[string, string, boolean]>([
    [`${USER}\\${INTERNET}`, 'User Agent', true],
    [`${USER}\\Software\\Contoso`, 'ProxyServer', false],
    [`${USER}\\Software\\Contoso\\Internet Settings`, 'ProxyServer', false],
    [`HKEY_LOCAL_MACHINE\\WOW6432Node\\${INTERNET}`, 'ProxyServer', false],
    ['HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Cryptography', 'MachineGuid', true],
  ])('has no place for %s, %s', (path, name, isKeyKept) => {
    expect(redacted(path, name, text('contoso'))).toEqual(isKeyKept ? { path, values: [] } : null);
    expect([hasRule(path, name), hasRule(path, '*')]).toEqual([false, isKeyKept]);
  });

  it('has the SID of its user replaced, and stays visible or absent', () => {
    const path = `HKEY_USERS\\S-1-5-21-9-8-7-1001\\${INTERNET}`;
    const found = redacted(path, 'ProxyServer', text(LIST));
    expect(found?.path).toMatch(/^HKEY_USERS\\S-1-5-21-\d-\d-\d-\d{4}\\Software/);
    expect(found?.path).not.toBe(path);
    const [absent] = [...redactRegistry(fresh(), registryOf({ [CONNECTIONS]: 'absent' })).keys];
    expect(absent).toMatchObject({ path: CONNECTIONS, visibility: 'absent' });
  });
});

describe('a blob without names', () => {
  const tail = new Uint8Array([1, 2, 3]);
  const whole = {
    counter: 7,
    flags: 7,
    proxy: LIST,
    bypass: '*.contoso.example',
    pac: 'http://wpad.contoso.example/p',
    tail,
  };

  it.each(['DefaultConnectionSettings', 'savedlegacysettings', 'Contoso VPN'])(
    'decodes as before: %s',
    (name) => {
      const decoded = decodeWinInetBlob(bytesOf(name, binary(whole)));
      const moved = (value: string) => redactList(fresh(), value);
      expect(decoded).toEqual({
        ok: true,
        blob: {
          version: 0x46,
          counter: 7,
          flags: 7,
          proxy: moved(LIST),
          bypass: moved(whole.bypass),
          pac: moved(whole.pac),
          tail: new Uint8Array(3),
        },
      });
      const [[kept = ''] = []] = redacted(CONNECTIONS, name, binary(whole))?.values ?? [];
      expect(kept).toBe(name.includes('VPN') ? redactWords(fresh(), name) : name);
    },
  );

  it('of WinHTTP has two strings, and nothing behind them', () => {
    const bytes = encodeWinHttpBlob({ ...freshWinHttpBlob(), flags: 3, proxy: LIST, bypass: 'contoso' });
    const more = new Uint8Array([...bytes, 7, 0, 0, 0, ...Buffer.from('contoso')]);
    const moved = bytesOf('WinHttpSettings', { kind: 'binary', bytes: more });
    expect(decodeWinHttpBlob(moved.slice(0, bytes.length))).toMatchObject({
      ok: true,
      blob: { flags: 3, proxy: redactList(fresh(), LIST), bypass: redactList(fresh(), 'contoso') },
    });
    expect(moved.slice(bytes.length)).toEqual(new Uint8Array(11));
  });

  it('that is cut is cut at the same place, and shows no part of a name', () => {
    const { bytes } = binary(whole) as Extract<RegistryValue, { kind: 'binary' }>;
    const read = (cut: Uint8Array) => {
      const decoded = decodeWinInetBlob(cut);
      return decoded.ok ? 'ok' : decoded.reason;
    };
    for (let length = 0; length <= bytes.length; length++) {
      const cut = bytes.slice(0, length);
      const moved = bytesOf('DefaultConnectionSettings', { kind: 'binary', bytes: cut });
      expect([length, moved.length, read(moved)]).toEqual([length, length, read(cut)]);
      expect(Buffer.from(moved).toString('latin1')).not.toMatch(/contoso|proxy\./);
    }
  });

  it.each(['DefaultConnectionSettings', 'WinHttpSettings', 'Contoso VPN'])(
    'of another type is empty: %s',
    (name) => {
      const expected = name.includes('VPN') ? redactWords(fresh(), name) : name;
      expect(redacted(CONNECTIONS, name, text('contoso'))?.values).toEqual([[expected, text('')]]);
    },
  );
});
