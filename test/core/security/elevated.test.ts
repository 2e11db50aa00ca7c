import { expect, it } from 'vitest';
import { type RegistryKey, RegistrySnapshot } from '../../../src/core/model/registry.ts';
import { isElevated } from '../../../src/core/security/elevated.ts';

function registry(visibility: RegistryKey['visibility']): RegistrySnapshot {
  const path = 'HKEY_USERS\\S-1-5-19\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
  return new RegistrySnapshot([{ path, visibility, values: new Map() }]);
}
const user = { name: 'ana', sid: 'S-1-5-21-1-2-3-1001' };

it.each([
  ['an administrator', { ...user, elevated: true }, 'unseen', true],
  ['a standard user', { ...user, elevated: false }, 'present', false],
  [
    'somebody the language mode hides, who reads a service account',
    { ...user, elevated: null },
    'present',
    true,
  ],
  ['somebody it hides, who does not', { ...user, elevated: null }, 'unseen', false],
  ['nobody', null, 'present', false],
] as const)('%s', (_, who, visibility, expected) => {
  expect(isElevated({ user: who, registry: registry(visibility) })).toBe(expected);
});
