import { describe, expect, it } from 'vitest';
import { OWNER_NAMES } from '../../../src/core/causes/rule.ts';
import { CAUSES } from '../../../src/core/explain/causes.ts';
import { KNOWN_CODES } from '../../../src/core/explain/codes/codes.ts';
import { KNOWN_MESSAGES } from '../../../src/core/explain/messages.ts';
import { ERROR_MEANINGS } from '../../../src/core/explain/own-codes.ts';
import { asSentence, capital, clauses, type Phrase, say, toText } from '../../../src/core/model/say.ts';
import SENTENCES_JA from '../../../src/l10n/ja.json' with { type: 'json' };
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { ofCode } from '../../../src/report/text/labels.ts';

it('every row that a document explains in English is translated', () => {
  const messages = Object.values(KNOWN_MESSAGES);
  const rows = [
    ...[...KNOWN_CODES, ...messages].map(({ meaning }) => meaning),
    ...messages.filter(({ kind }) => kind === 'message').map(({ name }) => name),
    ...Object.values(ERROR_MEANINGS),
    ...Object.values(CAUSES).flatMap(({ cause, look }) => (look === null ? [cause] : [cause, look])),
  ];
  expect(rows.filter((row) => !Object.hasOwn(SENTENCES_JA, row))).toEqual([]);
});

describe('a text without a language', () => {
  it('is put into the words of a language', () => {
    expect(toText(OWNER_NAMES['proxy-team'])).toBe('Proxy team');
    expect(toText(OWNER_NAMES['proxy-team'], IN_JAPANESE)).toBe('プロキシ担当者');
    expect(toText(asSentence('Proxy team'), IN_JAPANESE)).toBe('プロキシ担当者');
    expect(toText(say('does not support TLS 1.2'), IN_JAPANESE)).toBe('が TLS 1.2 に対応していません');
  });

  it('has a blank before a Japanese particle only after other letters', () => {
    const reach = (client: Phrase) =>
      toText(say('let {client} resolve and reach {hosts} by http', { client, hosts: 'b' }), IN_JAPANESE);
    expect(reach(say('this computer'))).toContain('このコンピューターが b の名前');
    expect(reach('p.example:8080')).toContain('p.example:8080 が b の名前');
    expect(toText('このコンピューター が', IN_JAPANESE)).toBe('このコンピューター が');
  });

  it('is written in a row, with what is between two of them', () => {
    expect(toText(clauses(['a', '2', 'b']), IN_JAPANESE)).toBe('a、2、b');
  });

  it('starts a sentence with a capital letter, in a language that has them, but never in a value', () => {
    const action = say('enable TLS 1.2 on the gateway');
    expect(toText(capital(action))).toBe('Enable TLS 1.2 on the gateway');
    expect(toText(capital(action), IN_JAPANESE)).toBe(SENTENCES_JA['enable TLS 1.2 on the gateway']);
    expect(toText(capital(say('{host} fails', { host: 'a.example' })))).toBe('a.example fails');
  });

  it('falls back for a code without a text, also for names that every object has', () => {
    for (const code of ['no-such-code', 'toString', '__proto__', undefined, null, 7])
      expect(ofCode({ known: say('known') }, code, 'else')).toBe('else');
  });
});
