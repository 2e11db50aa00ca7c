import { expect, it } from 'vitest';
import { explainCode } from '../../../src/core/explain/explain.ts';
import { IN_ENGLISH, toText } from '../../../src/core/model/say.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { explanationLines } from '../../../src/report/text/explanation.ts';
import { ownCode } from '../../../src/report/text/own-codes.ts';

it.each([
  [IN_ENGLISH, 'The proxy refuses to connect to the gateway.', 'Proxy team, Administrator, VPN team'],
  [IN_JAPANESE, 'プロキシがゲートウェイへの接続を拒否しています。', 'プロキシ担当者、管理者、VPN 担当者'],
])('explains a verdict by its row: %#', (wording, says, owners) => {
  const explanation = explainCode('proxy-refused', ownCode);
  expect(explanation).toMatchObject({ kind: 'verdict', acts: 'Proxy team, Administrator, VPN team' });
  const lines = explanationLines(explanation).map(({ text }) => toText(text, wording));
  expect(lines[1]).toBe(says);
  expect(lines[2]).toContain(owners);
});

it('explains a cause as its verdict, and a host is none', () => {
  expect(ownCode('proxy-refused.takes-tls')).toEqual(ownCode('proxy-refused'));
  expect(ownCode('timeout.contoso.com')).toBeNull();
});
