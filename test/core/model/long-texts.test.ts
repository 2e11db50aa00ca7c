import { expect, it } from 'vitest';
import { assess } from '../../../src/core/decide/assess.ts';
import type { DesiredSettings } from '../../../src/core/decide/desired-settings.ts';
import { parseGatewayName } from '../../../src/core/model/gateway-name.ts';
import { withoutPassword } from '../../../src/core/model/neutralise.ts';
import { canonicalKeyPath } from '../../../src/core/reg-file/key-path.ts';
import { readPhonebookText } from '../../../src/profile/phonebook/text.ts';
import { CONNECTIONS, observe, SETTINGS, sample, withValue } from '../stores/registry-scene.ts';

/** The limit of a phonebook: quadratic work takes hours. */
const MANY = 1_000_000;

it('reads a phonebook of carriage returns', () => {
  const text = `[x]\r\n${'\r'.repeat(MANY)}A=1\r\r\nB=2\r\n`;
  const [section] = readPhonebookText(Buffer.from(text));
  expect(section?.values.at(-1)).toMatchObject({ key: 'B', value: '2' });
});

it.each([
  [':', 'x'],
  ['a', ''],
  ['\u6f22', ''],
  ['[', ':'],
  ['a:', '@'],
  ['%2540', ''],
])('refuses a gateway of many %j', (part, end) => {
  expect(() => parseGatewayName(`${part.repeat(MANY / part.length)}${end}`, 'rasphone.pbk')).toThrow(
    'Not a gateway name',
  );
});

it('keeps what names have always been', () => {
  for (const [text, host, port] of [
    ['vpn.example', 'vpn.example', 443],
    ['vpn.example:8443', 'vpn.example', 8443],
    ['[2001:DB8::1]:8443', '2001:db8::1', 8443],
    ['2001:DB8::1', '2001:db8::1', 443],
    ['192.0.2.1:1', '192.0.2.1', 1],
  ] as const)
    expect(parseGatewayName(text, '')).toMatchObject({ host, port });
});

it('finds what may be a password in a long text, word by word', () => {
  expect(withoutPassword(`${'a'.repeat(MANY)} b:c@d`)).toBe(`${'a'.repeat(MANY)} ***@d`);
  expect(withoutPassword("x 'u:p@h' a%2540b")).toBe("x '***@h' ***@b");
});

it('ends a key path of backslashes', () => {
  expect(canonicalKeyPath(`HKEY_LOCAL_MACHINE\\a${'\\'.repeat(8000)}`)).toBe('HKEY_LOCAL_MACHINE\\a');
  const odd = `HKEY_LOCAL_MACHINE${'\\'.repeat(8000)}b`;
  for (let key = 0; key < 4000; key += 1) expect(canonicalKeyPath(odd)).toBe(odd);
});

it('sets what is named beside a bypass list of the user that cannot be stored', () => {
  const list = `\u00e9;${'a'.repeat(3000)}`;
  const without = withValue(sample(), CONNECTIONS, 'DefaultConnectionSettings', null);
  const registry = withValue(without, SETTINGS, 'ProxyOverride', { kind: 'string', text: list });
  const servers = [{ scheme: 'all', host: 'other.example', port: 8080 }] as const;
  const named = { kind: 'proxy', servers, bypass: null } as const;
  const desired: DesiredSettings = { source: 'explicit', winInet: named, winHttp: named };
  const { plan } = assess(observe(registry), desired, null);
  expect(plan.changes.map(({ store }) => store)).toEqual(expect.arrayContaining(['winhttp/native']));
});
