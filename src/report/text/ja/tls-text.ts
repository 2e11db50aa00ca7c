/** Reasons of a failed TLS handshake with the gateway. */
const TLS_ENDS: Readonly<Record<string, string>> = {
  'reset-at-client-hello':
    'が TLS の最初のバイトで接続を切断します。SSTP に対応していない (OpenVPN のみの) ゲートウェイの可能性が高く、そうでなければファイアウォールが TLS を遮断しています',
  'unrecognized-name':
    'がアラート unrecognized_name を返して TLS を拒否します。そのサーバー (または代わりに応答している機器) は、その名前 (SNI) を認識していません',
  'handshake-failure':
    'がアラート handshake_failure を返して TLS を拒否します。Windows と共通の暗号スイートや楕円曲線がないか、クライアントに別のものを要求しています',
  'client-certificate': 'が TLS でクライアント証明書を要求します。SSTP はこれを提示しません',
  'tls-error': 'との TLS ハンドシェイクが完了しません',
  alert: 'がアラートを返して TLS ハンドシェイクを拒否します',
  'old-tls': 'が TLS 1.2 に対応していません',
  'tls-1.3-only':
    'は TLS 1.3 を受け付けますが、TLS 1.2 を拒否します。この Windows の SSTP が対応しているのは TLS 1.2 までです (TLS 1.3 に対応しているのは Windows 11 と Windows Server 2022 以降)',
  'not-tls': 'が TLS 以外の応答を返します。このポートでは別のサービスが動作しています',
};

/** What there is to do about it at the gateway. */
const TLS_NEXT: Readonly<Record<string, string>> = {
  'reset-at-client-hello': 'ゲートウェイで SSTP が有効になっているかを確認してください',
  'unrecognized-name': 'ゲートウェイの名前が正しいかを確認してください',
  'old-tls': 'ゲートウェイで TLS 1.2 を有効にしてください',
  'tls-1.3-only':
    'ゲートウェイで TLS 1.3 に加えて TLS 1.2 も許可してください。許可できない場合、クライアントには Windows 11、Windows Server 2022、またはそれ以降のバージョンが必要です',
  'handshake-failure':
    'ゲートウェイに、Windows と共通の暗号スイートと楕円曲線 (ECDHE と AES、X25519、P-256、P-384) およびそれに対応する証明書があり、クライアント証明書を要求しないことを確認してください',
  'client-certificate': 'ゲートウェイが TLS でクライアント証明書を要求しないようにしてください',
  'not-tls': 'ゲートウェイの名前とポートを確認してください',
};

/** How a TLS handshake with the gateway ended. */
export function tlsEndInJapanese(reason: string | null, resetInTransit: boolean): string {
  if (resetInTransit)
    return 'との接続が TLS の最初のバイトで切断されます。途中のファイアウォールがその名前を禁止しているか、SSTP に対応していない (OpenVPN のみの) ゲートウェイです';
  return TLS_ENDS[String(reason)] ?? 'が TLS ハンドシェイクを行わずに接続を切断します';
}

/** What the VPN team has to do about a TLS handshake that failed. */
export function tlsNextInJapanese(reason: string | null): string {
  return (
    TLS_NEXT[String(reason)] ??
    'ゲートウェイの TLS の設定と、ハンドシェイクが終了した理由をログで確認してください'
  );
}
