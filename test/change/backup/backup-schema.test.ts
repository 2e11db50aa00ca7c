import { describe, expect, it } from 'vitest';
import { type Backup, backupFromJson, backupToJson } from '../../../src/change/backup/backup-schema.ts';
import { MACHINE, NOW } from '../folder.ts';

const KEY = 'HKEY_CURRENT_USER\\A';
const DIGESTS = { sha256: 'a'.repeat(64), leftSha256: '0'.repeat(64) };
const VALUE = { key: KEY, name: 'x', value: { kind: 'dword', number: 7 } } as const;
const JSON_OF = {
  ...{ schemaVersion: 1, number: '0001', createdAt: NOW.toISOString(), reason: 'apply', planId: null },
  ...{ machine: MACHINE, values: [VALUE], createdKeys: [KEY], file: { base64: 'AQI=', ...DIGESTS } },
};
const BACKUP: Backup = {
  ...{ number: '0001', createdAt: NOW.toISOString(), reason: 'apply', planId: null, machine: MACHINE },
  ...{ values: [VALUE], createdKeys: [KEY], file: { bytes: new Uint8Array([1, 2]), ...DIGESTS } },
};

describe('a backup as JSON', () => {
  it('has everything but the bytes of a recording', () => {
    expect(backupToJson(BACKUP)).toEqual({ ...JSON_OF, file: { base64: '', ...DIGESTS } });
    expect(backupToJson({ ...BACKUP, file: null })).toEqual({ ...JSON_OF, file: null });
    const absent = { ...BACKUP, values: [{ key: KEY, name: 'x', value: null }] };
    expect(backupToJson(absent).values).toEqual(absent.values);
  });

  it('is read as it was', () => {
    expect(backupFromJson(JSON_OF)).toEqual(BACKUP);
    expect(backupFromJson({ ...JSON_OF, file: null })).toEqual({ ...BACKUP, file: null });
  });

  it.each([
    { number: '123456789' },
    { reason: 'rollback' },
    { planId: 'sha256:1' },
    { machine: { kind: 'recorded', id: 'x' } },
    { machine: { kind: 'remote', id: 'x' } },
    { values: [] },
    { createdKeys: [] },
  ] as const)('may have %j', (more) => {
    expect(backupFromJson({ ...JSON_OF, ...more })).toMatchObject(more);
  });

  it.each<object>([
    { schemaVersion: 2 },
    { number: '123' },
    { number: '1234567890' },
    { number: 'x0001' },
    { number: '0001x' },
    { createdAt: 'today' },
    { reason: 'confirm' },
    { planId: undefined },
    { machine: undefined },
    { machine: { kind: 'x', id: 'x' } },
    { machine: { kind: 'local', id: '' } },
    { values: {} },
    { values: [{ ...VALUE, key: 1 }] },
    { values: [{ ...VALUE, name: null }] },
    { values: [{ ...VALUE, value: undefined }] },
    { createdKeys: [1] },
    { createdKeys: KEY },
    { file: undefined },
    { file: { ...JSON_OF.file, base64: 'A' } },
    { file: { ...JSON_OF.file, sha256: 'a'.repeat(63) } },
    { file: { ...JSON_OF.file, sha256: 'A'.repeat(64) } },
    { file: { ...JSON_OF.file, sha256: `${'a'.repeat(64)}a` } },
    { file: { ...JSON_OF.file, leftSha256: `x${'a'.repeat(64)}` } },
    { file: { ...JSON_OF.file, leftSha256: undefined } },
  ])('is none with %j', (wrong) => {
    expect(backupFromJson({ ...JSON_OF, ...wrong })).toBeNull();
  });

  it.each([null, [], 'x', {}])('is none where it is %j', (json) => {
    expect(backupFromJson(json)).toBeNull();
  });
});
