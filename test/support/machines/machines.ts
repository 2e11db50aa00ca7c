import { expect } from 'vitest';
import type { RegistrySnapshot, RegistryValue } from '../../../src/core/model/registry.ts';
import type { Machine } from '../../../src/machine/port.ts';
import { openRecordedMachine } from '../../../src/machine/recorded/recorded.ts';

const INTERNET_SETTINGS = 'Microsoft\\Windows\\CurrentVersion\\Internet Settings';
/** The keys of the stores of a sample machine. */
export const SAMPLE_KEYS = {
  settings: `HKEY_CURRENT_USER\\Software\\${INTERNET_SETTINGS}`,
  connections: `HKEY_CURRENT_USER\\Software\\${INTERNET_SETTINGS}\\Connections`,
  native: `HKEY_LOCAL_MACHINE\\SOFTWARE\\${INTERNET_SETTINGS}\\Connections`,
  wow64: `HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\${INTERNET_SETTINGS}\\Connections`,
} as const;

/** The current content of a recording, read by a new machine. */
export async function recordedRegistry(file: string): Promise<RegistrySnapshot> {
  const machine = await openRecordedMachine(file, { mode: 'read' });
  return (await machine.observe({ deadlineMs: 10_000 })).registry;
}

/** Another program sets a value of a recording, whatever its current value. */
export async function setValue(
  file: string,
  key: string,
  name: string,
  next: RegistryValue | null,
): Promise<void> {
  const machine = await openRecordedMachine(file, { mode: { inPlace: true } });
  const { registry } = await machine.observe({ deadlineMs: 10_000 });
  const write = { key, name, expected: registry.value(key, name) ?? null, next };
  const { outcomes } = await machine.write([{ id: 'theirs', write }], { notify: false });
  expect(outcomes[0]?.status).toMatch(/^(written|unchanged)$/);
}

/**
 * A machine over another one that acts like a live one: it changes value by value and not as a file. It can be
 * observed; a test declares the other methods that it needs, and the rest throws.
 */
export function liveOver(base: Machine, declared: Partial<Machine>): Machine {
  const undeclared = (name: string) => () => Promise.reject(new Error(`${name} was not declared`));
  return {
    kind: 'local',
    recording: null,
    folders: null,
    identity: async () => ({ kind: 'local', id: '00000000-0000-4000-8000-000000000001' }),
    observe: (options) => base.observe(options),
    write: undeclared('write'),
    effective: undeclared('effective'),
    fetchByWinHttp: undeclared('fetchByWinHttp'),
    checkChains: undeclared('checkChains'),
    resolveProxies: undeclared('resolveProxies'),
    listeners: undeclared('listeners'),
    evidence: undeclared('evidence'),
    close: undeclared('close'),
    ...declared,
  };
}

/** The same with the file of the recording, which a change backs up and restores whole. */
export function recordedOver(base: Machine, declared: Partial<Machine>): Machine {
  const { kind, recording, identity } = base;
  return liveOver(base, { kind, recording, identity: () => identity(), ...declared });
}
