import { composeRegFile } from '../../src/core/reg-file/compose.ts';
import { parseRegFile } from '../../src/core/reg-file/parse.ts';
import type { WriteStep } from '../../src/machine/port.ts';
import { readRecording } from '../../src/machine/recorded/recording.ts';

/** A recording after `reg import` of this file: a removed key loses its content in the recording. */
export function importReg(recording: Uint8Array, reg: Uint8Array): Uint8Array {
  const { registry, edit } = readRecording(recording);
  const steps = parseRegFile(reg).sections.flatMap(({ path: key, deleted, entries }): WriteStep[] =>
    deleted
      ? [...registry.key(key).values.keys()].map((name) => ({
          id: key,
          write: { key, name, expected: null, next: null },
          removeKeyIfEmpty: true,
        }))
      : entries.map(({ name, value }) => ({ id: key, write: { key, name, expected: null, next: value } })),
  );
  return edit(steps);
}

/** Every existing key and its values, as `reg export` writes them: equal texts are equal byte for byte. */
export function exported(recording: Uint8Array): string {
  const keys = [...readRecording(recording).registry.keys].filter(
    ({ visibility }) => visibility === 'present',
  );
  const sections = keys.map(({ path: key, values }) => {
    const writes = [...values].map(([name, next]) => ({ key, name, expected: null, next }));
    const text = Buffer.from(composeRegFile(writes)).toString('utf16le');
    return [key.toLowerCase(), ...text.split('\r\n"').slice(1).sort()].join('\n');
  });
  return sections.sort().join('\n');
}
