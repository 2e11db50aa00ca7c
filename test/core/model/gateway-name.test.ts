import { describe, expect, it } from 'vitest';
import { parseGatewayName } from '../../../src/core/model/gateway-name.ts';

const named = (text: string) => {
  const { host, port } = parseGatewayName(text, 'here');
  return [host, port];
};

describe('a gateway as it is typed', () => {
  it.each<[string, string, number]>([
    ['VPN.Contoso.Example', 'vpn.contoso.example', 443],
    ['vpn.contoso.example:8443', 'vpn.contoso.example', 8443],
    // The dot is kept: a proxy may allow only one spelling of the name.
    ['vpn.contoso.example.', 'vpn.contoso.example.', 443],
    ['bücher.example', 'xn--bcher-kva.example', 443],
    ['192.0.2.1', '192.0.2.1', 443],
    ['[0:0:0:0:0:0:0:1]', '::1', 443],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1', 443],
    ['[2001:db8::0:1]:444', '2001:db8::1', 444],
  ])('%s', (text, host, port) => expect(named(text)).toEqual([host, port]));

  it.each([
    '',
    'a b',
    'a@b',
    'https://a',
    '[a]',
    '[::1',
    ':::',
    '1.2.3',
    '0x7f.1',
    'a%2eb',
    'vpn..contoso.example',
    '.contoso.example',
    `${'a'.repeat(64)}.example`,
    'a:0',
    'a:65536',
    'a:b',
  ])('refuses "%s"', (text) => expect(() => named(text)).toThrow(expect.objectContaining({ code: 'input' })));
});
