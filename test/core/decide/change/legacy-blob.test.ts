import { describe, expect, it } from 'vitest';
import { decodeWinInetBlob, type WinInetBlob } from '../../../../src/core/codec/wininet-blob.ts';
import type { DesiredSetting } from '../../../../src/core/decide/desired-settings.ts';
import type { RegistrySnapshot, RegistryValue } from '../../../../src/core/model/registry.ts';
import { blobIn, CONNECTIONS } from '../../stores/registry-scene.ts';
import { applied, binary, changesOf, copies, LEGACY, named, proxyOf } from './changes-scene.ts';

const PAC = 'http://w/p.pac';

describe('the legacy blob', () => {
  const tail = new Uint8Array([1, 2, 3]);
  const start = { counter: 37, tail };
  const NEW = proxyOf('b', ['y']);
  const ON = { proxy: 'b:1', counter: 38 };
  const OLD = { proxy: 'old:1', bypass: 'o' };
  const legacyOf = (registry: RegistrySnapshot) => blobIn(registry, LEGACY);

  it.each<[string, Partial<WinInetBlob>, DesiredSetting, Partial<WinInetBlob>]>([
    ['follows, with its own counter and tail', { flags: 1 }, NEW, { flags: 3, ...ON, bypass: 'y' }],
    ['keeps unknown bits', { flags: 0x101 }, NEW, { flags: 0x103, ...ON, bypass: 'y' }],
    ['keeps a list that is off', { flags: 3, ...OLD }, { kind: 'direct' }, { flags: 1, ...OLD, counter: 38 }],
    [
      'keeps an address that is off',
      { flags: 5, pac: 'http://old' },
      NEW,
      { flags: 3, ...ON, pac: 'http://old' },
    ],
    [
      'takes over an address',
      { flags: 1, pac: 'http://old' },
      { kind: 'pac', url: PAC },
      { flags: 5, pac: PAC, counter: 38 },
    ],
    ['that agrees stays', { flags: 3, proxy: 'b:1', bypass: 'y' }, NEW, { flags: 3, counter: 37 }],
    ['starts its counter again at its end', { flags: 1, counter: 0xffffffff }, NEW, { flags: 3, counter: 0 }],
  ])('%s', (_, legacy, state, expected) => {
    const registry = copies({ flags: 3, proxy: 'a:1', bypass: 'x' }, binary({ ...start, ...legacy }));
    expect(legacyOf(applied(registry, named(state)))).toMatchObject({ ...expected, tail });
    const write = changesOf(registry, named(state))
      .flatMap(({ writes }) => writes)
      .find(({ name }) => name === LEGACY);
    if (expected.counter === 37) expect(write).toBeUndefined();
    else expect(write?.expected).toEqual(registry.value(CONNECTIONS, LEGACY));
  });

  it.each<[string, RegistryValue | null, boolean]>([
    ['absent is made', null, true],
    ['unreadable is replaced', { kind: 'binary', bytes: new Uint8Array(3) }, true],
    [
      'of a newer Windows is left',
      { kind: 'binary', bytes: new Uint8Array([0x50, ...new Uint8Array(55)]) },
      false,
    ],
  ])('%s', (_, value, isWritten) => {
    const registry = copies({ flags: 3, proxy: 'a:1', tail }, value);
    const [change] = changesOf(registry, named(proxyOf('b')));
    const write = change?.writes.find(({ name }) => name === LEGACY);
    if (!isWritten) return expect(write).toBeUndefined();
    expect(write?.expected).toEqual(value);
    const decoded = write?.next?.kind === 'binary' ? decodeWinInetBlob(write.next.bytes) : null;
    expect(decoded).toMatchObject({ ok: true, blob: { counter: 1, flags: 3, proxy: 'b:1', tail } });
  });
});
