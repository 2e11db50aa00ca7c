import { expect, it } from 'vitest';
import { systemFindings } from '../../../src/core/findings/findings.ts';
import { RegistrySnapshot, type RegistryValue } from '../../../src/core/model/registry.ts';

const SERVICES = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services';
const dword = (number: number): RegistryValue => ({ kind: 'dword', number });

function find(keys: Record<string, Record<string, RegistryValue> | 'absent'>) {
  const registry = new RegistrySnapshot(
    Object.entries(keys).map(([name, values]) => ({
      path: `${SERVICES}\\${name}`,
      visibility: values === 'absent' ? ('absent' as const) : ('present' as const),
      values: new Map(values === 'absent' ? [] : Object.entries(values)),
    })),
  );
  return systemFindings(registry).map(({ code, severity, evidence }) => [code, severity, evidence]);
}

it('services as Windows sets them, and such as are not visible, are not mentioned', () => {
  expect(find({ SstpSvc: { Start: dword(3) }, RasMan: { Start: dword(2) } })).toEqual([]);
  expect(find({})).toEqual([]);
});

it.each(['SstpSvc', 'RasMan', 'RasSstp', 'NdisWan', 'WinHttpAutoProxySvc', 'CryptSvc', 'EapHost'])(
  '%s that is disabled is an error',
  (service) => {
    expect(find({ [service]: { Start: dword(4) } })).toEqual([['service-disabled', 'error', { service }]]);
  },
);

it('services that are missing are reported together', () => {
  expect(find({ SstpSvc: 'absent', EapHost: 'absent', RasMan: { Start: dword(3) } })).toEqual([
    ['service-missing', 'warning', { services: ['SstpSvc', 'EapHost'] }],
  ]);
});

it('a disabled revocation check is a warning; a value that has no effect is reported', () => {
  const off = { NoCertRevocationCheck: dword(1) };
  expect(find({ 'SstpSvc\\Parameters': off })).toEqual([['revocation-check-disabled', 'warning', {}]]);
  for (const key of ['SstpSvc', 'SstpSvc\\Parameter', 'RasMan\\Parameters'])
    expect(find({ [key]: off })).toEqual([
      ['revocation-check-misplaced', 'info', { key: `${SERVICES}\\${key}` }],
    ]);
  const on = { NoCertRevocationCheck: dword(0) };
  expect(find({ 'SstpSvc\\Parameters': on, 'RasMan\\Parameters': on })).toEqual([]);
});
