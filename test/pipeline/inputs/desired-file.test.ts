import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { P2sError } from '../../../src/core/model/errors.ts';
import {
  type DesiredState,
  parseDesiredState,
  readDesiredState,
} from '../../../src/pipeline/inputs/desired-file.ts';
import { desiredStateJsonSchema } from '../../../src/pipeline/inputs/desired-schema.ts';
import { folderForAll } from '../../support/files.ts';
import { isValid } from '../../support/json-schema.ts';
import { refusal } from './desired-file-scene.ts';

const EXAMPLE = fileURLToPath(new URL('../../../docs/desired-state.example.json', import.meta.url));

describe('a desired-state file', () => {
  const folder = folderForAll();

  async function read(content: string | Uint8Array): Promise<DesiredState> {
    const file = join(folder, 'desired.json');
    await writeFile(file, content);
    return readDesiredState(file);
  }

  it('is the example of the documentation, with and without a byte order mark', async () => {
    const expected = await readDesiredState(EXAMPLE);
    expect(expected.desired.winInet).toMatchObject({
      kind: 'proxy',
      bypass: ['<local>', '*.contoso.example'],
    });
    expect(Object.keys(expected.desired.stores ?? {})).toHaveLength(2);
    expect(expected.healthCheck?.gateways).toEqual(expected.gateways);
    const bytes = await readFile(EXAMPLE);
    expect(await read(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]))).toEqual(expected);
  });

  it.each([
    ['no JSON', '{\n  "a": 1,\n}', /line 3$/, /not valid JSON/],
    ['half of it', '{"schemaVersion":', /desired\.json/, /not valid JSON/],
    ['empty', '', /desired\.json$/, /not valid JSON/],
    ['not UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), /desired\.json$/, /not UTF-8/],
    ['UTF-16', Buffer.from('\ufeff{}', 'utf16le'), /desired\.json$/, /not UTF-8/],
    ['too large', ' '.repeat((1 << 20) + 1), /desired\.json$/, /1048577 bytes/],
    ['nested without end', '['.repeat(500_000) + ']'.repeat(500_000), /\[0\]$/, /too deep/],
    ['with a name of the language', '{"__proto__":{"schemaVersion":"1.0"}}', /desired\.json$/, /__proto__/],
  ])('that is %s is refused', async (_, content, where, says) => {
    const error = await refusal(() => read(content));
    expect(error.code).toBe('input');
    expect(error.where).toMatch(where);
    expect(error.message).toMatch(says);
  });

  it.each([
    ['{\n "winInet": null,\n "winInet": {"direct": true}}', 'winInet', 3],
    ['{"winInet": {"bypass": "\\"}", "proxy": "a:1",\n"pro\\u0078y": "b:1"}}', 'proxy', 2],
    ['{"stores": {"winhttp/native": [{"a": 1}, {"a": 2}],\n\n"winhttp/native" : 1}}', 'winhttp/native', 3],
  ])('that has a key twice is refused: %j', async (content, key, line) => {
    const error = await refusal(() => read(content));
    expect(error.code).toBe('input');
    expect(error.where).toMatch(new RegExp(`desired\\.json, line ${line}$`));
    expect(error.message).toBe(`"${key}" is specified twice in the same object.`);
  });

  it('that has the same key in different objects is read', async () => {
    const content = {
      schemaVersion: '1.0',
      $schema: '"winInet": {"proxy": 1}',
      winInet: { proxy: 'a:1' },
      winHttp: { proxy: 'proxy' },
    };
    expect((await read(JSON.stringify(content))).desired.winHttp).toMatchObject({ kind: 'proxy' });
  });

  it('that is not there, or a folder, is refused by name', async () => {
    for (const file of [join(folder, 'none.json'), folder]) {
      const error = await refusal(() => readDesiredState(file));
      expect(error).toMatchObject({ code: 'input', where: file });
    }
  });
});

describe('the published schema', () => {
  const schema = desiredStateJsonSchema();
  const state = fc.constantFrom<unknown>(
    { proxy: 'a:1' },
    { proxy: 'a:1', bypass: 'x' },
    { proxy: 'a:1', bypass: '' },
    { direct: true },
    { pac: 'http://w/p.pac' },
    { proxy: '' },
    { proxy: 'a:1', direct: true },
    { direct: false },
    { pac: 1 },
    { bypass: 'x' },
    {},
    [],
    null,
    'follow',
    'x',
    7,
  );
  const id = fc.constantFrom(
    'wininet/S-1-5-21-1-2-3-1001/lan',
    'wininet/S-1-5-18/ras/My%20VPN',
    'wininet/current/lan',
    'wininet/machine',
    'wininet/machine/wow64',
    'wininet/machine/lan',
    'wininet/s-1-5-18/lan',
    'wininet/S-1-5-18/ras/',
    'wininet/S-1-5-18/ras/a%2',
    'wininet/S-1-5-18/lan\n',
    'winhttp/x',
    'advproxy/user',
    '',
  );
  const names = fc.oneof(
    fc.array(fc.constantFrom<unknown>('gw.example', 'x:444', 1, ''), { maxLength: 3 }),
    fc.constant(null),
  );
  const document = fc
    .record(
      {
        $schema: fc.constantFrom<unknown>('x', 1),
        schemaVersion: fc.constantFrom<unknown>('1.0', '1.0', '1.0', '1.1', 1),
        winInet: state,
        winHttp: state,
        stores: fc.oneof(fc.dictionary(id, state, { maxKeys: 2 }), fc.constant(7)),
        gateways: names,
        healthCheck: fc.oneof(
          fc.record({ gateways: names }),
          fc.record({ gateways: names, x: names }),
          fc.constant({}),
        ),
        extra: fc.constant(1),
      },
      { requiredKeys: ['schemaVersion', 'winInet', 'winHttp'] },
    )
    .map(({ extra, ...rest }): unknown =>
      extra === undefined || rest.gateways === null ? rest : { ...rest, extra },
    );
  const good = fc.record(
    {
      schemaVersion: fc.constant('1.0'),
      winInet: fc.constantFrom({ proxy: 'a:1' }, { direct: true }, { pac: 'http://w/' }, null),
      winHttp: fc.constantFrom({ proxy: 'a:1' }, { direct: true }, 'follow', null),
      stores: fc.dictionary(
        fc.constantFrom('wininet/machine', 'wininet/current/ras/%E2%82%AC'),
        fc.constant({ direct: true }),
      ),
      gateways: fc.constantFrom([], ['x']),
      healthCheck: fc.constant({ gateways: ['x'] }),
    },
    { requiredKeys: ['schemaVersion', 'winInet', 'winHttp'] },
  );

  it('allows what the parser reads, and nothing else', () => {
    const seen = { yes: 0, no: 0 };
    fc.assert(
      fc.property(fc.oneof(document, good, fc.jsonValue({ maxDepth: 3 })), (json) => {
        let read = true;
        try {
          parseDesiredState(json, 'FILE');
        } catch (error) {
          if (!(error instanceof P2sError)) throw error;
          read = false;
        }
        seen[read ? 'yes' : 'no'] += 1;
        expect(isValid(schema, json)).toBe(read);
      }),
      { numRuns: 5_000 },
    );
    expect(Math.min(seen.yes, seen.no)).toBeGreaterThan(500);
  });

  it('allows the example of the documentation', async () => {
    expect(isValid(schema, JSON.parse(await readFile(EXAMPLE, 'utf8')))).toBe(true);
  });
});
