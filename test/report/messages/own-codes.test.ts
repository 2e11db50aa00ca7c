import { expect, it } from 'vitest';
import { explainCode } from '../../../src/core/explain/explain.ts';
import { explanationLines } from '../../../src/report/messages/explanation.ts';
import { ownCode } from '../../../src/report/messages/own-codes.ts';
import { toWords } from '../../../src/report/messages/text.ts';
import { CATALOG_EN } from '../../../src/report/text/en/catalog.ts';
import { CATALOG_JA } from '../../../src/report/text/ja/catalog.ts';

it.each([
  [CATALOG_EN, 'The proxy refuses to connect to the gateway.', 'Proxy team, Administrator, VPN team'],
  [CATALOG_JA, 'プロキシがゲートウェイへの接続を拒否しています。', 'プロキシ担当者、管理者、VPN 担当者'],
])('explains a verdict by its row: %#', (catalog, says, owners) => {
  const explanation = explainCode('proxy-refused', ownCode);
  expect(explanation).toMatchObject({ kind: 'verdict', acts: 'Proxy team, Administrator, VPN team' });
  const lines = explanationLines(explanation).map(({ text }) => toWords(text, catalog));
  expect(lines[1]).toBe(says);
  expect(lines[2]).toContain(owners);
});
