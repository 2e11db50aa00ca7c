import { describe, expect, it } from 'vitest';
import { type ChangeFiles, changeRequest } from '../../src/change/change-request.ts';
import type { WriteStep } from '../../src/machine/port.ts';

const write = {
  ...{ key: 'HKEY_CURRENT_USER\\A', name: 'x' },
  expected: { kind: 'dword', number: 1 },
  next: null,
} as const;
const STEPS: WriteStep[] = [
  { id: 'a', write, removeKeyIfEmpty: true },
  {
    id: 'b',
    write: { ...write, expected: null, next: write.expected },
    winHttp: { proxy: 'p', bypass: null },
  },
];
const NONE: ChangeFiles = { exists: false, seen: [], before: [], after: [], rolledBack: [] };

describe('the request of a change on another computer', () => {
  it('has the values on the wire, and lets the script write each of them', () => {
    const dword = { kind: 'dword', number: 1 };
    const { key, name } = write;
    expect(changeRequest(STEPS, NONE, null)).toEqual({
      writes: [
        { id: 'a', key, name, expected: dword, next: null, removeKeyIfEmpty: true, winHttp: null },
        { id: 'b', key, name, expected: null, next: dword, removeKeyIfEmpty: false, winHttp: null },
      ],
      ...{ notify: true, task: null, leaveForeign: false, confirm: null },
      ...NONE,
    });
  });

  it('has each file in its list, as base64 or as one that is absent', () => {
    const bytes = new Uint8Array([0, 255, 1]);
    const files: ChangeFiles = {
      exists: true,
      seen: [{ path: 'seen', bytes }],
      before: [{ path: 'before', bytes: null }],
      after: [{ path: 'after', bytes: new Uint8Array(), append: true }],
      rolledBack: [{ path: 'rolledBack', bytes, append: false }],
    };
    expect(changeRequest([], files, null)).toMatchObject({
      exists: true,
      seen: [{ path: 'seen', base64: 'AP8B', append: false }],
      before: [{ path: 'before', base64: null, append: false }],
      after: [{ path: 'after', base64: '', append: true }],
      rolledBack: [{ path: 'rolledBack', base64: 'AP8B', append: false }],
    });
  });

  it('asks for the task, for foreign values and for the times that it is given', () => {
    const confirm = { armedAt: 'a', deadline: 'b', withinMs: 1 };
    const asked = { task: 'create', leaveForeign: true, confirm };
    expect(changeRequest([], NONE, 'create', { leaveForeign: true, confirm })).toMatchObject(asked);
    expect(changeRequest([], NONE, 'remove', { confirm })).toMatchObject({
      ...{ task: 'remove', leaveForeign: false, confirm },
    });
  });
});
