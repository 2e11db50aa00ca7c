import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readSealed } from '../../../src/change/state/record.ts';
import { seal, unseal } from '../../../src/change/state/sealed.ts';
import { P2sError } from '../../../src/core/model/errors.ts';
import { say } from '../../../src/core/model/say.ts';
import { nodeFiles } from '../../../src/files/node-files.ts';
import type { FilePort } from '../../../src/files/port.ts';
import { failing } from '../../support/files.ts';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const bytes = (content: string) => new Uint8Array(Buffer.from(content));
/** A sealed document around any text. */
const sealed = (content: string) =>
  bytes(`{"sha256":"${createHash('sha256').update(content).digest('hex')}","content":${content}}\n`);

const CHANGED = { ok: false, problem: say('it was changed or cut off after it was written') };

describe('a sealed document', () => {
  it.each([null, 'ü "x"', { a: [1, { b: null }], ü: '€' }])('is JSON with its own digest: %j', (content) => {
    const whole = text(seal(content));
    expect(whole).toBe(text(sealed(JSON.stringify(content, null, 1))));
    expect(unseal(bytes(whole))).toEqual({ ok: true, content });
  });

  it.each([0, 1, 2, 3, 4, 196_607, 196_608, 196_609, 393_216, 393_217])(
    'takes %i bytes into its last empty field of that name',
    (length) => {
      // A view into a longer buffer: only its own bytes count.
      const inner = new Uint8Array(length + 20).map((_, at) => at * 7).subarray(9, 9 + length);
      const content = { ü: '€', first: { base64: '' }, list: ['"base64": ""'], file: { base64: '', z: 'é' } };
      const whole = text(seal(content, inner));
      const expected = structuredClone(content);
      expected.file.base64 = Buffer.from(inner).toString('base64');
      expect(whole === text(sealed(JSON.stringify(expected, null, 1)))).toBe(true);
      expect(JSON.stringify(unseal(bytes(whole)))).toBe(JSON.stringify({ ok: true, content: expected }));
    },
  );

  it.each([
    ['nothing', ''],
    ['only its end', '}\n'],
    ['less than its head', '{"sha256":"'],
    ['a head alone', text(sealed('')).slice(0, -2)],
    ['another end', `${text(sealed('1')).slice(0, -1)} `],
    ['a longer end', `${text(sealed('1'))}\n`],
    ['a digest in capitals', text(sealed('1')).replace(/[0-9a-f]{64}/, (hex) => hex.toUpperCase())],
    ['another digest', text(sealed('1')).replace('"content":1', '"content":2')],
    ['another head', text(sealed('1')).replace('sha256', 'sha255')],
  ])('that is %s is not trusted', (_, content) => {
    expect(unseal(bytes(content))).toEqual(CHANGED);
  });

  it.each(['', '{', 'undefined', '1 2'])('that is no JSON is not trusted: %j', (content) => {
    expect(unseal(sealed(content))).toEqual({ ok: false, problem: say('its content is not valid JSON') });
  });
});

describe('the file of a sealed document', () => {
  const otherVersion = say('another version');
  const schema = z.object({ n: z.number(), more: z.string().default('none') });
  const read = (files: FilePort, maxBytes = 1000) =>
    readSealed(files, '/state/file.json', { maxBytes, schema, otherVersion });
  const holding = (content: Uint8Array): FilePort => ({ ...nodeFiles(), read: async () => content });
  const rejecting = (error: unknown): FilePort => ({ ...nodeFiles(), read: () => Promise.reject(error) });

  it('has its content, with what the schema adds', async () => {
    expect(await read(holding(seal({ n: 1 })))).toEqual({ ok: true, content: { n: 1, more: 'none' } });
  });

  it('is read from its path, and not beyond the limit', async () => {
    const asked: unknown[] = [];
    const files = { ...nodeFiles(), read: async (...args: unknown[]) => asked.push(args) && seal({ n: 1 }) };
    await read(files as FilePort, 77);
    expect(asked).toEqual([['/state/file.json', 77]]);
  });

  it.each([
    ['another schema', seal({ n: 'x' }), otherVersion],
    ['no object', seal(null), otherVersion],
    ['changed bytes', seal({ n: 1 }).slice(1), CHANGED.problem],
  ])('with %s has a problem', async (_, content, problem) => {
    expect(await read(holding(content))).toEqual({ ok: false, problem });
  });

  it('that is missing is nothing', async () => {
    expect(await read(failing(nodeFiles(), { read: 'ENOENT' }))).toBeNull();
  });

  it('that cannot be read has a problem', async () => {
    expect(await read(failing(nodeFiles(), { read: 'EACCES' }))).toEqual({
      ok: false,
      problem: say('permission is denied'),
    });
    const large = new P2sError('input', say('It has more than 1000 bytes.'));
    expect(await read(rejecting(large))).toEqual({ ok: false, problem: large.messages.message });
  });

  it('does not hide a fault of the program', async () => {
    const fault = new TypeError('made to fail');
    await expect(read(rejecting(fault))).rejects.toBe(fault);
  });
});
