import type { Translation } from '../../../messages/text.ts';
import type { EXPLAIN_EN } from '../../en/explain/explain.ts';

export const EXPLAIN_JA: Translation<typeof EXPLAIN_EN> = {
  'actor.user': 'ユーザー',
  'actor.admin': '管理者',
  'actor.network-team': 'ネットワーク担当者',
  'actor.proxy-team': 'プロキシ担当者',
  'actor.vpn-team': 'VPN 担当者',
  'explain-proxy.no': 'プロキシの問題ではありません。',
  'explain-proxy.possible': 'プロキシが原因の可能性があります。',
  'explain-proxy.yes': 'プロキシ、またはその設定が原因の可能性が高いエラーです。',
  'explain-basis.general-knowledge':
    '番号と名前は文書化されています。SSTP での意味は一般的な知識によるもので、資料では確認されていません。',
  'explain-basis.inferred':
    '番号と名前は文書化されています。SSTP での意味は推定で、資料では確認されていません。',
  'explain.cause': '原因:',
  'explain.causes': '原因 (可能性の高い順):',
  'explain.sources': '参考資料:',
  'explain.proofs': '確認方法: {proofs}',
  'explain.look': '参照先: {where}',
  'explain-proof.finding': '検出事項 {code}',
  'explain-proof.check': '段階 {stage}: {reason}',
  'explain-proof.verdict': '判定 {verdict}',
  'explain-proof.verdict-reason': '判定 {verdict} ({reason})',
  'explain.no-proof': 'p2s-fix では確認できません。',
  'explain.try-audit':
    '原因を特定するには: p2s-fix --gateway GATEWAY (設定を読み取り、経路を確認します。変更は行いません)',
  'explain.try-verify': '原因を特定するには: p2s-fix verify GATEWAY (経路だけを確認します)',
  'explain.also': '同じテキストにあるコード: p2s-fix explain {name}',
};
