import type { Translation } from '../../../messages/text.ts';
import type { MOVES_EN } from '../../en/requests/moves.ts';

export const MOVES_JA: Translation<typeof MOVES_EN> = {
  'move.to.proxy-team': 'プロキシ ご担当者様: VPN ゲートウェイ {host}',
  'move.to.network-team': 'ネットワーク ご担当者様: VPN ゲートウェイ {host}',
  'move.to.vpn-team': 'VPN ご担当者様: VPN ゲートウェイ {host}',
  'move.problem': '{host} への VPN を IKEv2 または OpenVPN へ移行します。',
  'move.problem.sstp-ends':
    'Azure の SSTP は {date} に終了します。{host} への VPN は、それまでに IKEv2 または OpenVPN へ移行する必要があります。',
  'move.problem.openvpn': '{host} への VPN は OpenVPN を使用します。',
  'move.please-one': 'お願いしたいこと (どちらか一方のプロトコルで足ります):',

  'move.observed': '確認した内容{seen}:',
  'move.seen.from-another': '利用者とは別のコンピューターから',
  'move.seen.one-computer': '1 台のコンピューター: {named}{more}',
  'move.seen.computers': '{count} 台のコンピューター: {named}{more}',
  'move.seen.more': ' 他 {count} 台',
  'move.check-afterwards': '対応後の確認: {command}',
  'move.check-afterwards.fleet': '対応後の確認 (上記のコンピューターのいずれかで): {command}',
};
