import type { Translation } from '../../messages/text.ts';
import type { CERTIFICATE_EN } from '../en/certificate.ts';

export const CERTIFICATE_JA: Translation<typeof CERTIFICATE_EN> = {
  'certificate.any': '証明書',
  'certificate.names': 'ゲートウェイの名前と、証明書に記載された名前',
  'certificate.dates': '証明書の有効期間',
  'certificate.dates-or-clock': '証明書の有効期間と、このコンピューターの時計',
  'certificate.use': '証明書の用途 (serverAuth)',
  'certificate.chain': '証明書チェーン',
  'certificate.key': '証明書のキーと署名',
  'certificate.between': '、',
};
