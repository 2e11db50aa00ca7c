import type { Translation } from '../../../messages/text.ts';
import type { CLIENT_CERTIFICATE_EN } from '../../en/findings/client-certificate.ts';

export const CLIENT_CERTIFICATE_JA: Translation<typeof CLIENT_CERTIFICATE_EN> = {
  'client-certificate-problem.none': 'クライアント認証用の証明書がありません',
  'client-certificate-problem.empty': 'ストアが空です',
  'client-certificate-problem.no-private-key': '秘密キーがありません',
  'client-certificate-problem.expired': '有効期限が切れています',
  'client-certificate-problem.not-yet-valid': 'まだ有効になっていません',
  'client-certificate-problem.chain-incomplete': '発行元の証明書がどのストアにもありません',
  'client-certificate-problem.root-not-trusted': '信頼されたルート証明機関に到達しません',
  'client-certificate-problem.root-of-user-only':
    'ルート証明書がユーザーのストアだけにあり、コンピューターのストアにありません',
  'client-certificate-problem.root-of-computer-only':
    'ルート証明書がコンピューターのストアだけにあり、ユーザーのストアにありません',
};
