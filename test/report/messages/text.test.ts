import { describe, expect, it } from 'vitest';
import { OWNER_NAMES } from '../../../src/core/causes/rule.ts';
import { KNOWN_CODES } from '../../../src/core/explain/codes/codes.ts';
import { KNOWN_MESSAGES } from '../../../src/core/explain/messages.ts';
import { OTHER_RAS_MEANING } from '../../../src/core/explain/model.ts';
import { ERROR_MEANINGS } from '../../../src/core/explain/own-codes.ts';
import { type Phrase, say } from '../../../src/core/model/say.ts';
import SENTENCES_JA from '../../../src/l10n/ja.json' with { type: 'json' };
import {
  counted,
  joined,
  sentence,
  type TextKey,
  text,
  textOfCode,
  toWords,
} from '../../../src/report/messages/text.ts';
import { CATALOG_EN } from '../../../src/report/text/en/catalog.ts';
import { CATALOG_JA } from '../../../src/report/text/ja/catalog.ts';

const KEYS = Object.keys(CATALOG_EN) as TextKey[];
/** The keys of the sentences of core are their English texts. */
const KEYS_JA = Object.keys(CATALOG_JA).filter((key) => !Object.hasOwn(SENTENCES_JA, key));
const placeholders = (template: string) => [...new Set(template.match(/\{\w+\}/g))].sort();

describe('the catalogs of texts', () => {
  it.each(KEYS)('%s uses the same values in each language', (key) => {
    expect(placeholders(CATALOG_JA[key])).toEqual(placeholders(CATALOG_EN[key]));
  });

  it('has the same keys in each language, but for the codes that core explains in English', () => {
    const japanese = KEYS_JA.filter((key) => !key.startsWith('meaning.'));
    expect(japanese.sort()).toEqual([...KEYS].sort());
    const ofCodes = KEYS_JA.filter((key) => key.startsWith('meaning.'));
    const explained = KNOWN_CODES.filter(({ meaning }) => meaning !== OTHER_RAS_MEANING);
    const messages = Object.values(KNOWN_MESSAGES);
    expect(ofCodes.sort()).toEqual(
      [
        'meaning.other',
        ...[...explained, ...messages].map(({ id }) => `meaning.${id}`),
        ...messages.filter(({ kind }) => kind === 'message').map(({ id }) => `meaning.name.${id}`),
        ...Object.keys(ERROR_MEANINGS).map((id) => `meaning.error.${id}`),
      ].sort(),
    );
  });
});

describe('a text without a language', () => {
  it('is put into the words of a language', () => {
    expect(toWords(OWNER_NAMES['proxy-team'], CATALOG_EN)).toBe('Proxy team');
    expect(toWords(OWNER_NAMES['proxy-team'], CATALOG_JA)).toBe('プロキシ担当者');
    expect(toWords(say('does not support TLS 1.2'), CATALOG_EN)).toBe('does not support TLS 1.2');
    expect(toWords(say('does not support TLS 1.2'), CATALOG_JA)).toBe('が TLS 1.2 に対応していません');
  });

  it('has a blank before a Japanese particle only after other letters', () => {
    const reach = (client: Phrase) =>
      toWords(say('let {client} resolve and reach {hosts} by http', { client, hosts: 'b' }), CATALOG_JA);
    expect(reach(say('this computer'))).toContain('このコンピューターが b の名前');
    expect(reach('p.example:8080')).toContain('p.example:8080 が b の名前');
    expect(toWords('このコンピューター が', CATALOG_JA)).toBe('このコンピューター が');
  });

  it('is written in a row, with what is between two of them', () => {
    expect(toWords(joined(['a', 2, 'b'], text('between.clauses')), CATALOG_JA)).toBe('a、2、b');
    expect(toWords([], CATALOG_EN)).toBe('');
  });

  it('has words of their own for a single thing', () => {
    expect([0, 1, 2].map((count) => toWords(counted('fleet.computers', count), CATALOG_EN))).toEqual([
      '0 computers',
      '1 computer',
      '2 computers',
    ]);
  });

  it('starts a sentence with a capital letter, in a language that has them', () => {
    const action = say('enable TLS 1.2 on the gateway');
    expect(toWords(sentence(action), CATALOG_EN)).toBe('Enable TLS 1.2 on the gateway');
    expect(toWords(sentence(action), CATALOG_JA)).toBe(SENTENCES_JA['enable TLS 1.2 on the gateway']);
    expect(toWords(sentence(''), CATALOG_EN)).toBe('');
  });

  it('replaces placeholders once, so that a value cannot bring in another', () => {
    const catalog = { ...CATALOG_EN, 'ask.please': '{a} and {b}' };
    const given = { key: 'ask.please' as const, values: { a: '{b}', b: 'B' } };
    expect(toWords(given, catalog)).toBe('{b} and B');
  });

  it('falls back for a code without a text, also for names that every object has', () => {
    for (const code of ['no-such-code', 'toString', '__proto__', undefined, null, 7])
      expect(toWords(textOfCode('owner', code, text('ask.please')), CATALOG_EN)).toBe('Please:');
  });
});
