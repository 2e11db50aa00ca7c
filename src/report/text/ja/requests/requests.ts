import type { Translation } from '../../../messages/text.ts';
import type { REQUESTS_EN } from '../../en/requests/requests.ts';

export const REQUESTS_JA: Translation<typeof REQUESTS_EN> = {
  'request.to.proxy-team': 'プロキシ ご担当者様: VPN ゲートウェイ {target} の件',
  'request.to.network-team': 'ネットワーク ご担当者様: VPN ゲートウェイ {target} の件',
  'request.to.vpn-team': 'VPN ご担当者様: VPN ゲートウェイ {target} の件',
  'request.problem': 'Windows の VPN (SSTP) で {target} に接続できません。{problem}',
  'request.observed': '確認した内容 ({at} UTC):',
  'request.observed-from-another': '確認した内容 ({at} UTC、利用者とは別のコンピューターから確認):',
  'request.check-afterwards': '対応後の確認方法: {command}',
};
