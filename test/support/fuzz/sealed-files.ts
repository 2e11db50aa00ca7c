import { createHash } from 'node:crypto';
import { seal } from '../../../src/change/state/sealed.ts';
import type { StateDir } from '../../../src/change/state/state-dir.ts';
import { sameBytes } from '../../../src/core/model/registry.ts';
import type { FileInfo, FilePort } from '../../../src/files/port.ts';
import { mutated, mutatedJson } from './mutate.ts';
import type { Random } from './random.ts';

export interface Sealed {
  bytes: Uint8Array;
  /** The content differs from the sealed one, which must be detected. */
  tampered: boolean;
}

/** A sealed file: whole, its bytes changed, or its content changed and sealed again. */
export function sealed(random: Random, content: unknown): Sealed {
  if (random.chance(8)) return { bytes: seal(content), tampered: false };
  if (random.chance(40)) {
    const whole = seal(content);
    const bytes = mutated(random, [whole]);
    return { bytes, tampered: !sameBytes(bytes, whole) };
  }
  if (random.chance(75)) return { bytes: seal(mutatedJson(random, content)), tampered: false };
  const body = mutated(random, [Buffer.from(JSON.stringify(content))]);
  const digest = createHash('sha256').update(body).digest('hex');
  const head = Buffer.from(`{"sha256":"${digest}","content":`);
  return { bytes: new Uint8Array(Buffer.concat([head, body, Buffer.from('}\n')])), tampered: false };
}

const FILE: FileInfo = { kind: 'file', mode: 0o600, uid: 0, gid: 0, modifiedAt: new Date(0) };

/** A state folder with only this file. */
export function holding(name: string, bytes: Uint8Array): StateDir {
  const undeclared = (what: string) => () => Promise.reject(new Error(`${what} was not declared`));
  const files: FilePort = {
    read: (path) => {
      if (path.endsWith(name)) return Promise.resolve(bytes);
      return Promise.reject(Object.assign(new Error('missing'), { code: 'ENOENT' }));
    },
    list: () => Promise.resolve([name]),
    replace: undeclared('replace'),
    append: undeclared('append'),
    remove: undeclared('remove'),
    makeFolder: undeclared('makeFolder'),
    info: (path) => Promise.resolve(path.endsWith(name) ? FILE : null),
    realpath: undeclared('realpath'),
  };
  return { path: '/state', files };
}
