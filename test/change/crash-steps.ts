import type { WriteStep } from '../../src/machine/port.ts';
import { CONNECTIONS, SETTINGS } from '../machine/samples.ts';

/** The writes of the child process of the crash test. */
export const CRASH_STEPS: readonly WriteStep[] = [
  {
    id: '1',
    write: {
      key: SETTINGS,
      name: 'ProxyEnable',
      expected: { kind: 'dword', number: 1 },
      next: { kind: 'dword', number: 0 },
    },
  },
  {
    id: '2',
    write: {
      key: CONNECTIONS,
      name: 'new',
      expected: null,
      next: { kind: 'binary', bytes: new Uint8Array(80) },
    },
  },
];
