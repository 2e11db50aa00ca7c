import type { Translation } from '../../../messages/text.ts';
import type { TLS_EN } from '../../en/verdicts/tls.ts';

export const TLS_JA: Translation<typeof TLS_EN> = {
  'tls-end.reset-at-client-hello':
    'が TLS の最初のバイトで接続を切断します。SSTP に対応していない (OpenVPN のみの) ゲートウェイの可能性が高く、そうでなければファイアウォールが TLS を遮断しています',
  'tls-end.unrecognized-name':
    'がアラート unrecognized_name を返して TLS を拒否します。そのサーバー (または代わりに応答している機器) は、その名前 (SNI) を認識していません',
  'tls-end.handshake-failure':
    'がアラート handshake_failure を返して TLS を拒否します。Windows と共通の暗号スイート、楕円曲線、証明書の種類がないか (Windows は Ed25519、Ed448、RSASSA-PSS のキーを使えません)、クライアントに別のものを要求しています',
  'tls-end.client-certificate': 'が TLS でクライアント証明書を要求します。SSTP はこれを提示しません',
  'tls-end.tls-error': 'との TLS ハンドシェイクが完了しません',
  'tls-end.alert': 'がアラートを返して TLS ハンドシェイクを拒否します',
  'tls-end.old-tls': 'が TLS 1.2 に対応していません',
  'tls-end.tls-1.3-only':
    'は TLS 1.3 を受け付けますが、TLS 1.2 を拒否します。この Windows の SSTP が対応しているのは TLS 1.2 までです (TLS 1.3 に対応しているのは Windows 11 と Windows Server 2022 以降)',
  'tls-end.not-tls': 'が TLS 以外の応答を返します。このポートでは別のサービスが動作しています',
  'tls-end.reset-in-transit':
    'との接続が TLS の最初のバイトで切断されます。途中のファイアウォールがその名前を禁止しているか、SSTP に対応していない (OpenVPN のみの) ゲートウェイです',
  'tls-end.closed': 'が TLS ハンドシェイクの途中で接続を切断します',
  'tls-end.end-without-reply':
    'が接続を受け付け、TLS に応答しないまま後で切断します。背後のサーバーが応答しないロード バランサーの動作です',
  'tls-end.late-alert': 'が TLS ハンドシェイクの完了後に、TLS のアラートで接続を終了します',
  'tls-end.late-tls-error': 'が TLS ハンドシェイクの完了後に、TLS として正しくないデータを返します',
  'tls-end.other': 'が TLS ハンドシェイクを行わずに接続を切断します',
  'tls-next.reset-at-client-hello': 'ゲートウェイに SSTP があるかを確認してください',
  'tls-next.unrecognized-name': 'ゲートウェイの名前が正しいかを確認してください',
  'tls-next.old-tls': 'ゲートウェイで TLS 1.2 を有効にしてください',
  'tls-next.tls-1.3-only':
    'ゲートウェイで TLS 1.3 に加えて TLS 1.2 も許可してください。許可できない場合、クライアントには Windows 11、Windows Server 2022、またはそれ以降のバージョンが必要です',
  'tls-next.handshake-failure':
    'ゲートウェイに、Windows と共通の暗号スイートと楕円曲線 (ECDHE と AES、X25519、P-256、P-384) および RSA または ECDSA のキーの証明書があり、クライアント証明書を要求しないことを確認してください',
  'tls-next.client-certificate': 'ゲートウェイが TLS でクライアント証明書を要求しないようにしてください',
  'tls-next.not-tls': 'ゲートウェイの名前とポートを確認してください',
  'tls-next.end-without-reply':
    'ゲートウェイが動作し、TLS に応答することを、接続を受け付けるロード バランサーの背後も含めて確認してください',
  'tls-next.late-alert':
    'ハンドシェイクの完了後に TLS を終了する理由を、ゲートウェイのログで確認してください。SSTP が提示しないクライアント証明書を、そこで要求している可能性があります',
  'tls-next.late-tls-error':
    'ハンドシェイクの完了後の TLS を壊す原因を、ゲートウェイとその手前の機器で確認してください',
  'tls-next.other': 'ゲートウェイの TLS の設定と、ハンドシェイクが終了した理由をログで確認してください',
};
