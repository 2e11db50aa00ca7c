import { describe, expect, it } from 'vitest';
import type { RegistryValue, RegistryWrite } from '../../../src/core/model/registry.ts';
import { mirrorChanges } from '../../../src/core/stores/mirror.ts';

const text = (value: string): RegistryValue => ({ kind: 'string', text: value });
const write = (name: string, expected: RegistryValue | null, next: RegistryValue | null): RegistryWrite => ({
  key: 'HKEY_CURRENT_USER\\Software',
  name,
  expected,
  next,
});

describe('what a change does to the strings beside a setting', () => {
  it('is reported by value, with what is absent', () => {
    const writes = [
      write('ProxyEnable', { kind: 'dword', number: 0 }, { kind: 'dword', number: 1 }),
      write('ProxyServer', text('old:1'), text('new:2')),
      write('AutoConfigURL', text('http://pac/'), null),
    ];
    expect(mirrorChanges(writes)).toEqual([
      { valueName: 'ProxyEnable', before: '0', after: '1' },
      { valueName: 'ProxyServer', before: 'old:1', after: 'new:2' },
      { valueName: 'AutoConfigURL', before: 'http://pac/', after: null },
    ]);
  });

  it('shows no password and no control character', () => {
    const [server, pac] = mirrorChanges([
      write('ProxyServer', text('http=bob:s3cr3t@a:1;https=eve:s3cr3t@b:2'), text('a:1')),
      write('AutoConfigURL', text('http://bob:s3cr3t@pac/\u001b]0;x'), null),
    ]);
    expect(server?.before).toBe('***@b:2');
    expect(pac?.before).toBe('http://pac/\\x1b]0;x');
  });

  it('is not reported when the setting itself is written', () => {
    const blob = write('DefaultConnectionSettings', null, { kind: 'binary', bytes: new Uint8Array(4) });
    expect(mirrorChanges([blob, write('ProxyServer', text('old:1'), text('new:2'))])).toEqual([]);
  });
});
