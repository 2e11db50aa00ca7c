import { OTHER_RAS_MEANING } from '../../../core/explain/other-ras-codes.ts';
import type { ExplanationWords } from '../explanation-text.ts';
import { CAUSES_JA } from './explain-causes.ts';
import { MEANINGS_JA, OTHER_RAS_JA } from './explain-meanings.ts';
import { inList } from './list-words.ts';

export const EXPLANATION_JA: ExplanationWords = {
  actors: {
    user: 'ユーザー',
    admin: '管理者',
    'network-team': 'ネットワーク担当者',
    'proxy-team': 'プロキシ担当者',
    'vpn-team': 'VPN 担当者',
  },
  proxy: {
    no: 'プロキシの問題ではありません。',
    possible: 'プロキシが原因の可能性があります。',
    yes: 'プロキシ、またはその設定が原因の可能性が高いエラーです。',
  },
  basis: {
    documented: null,
    'general-knowledge':
      '番号と名前は文書化されています。SSTP での意味は一般的な知識によるもので、資料では確認されていません。',
    inferred: '番号と名前は文書化されています。SSTP での意味は推定で、資料では確認されていません。',
  },
  causes: (count) => (count === 1 ? '原因:' : '原因 (可能性の高い順):'),
  sources: '参考資料:',
  proof: (proofs) => `確認方法: ${inList(proofs)}`,
  look: (where) => `参照先: ${where}`,
  finding: (code) => `検出結果 ${code}`,
  stage: (stage, reason) => `段階 ${stage}: ${reason}`,
  verdict: (verdict, reason) => `判定 ${verdict}${reason === null ? '' : ` (${reason})`}`,
  noProof: 'p2s-fix では確認できません。',
  tryAudit:
    '原因を特定するには: p2s-fix --gateway GATEWAY (設定を読み取り、経路を確認します。変更は行いません)',
  also: (name) => `同じテキストにあるコード: p2s-fix explain ${name}`,
  tryVerify: '原因を特定するには: p2s-fix verify GATEWAY (経路だけを確認します)',
  meaning: ({ win32, unsigned, meaning }) =>
    MEANINGS_JA[win32 ?? unsigned] ?? (meaning === OTHER_RAS_MEANING ? OTHER_RAS_JA : meaning),
  cause: ({ id }) => CAUSES_JA[id],
};
