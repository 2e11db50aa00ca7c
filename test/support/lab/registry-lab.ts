import type { RegistryValue } from '../../../src/core/model/registry.ts';
import { parseRegFile } from '../../../src/core/reg-file/parse.ts';
import { toSnapshot } from '../../../src/core/reg-file/snapshot.ts';
import type { DriverAnswer } from '../programs/powershell-driver.ts';
import { type Computer, newComputer } from './lab.ts';
import { buildLabDriver, type LabDriver } from './powershell-lab.ts';

export const SETTINGS = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
export const MACHINE = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
export const WOW = MACHINE.replace('SOFTWARE', 'SOFTWARE\\WOW6432Node');

/** A value on the wire. */
export interface Value {
  kind: string;
  [field: string]: unknown;
}

export const dword = (number: number): Value => ({ kind: 'dword', number });
export const text = (content: string): Value => ({ kind: 'string', text: content });
export const binary = (hex: string): Value => ({ kind: 'binary', hex });

export interface Write {
  key: string;
  name: string;
  expected: Value | null;
  next: Value | null;
  removeKeyIfEmpty?: boolean;
  winHttp?: { proxy: string | null; bypass: string | null };
}

export interface Outcome {
  id: string;
  status: string;
  how: string | null;
  found: Value | null;
  now: Value | null;
  createdKey: boolean;
  removedKey: boolean;
  hresult: number | null;
  win32: number | null;
}

export interface Written extends DriverAnswer {
  outcomes: Outcome[];
  notified: boolean | null | undefined;
  lock: string | undefined;
}

export interface Capture {
  powershell: { languageMode: string };
  user: { sid: string | null; elevated: boolean | null };
  keys: { path: string; visibility: string; values: ({ name: string } & Value)[] }[];
}

/** A computer of the lab whose registry is written and read by the bundled scripts. */
export class RegistryLab {
  readonly computer: Computer;
  readonly driver: LabDriver;
  /** The user's key of settings. */
  readonly user: string;

  static async open(name: string): Promise<RegistryLab> {
    const [computer, driver] = await Promise.all([newComputer(name), buildLabDriver()]);
    return new RegistryLab(computer, driver);
  }

  private constructor(computer: Computer, driver: LabDriver) {
    this.computer = computer;
    this.driver = driver;
    this.user = `HKEY_USERS\\${computer.user}\\${SETTINGS}`;
  }

  async close(): Promise<void> {
    this.driver.remove();
    await this.computer.destroy();
  }

  async write(writes: readonly Write[], notify = false): Promise<Written> {
    const request = { writes: writes.map((one, index) => ({ id: String(index), ...one })), notify };
    const answer = await this.driver.ask(this.computer, {
      host: 'oneShot',
      script: 'Set-P2SRegistry',
      request,
    });
    const result = answer.result as
      | { outcomes: Outcome[]; notified: boolean | null; lock: string }
      | undefined;
    return { ...answer, outcomes: result?.outcomes ?? [], notified: result?.notified, lock: result?.lock };
  }

  async capture(): Promise<Capture> {
    const call = { host: 'session', script: 'Get-P2SMachine', request: {} } as const;
    const { result, error } = await this.driver.ask(this.computer, call);
    if (error !== undefined) throw new Error(JSON.stringify(error));
    return result as Capture;
  }

  /** A value as reg.exe exports it, independent of the code that wrote it. */
  async stored(key: string, name: string, view?: 32 | 64): Promise<RegistryValue | null> {
    const exported = await this.computer.regExport(key, view === undefined ? {} : { view });
    for (const { values } of toSnapshot(parseRegFile(exported)).keys) {
      const value = values.get(name);
      if (value !== undefined) return value;
    }
    return null;
  }

  /** Runs the work with every new PowerShell in Constrained Language Mode. */
  async constrained<T>(work: () => Promise<T>): Promise<T> {
    await this.computer.constrained(true);
    try {
      return await work();
    } finally {
      await this.computer.constrained(false);
    }
  }
}
