import fc from 'fast-check';
import { expect, it } from 'vitest';
import { asciiJson } from '../../../src/core/codec/ascii-json.ts';

it('is the same value in printable ASCII, for any value and indent', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.integer({ min: 0, max: 4 }), (value, indent) => {
      const text = asciiJson(value, indent);
      expect(text).toMatch(/^[\n -~]*$/);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it('escapes what is not ASCII in four digits, on one line or indented', () => {
  expect(asciiJson(['é', '\u007f', '\t', '😀'])).toBe('["\\u00e9","\\u007f","\\t","\\ud83d\\ude00"]');
  expect(asciiJson({ name: 'ü' }, 2)).toBe('{\n  "name": "\\u00fc"\n}');
});
