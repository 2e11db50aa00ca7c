import { describe, expect, it } from 'vitest';
import { isListableHost, isLoopbackHost } from '../../../src/core/proxy/host.ts';

describe('isLoopbackHost', () => {
  it.each([
    'localhost',
    'LocalHost.',
    'app.localhost',
    'loopback',
    '127.0.0.1',
    '127.255.3.4',
    '127.1',
    '2130706433',
    '0x7f.0.0.1',
    '::1',
    '[::1]',
    '0:0:0:0:0:0:0:1',
    '127.0.12.3',
    '127.0.0.12',
    '::1%1',
    '::1%12',
    '::ffff:127.0.0.1',
  ])('%s is', (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  });

  it.each([
    'proxy',
    '128.0.0.1',
    '27.0.0.1',
    'localhost.example',
    '127.0.0.1.example',
    '::2',
    '[::12',
    '::ffff:10.0.0.1',
    '',
    'a b',
    ':::',
  ])('%s is not', (host) => {
    expect(isLoopbackHost(host)).toBe(false);
  });
});

describe('isListableHost', () => {
  it.each(['proxy', 'a.b-c_d', '10.0.0.1', '::1', 'fe80::1%5', 'fe80::1%15', 'a'.repeat(255)])(
    '%s is',
    (host) => {
      expect(isListableHost(host)).toBe(true);
    },
  );

  it.each([
    '',
    'a;b',
    'a b',
    'a=b',
    'a@b',
    'a/b',
    '[::1]',
    '::1]',
    'fe80::1%a-b',
    'h:80',
    '...',
    'a'.repeat(256),
  ])('%s is not', (host) => {
    expect(isListableHost(host)).toBe(false);
  });
});
