import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { P2sError } from '../../../src/core/model/errors.ts';
import { type RegistrySnapshot, type RegistryWrite, sameValue } from '../../../src/core/model/registry.ts';
import { editRegFile } from '../../../src/core/reg-file/edit.ts';
import { parseRegFile, parseRegText, serializeRegFile } from '../../../src/core/reg-file/parse.ts';
import { toSnapshot } from '../../../src/core/reg-file/snapshot.ts';
import { anyKey, anyName, anyRegText, anyValue, encodeRegText } from './arbitraries.ts';

/** The content of the snapshot in a form to compare: lower-case keys and names, visibility, values. */
function facts(snapshot: RegistrySnapshot): Map<string, unknown> {
  const all = new Map<string, unknown>();
  for (const key of snapshot.keys) {
    all.set(key.path.toLowerCase(), key.visibility);
    for (const [name, value] of key.values) all.set(`${key.path}\n${name}`.toLowerCase(), value);
  }
  return all;
}

const anyWrite: fc.Arbitrary<RegistryWrite> = fc.record({
  key: anyKey,
  name: anyName,
  expected: fc.constant(null),
  next: fc.option(anyValue, { nil: null }),
});

describe('.reg files, whatever they hold', () => {
  it('are serialized as they were, byte for byte', () => {
    fc.assert(
      fc.property(anyRegText, (source) => {
        const bytes = encodeRegText(source);
        expect(Buffer.from(serializeRegFile(parseRegFile(bytes))).equals(bytes)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('are either refused with a line or carried, when cut off or damaged anywhere', () => {
    fc.assert(
      fc.property(
        anyRegText,
        fc.nat(),
        fc.nat(),
        fc.nat({ max: 255 }),
        fc.boolean(),
        (source, at, size, byte, cut) => {
          const whole = encodeRegText(source);
          const start = at % (whole.length + 1);
          const bytes = cut
            ? whole.slice(0, start)
            : whole.with(Math.min(start, whole.length - 1), byte ^ (size & 0xff));
          acceptsOrRefuses(bytes);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('are refused or carried when they are no registry files at all', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), acceptsOrRefuses));
  });

  it('say after an edit what was written, and the same as before of everything else', () => {
    fc.assert(
      fc.property(anyRegText, fc.array(anyWrite, { maxLength: 6 }), (source, writes) => {
        const file = parseRegFile(encodeRegText(source));
        let edited = file;
        try {
          edited = editRegFile(file, writes);
        } catch (error) {
          expect(error).toMatchObject({ code: 'refused' });
          expect(file.version === 4 || file.encoding !== 'utf-16le').toBe(true);
          return;
        }
        const before = facts(toSnapshot(file));
        const reread = parseRegFile(serializeRegFile(edited));
        const after = facts(toSnapshot(reread));
        for (const { key, name, next } of new Map(
          writes.map((w) => [`${w.key}\n${w.name}`.toLowerCase(), w]),
        ).values()) {
          const id = `${key}\n${name}`.toLowerCase();
          expect(sameValue(toSnapshot(reread).value(key, name) ?? null, next)).toBe(true);
          before.delete(id);
          after.delete(id);
          if (next !== null) before.set(key.toLowerCase(), 'present');
        }
        expect(after).toEqual(before);
      }),
      { numRuns: 500 },
    );
  });

  it('say the same of the keys that count where the others are not looked into', () => {
    fc.assert(
      fc.property(
        anyRegText,
        fc.nat({ max: 3 }),
        fc.array(anyWrite, { maxLength: 3 }),
        (source, part, writes) => {
          const counts = (path: string) => path.length % 4 !== part;
          const whole = parseRegFile(encodeRegText(source));
          const file = parseRegText(whole, counts);
          expect(file.sections.every(({ path, deleted }) => deleted || counts(path))).toBe(true);
          const [some, all] = [toSnapshot(file), toSnapshot(whole)];
          for (const { path, visibility, values } of all.keys) {
            if (!counts(path)) continue;
            expect(some.key(path)).toMatchObject({ visibility, values });
          }
          const due = writes.filter(({ key }) => counts(key));
          expect(textAfter(file, due)).toBe(textAfter(whole, due));
        },
      ),
    );
  });

  it('say the same after values are written as they are, and change only within those lines', () => {
    fc.assert(
      fc.property(anyRegText, (source) => {
        const file = parseRegFile(encodeRegText(source));
        const same = [...toSnapshot(file).keys].flatMap((key) =>
          [...key.values].map(
            ([name, value]): RegistryWrite => ({ key: key.path, name, expected: value, next: value }),
          ),
        );
        const edited = editRegFile(file, same);
        expect(facts(toSnapshot(edited))).toEqual(facts(toSnapshot(file)));
        expect(edited.sections.map((s) => s.entries.map((e) => e.name))).toEqual(
          file.sections.map((s) => s.entries.map((e) => e.name)),
        );
        expect(outside(edited)).toBe(outside(file));
      }),
    );
  });
});

function textAfter(file: ReturnType<typeof parseRegFile>, writes: readonly RegistryWrite[]): string {
  try {
    return editRegFile(file, writes).text;
  } catch (error) {
    expect(error).toMatchObject({ code: 'refused' });
    return 'refused';
  }
}

/** The text without the data of its values. */
function outside(file: ReturnType<typeof parseRegFile>): string {
  let text = '';
  let done = 0;
  for (const entry of file.sections.flatMap((section) => section.entries)) {
    text += file.text.slice(done, entry.dataStart);
    done = entry.dataEnd;
  }
  return text + file.text.slice(done);
}

function acceptsOrRefuses(bytes: Uint8Array): void {
  try {
    const file = parseRegFile(bytes);
    expect(Buffer.from(serializeRegFile(file)).equals(bytes)).toBe(true);
    toSnapshot(file);
  } catch (error) {
    if (!(error instanceof P2sError)) throw error;
    expect(error.code).toBe('input');
    expect(error.where).toMatch(/^line [0-9]+$/);
    expect(error.evidence.line).toBeGreaterThan(0);
  }
}
