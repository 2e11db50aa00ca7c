import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LocalEvidence } from '../../src/core/evidence/local-evidence.ts';
import type { Observation } from '../../src/core/model/observation.ts';
import { RegistrySnapshot } from '../../src/core/model/registry.ts';
import { parseCapture, serializeCapture } from '../../src/machine/recorded/capture.ts';
import { anyKey, anyName, anyValue } from '../core/reg-file/arbitraries.ts';
import { errorInJapanese } from '../support/texts/in-japanese.ts';
import { captureText, SETTINGS, sampleObservation } from './samples.ts';

const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const words = fc.string({ maxLength: 20 });

const label = fc.stringMatching(/^[A-Za-z0-9 \\_.-]{1,64}$/);
const time = fc
  .date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
  .map((date) => date.toISOString());

const members = {
  collectedAt: time,
  name: orNull(words),
  os: fc.record({ platform: words, version: orNull(words), build: orNull(fc.nat()) }),
  powershell: orNull(fc.record({ version: words, edition: words, languageMode: words })),
  user: orNull(fc.record({ name: orNull(words), sid: orNull(words), elevated: orNull(fc.boolean()) })),
  registry: fc
    .uniqueArray(
      fc.record({
        path: anyKey,
        visibility: fc.constantFrom('present' as const, 'absent' as const, 'unseen' as const),
        reason: fc.constantFrom(undefined, 'too-large' as const),
        values: fc.array(fc.tuple(anyName, anyValue), { maxLength: 5 }).map((entries) => new Map(entries)),
      }),
      { selector: ({ path }) => path.toLowerCase(), maxLength: 5 },
    )
    .map((keys) => new RegistrySnapshot(keys)),
  advProxy: orNull(words),
  evidence: fc.record({
    unavailable: orNull(label),
    logs: fc.array(
      fc.record({
        name: label,
        state: fc.constantFrom('read', 'denied', 'absent', 'timeout', 'failed'),
        hresult: orNull(fc.integer()),
      }),
      { maxLength: 3 },
    ),
    events: fc.array(
      fc.record({
        log: label,
        provider: words,
        id: fc.nat(65535),
        at: orNull(time),
        data: fc.array(fc.oneof(words, fc.uint8Array({ maxLength: 64 })), { maxLength: 8 }),
      }),
      { maxLength: 3 },
    ),
    certificates: orNull(
      fc.record({
        state: fc.constantFrom('read', 'failed'),
        hresult: orNull(fc.integer()),
        own: fc.array(fc.record({ der: fc.uint8Array({ maxLength: 9 }), hasPrivateKey: fc.boolean() })),
        omitted: fc.nat(),
        issuers: fc.array(
          fc.record({ der: fc.uint8Array({ maxLength: 9 }), stores: fc.array(label, { maxLength: 4 }) }),
        ),
        unread: fc.array(label, { maxLength: 4 }),
      }),
    ),
    crlCaches: fc.array(
      fc.record({
        account: label,
        state: fc.constantFrom('present', 'absent', 'unseen'),
        files: fc.array(fc.record({ name: words, at: time })),
        omitted: fc.boolean(),
      }),
      { maxLength: 4 },
    ),
  }) as fc.Arbitrary<LocalEvidence>,
};
const { advProxy: _, evidence: __, ...required } = members;
const anyObservation: fc.Arbitrary<Observation> = fc.record(members, {
  requiredKeys: Object.keys(required) as (keyof typeof required)[],
});

const plain = (observation: Observation) => ({ ...observation, registry: [...observation.registry.keys] });

describe('a capture', () => {
  it('becomes JSON text and back without loss', () => {
    fc.assert(
      fc.property(anyObservation, (observation) => {
        const json: unknown = JSON.parse(JSON.stringify(serializeCapture(observation)));
        expect(plain(parseCapture(json))).toEqual(plain(observation));
      }),
    );
  });

  it('may hold fields that are not known yet, and short hive names', () => {
    const document = JSON.parse(captureText());
    document.services = [{ name: 'x' }];
    document.schemaVersion = '1.7';
    document.keys[0].path = document.keys[0].path.replace('HKEY_CURRENT_USER', 'HKCU');
    expect(plain(parseCapture(document))).toEqual(plain(sampleObservation()));
  });

  it.each<[string, unknown]>([
    ['kind', 'other'],
    ['schemaVersion', '2.0'],
    ['collectedAt', 'yesterday'],
    ['os.build', '18362'],
    ['os.build', 1.5],
    ['os.build', -1],
    ['user.elevated', undefined],
    ['keys', {}],
    ['keys', null],
    ['advProxy', 7],
    ['advProxy', 'x'.repeat(65_537)],
    ['phonebooks', Array(1001)],
    ['evidence', []],
    ['keys[1].path', 'Software\\x'],
    ['keys[1].path', SETTINGS.toUpperCase()],
    ['keys[2].visibility', 'hidden'],
    ['keys[0].values[0].number', 2 ** 32],
    ['keys[0].values[0].name', undefined],
    ['keys[0].values[0].kind', 'word'],
    ['keys[1].values[0].hex', '4'],
    ['keys[1].values[0].hex', '0g'],
    ['keys[2].values[0].text', 'x'],
    ['keys[2].values[0].text', '18446744073709551616'],
  ])('that is wrong is refused at %s, in both languages: %j', (path, value) => {
    const document = JSON.parse(captureText());
    document.keys[2].values = [{ name: 'q', kind: 'qword', text: '18446744073709551615' }];
    expect(() => parseCapture(document)).not.toThrow();
    const steps = path.split(/[.[\]]+/).filter((step) => step !== '');
    const last = steps.pop() ?? '';
    steps.reduce((node, step) => node[step], document)[last] = value;
    const message = `The capture is not valid at ${path}.`;
    expect(() => parseCapture(document)).toThrow(
      expect.objectContaining({ code: 'input', where: path, message }),
    );
    expect(errorInJapanese(() => parseCapture(document))).toBe(`記録ファイルの ${path} が正しくありません。`);
  });

  it.each([null, 1, 'x', []])('is not %j', (json) => {
    expect(() => parseCapture(json)).toThrow(
      expect.objectContaining({ code: 'input', where: 'the document' }),
    );
    expect(errorInJapanese(() => parseCapture(json))).toBe(
      'ファイルは記録ファイルではないか、壊れています。',
    );
  });
});
