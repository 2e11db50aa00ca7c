import { describe, expect, it } from 'vitest';
import { KNOWN_CODES } from '../../../src/core/explain/codes/codes.ts';
import { explainCode } from '../../../src/core/explain/explain.ts';
import { codesIn } from '../../../src/core/explain/pasted.ts';
import { P2sError } from '../../../src/core/model/errors.ts';
import { Random } from '../../support/fuzz/random.ts';

describe('explain, of what people paste', () => {
  it.each([
    ['error 798', 798],
    ['(Error 691)', 691],
    ['#720', 720],
    ['エラー 809 が発生しました', 809],
    ['エラー コード：８０９', 809],
    ['Error code: 0x80092013.', 0x80092013],
    ['failed with -2146885613 today', 0x80092013],
    ['failed with −2146885613 today', 0x80092013],
    ['CRYPT_E_REVOCATION_OFFLINE (in German Windows)', 0x80092013],
    [
      'The revocation function was unable to check revocation because the revocation server was offline.',
      0x80092013,
    ],
    ['失効サーバーがオフラインのため、失効の関数は失効を確認できませんでした。', 0x80092013],
    [
      'CoId={6C2F0A5C-1F3E-4B7D-9F56-0123456789AB}: The user CONTOSO\\ana dialed a connection named Contoso which has failed. The error code returned on failure is 809.',
      809,
    ],
    [
      "CoId={6C2F0A5C-1F3E-4B7D-9F56-0123456789AB}: L'utilisateur CONTOSO\\ana a établi une connexion nommée Contoso 2026 qui a échoué. Le code d'erreur retourné en cas d'échec est 809.",
      809,
    ],
    ['CoId={6C2F0A5C-1F3E-4B7D-9F56-0123456789AB}: 连接已失败。失败时返回的代码为 809。\r\nEvent Xml:', 809],
    ['<EventID>20227</EventID>\n<Data>PC\\ana</Data>\n<Data>VPN 2</Data>\n<Data>809</Data>', 809],
    ['Fehler 691: Die Remoteverbindung wurde verweigert', 691],
    ['Erreur 691', 691],
    ['Codice errore: 798', 798],
    ['(Código 798)', 798],
    ['Błąd 798', 798],
    ['Fel 809', 809],
    ['Fejlkode 809', 809],
    ['Kód: 809', 809],
    ['798 error', 798],
    ['got a 798 error today', 798],
    ['798エラー', 798],
    ['HTTP/1.1 407 Proxy Authentication Required', 0x80190197],
    ['407 Proxy Authentication Required', 0x80190197],
    ['the proxy answers HTTP 407', 0x80190197],
    ['The error code returned on failure is -2146885613.', 0x80092013],
    [
      'CoId={B5B1E7A6-1F3E-4B7D-9F56-0123456789AB}: The error code returned on failure is -2146885613.',
      0x80092013,
    ],
    ['2026-11-28 17:31:02 dial failed, error 691', 691],
    ['0x8009 2013', 0x80092013],
    ['failed: 0x8009\r\n2013.', 0x80092013],
    ['0x031e 2013', 798],
  ])('%s', (text, value) => {
    const { win32, unsigned } = explainCode(text);
    expect(win32 ?? unsigned).toBe(value);
  });

  it('explains the first of several codes and names the others', () => {
    const explanation = explainCode('error 809, then error 798 and 0x80092013');
    expect(explanation.win32).toBe(809);
    expect(explanation.also).toHaveLength(2);
    expect(explanation.also).toContain('CRYPT_E_REVOCATION_OFFLINE');
    expect(explainCode('809')).not.toHaveProperty('also');
  });

  const refusal = (text: string) => {
    try {
      explainCode(text);
    } catch (error) {
      if (error instanceof P2sError) return error;
    }
    throw new Error(`explained: ${text}`);
  };

  it('does not take the start of a CoId for a code', () => {
    const text = 'CoId={B5B1E7A6-1F3E-4B7D-9F56-0123456789AB}: which has failed.';
    expect(codesIn(text)).toEqual([]);
    expect(refusal(text).message).not.toContain('b5b1e7a6');
  });

  it.each([
    ['20227', /^Event 20227 of RasClient/],
    ['RasClient, id=20227, failed', /^Event 20227 of RasClient/],
    ['RasSstp 1', /event 1:/],
    ['RasSstp event ID 4', /event 4:/],
    ['Source: RasSstp, event 23', /event 23:/],
    ['Event ID 6 of RasSstp', /event 6:/],
    ['RasSstp event 4, correlation ID 8F21', /event 4:/],
    ['Source:        RasSstp\nDate:          1/6/2026 4:00:00 AM\nEvent ID:      23\n', /event 23:/],
    ['Quelle:        RasSstp\nDatum:         06.01.2026 04:00:00\nEreignis-ID:   6\n', /event 6:/],
    ['ソース:           RasSstp\n日付:            2026/01/06 4:00:00\nイベント ID:       4\n', /event 4:/],
    ['<Provider Name="RasSstp" />\n<EventID Qualifiers="0">23</EventID>', /event 23:/],
  ])('%s is an event', (text, message) => {
    expect(refusal(text).message).toMatch(message);
  });

  it.each(['120227', '202270', 'RasSstp 7'])('%s is no event', (text) => {
    expect(refusal(text).message).toMatch(/^This (code is not known|is not an error code)/);
  });

  it('reads the first 20,000 characters, without blanks around them', () => {
    const late = ' '.repeat(20_000);
    expect(codesIn(' 798\n')).toEqual(['798']);
    expect(codesIn(`x${late}0x80092013`)).toEqual([]);
    expect(refusal(`x${late}RasSstp 1`).message).toMatch(/^This is not an error code/);
  });

  it('has neighbours of the same facility alone', () => {
    const near = refusal('0x80099999').next;
    expect(near?.match(/\b0x80092[0-9a-f]{3} CRYPT_E_/g)).toHaveLength(3);
    for (const code of ['0x8fff0001', '20228', '31000', '550', '1003']) {
      expect(refusal(code).next).toContain('certutil');
      expect(refusal(code).next).not.toContain('nearest');
    }
    for (const code of ['12000', '12199', '13800'])
      expect(refusal(code).next, code).toMatch(/nearest that are: 1[23]\d{3} /);
  });

  it('shows text in its own script', () => {
    expect(refusal('失効').message).toContain('失効');
    expect(refusal('a\u001B[31mb').message).not.toContain('\u001B');
  });

  it('takes any text', () => {
    const random = new Random(20_261_128);
    const parts = [
      'error ',
      '#',
      '(',
      ')',
      '0x',
      'エラー',
      '-',
      ' ',
      '\n',
      'RasSstp ',
      '．',
      '8009',
      '2013',
      '7',
      'é',
      '\u0000',
      '_E_',
    ];
    const known = new Set(KNOWN_CODES.map(({ name }) => name));
    for (let round = 0; round < 10_000; round++) {
      const text = Array.from({ length: random.below(12) }, () => random.pick(parts)).join('');
      for (const code of codesIn(text)) expect(typeof code).toBe('string');
      try {
        expect(known.has(explainCode(text).name)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(P2sError);
      }
    }
  });
});
