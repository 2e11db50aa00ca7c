import { describe, expect, it } from 'vitest';
import type { Check, Stage, VerdictCode } from '../../../src/core/model/check.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { ENGLISH, textsOf as textsIn } from '../../../src/report/text/texts.ts';

const JAPANESE = textsIn('ja', IN_JAPANESE);

const GATEWAY = 'vpn.contoso.example';
const PROXY = 'proxy.contoso.example:8080';

function failed(stage: Stage, evidence: Check['evidence'], via = 'direct'): Check {
  const where = { gateway: GATEWAY, stores: 'current', from: 'this-machine', url: null } as const;
  return { ...where, stage, via, status: 'fail', durationMs: 1, evidence };
}

function textsOf(verdict: VerdictCode, check: Check): [english: string, japanese: string] {
  const one = { gateway: GATEWAY, stores: 'current', verdict, stage: check.stage } as const;
  return [ENGLISH.verdict(one, [check]).message, JAPANESE.verdict(one, [check]).message];
}

const LEAF = {
  subject: 'CN=www.contoso.example',
  san: ['DNS:www.contoso.example', 'IP Address:192.0.2.1'],
  validFrom: '2024-01-01T00:00:00.000Z',
  validTo: '2025-01-01T00:00:00.000Z',
  authorizationError: 'INVALID_CA',
};

describe('what was observed, in the sentence of the verdict', () => {
  it.each<[VerdictCode, Check, english: string, japanese: string]>([
    [
      'certificate-invalid',
      failed('certificate', { ...LEAF, reasons: ['chain-invalid', 'name-mismatch', 'expired'] }),
      'its chain is not valid (INVALID_CA); issued for other names (www.contoso.example, 192.0.2.1); expired (2024-01-01 - 2025-01-01 00:00 UTC).',
      '証明書チェーンが正しくありません (INVALID_CA)、別の名前の証明書です (www.contoso.example, 192.0.2.1)、有効期限が切れています (2024-01-01 - 2025-01-01 00:00 UTC)。',
    ],
    [
      'certificate-invalid',
      failed('certificate', { reason: 'certificate-unreadable' }),
      'is not valid for it: it cannot be read.',
      '証明書を読み取れません。',
    ],
    [
      'certificate-invalid',
      failed('certificate', {
        ...LEAF,
        validTo: '2027-01-01T00:00:00.000Z',
        reasons: ['expired'],
        outOfDate: [
          {
            reason: 'expired',
            subject: 'CN=Contoso Issuing CA',
            validFrom: '2020-01-01T00:00:00.000Z',
            validTo: '2025-06-01T00:00:00.000Z',
          },
        ],
      }),
      'expired (CN=Contoso Issuing CA, 2020-01-01 - 2025-06-01 00:00 UTC).',
      '有効期限が切れています (CN=Contoso Issuing CA, 2020-01-01 - 2025-06-01 00:00 UTC)。',
    ],
    [
      'certificate-invalid',
      failed('certificate', { ...LEAF, san: [], reasons: ['name-mismatch'] }),
      'issued for other names (CN=www.contoso.example).',
      '別の名前の証明書です (CN=www.contoso.example)。',
    ],
    [
      'certificate-invalid',
      failed('certificate', {
        ...{ ...LEAF, subject: 'CN=192.0.2.1', san: [], reasons: ['no-alternative-name'] },
      }),
      ': it has no alternative name, which an address needs (CN=192.0.2.1).',
      'IP アドレスの照合に必要なサブジェクトの別名 (SAN) がありません (CN=192.0.2.1)。',
    ],
    [
      'wrong-root',
      failed('certificate', { ...LEAF, reasons: ['wrong-root', 'untrusted-root', 'expired'] }),
      'than its VPN profile expects; also: expired (2024-01-01 - 2025-01-01 00:00 UTC).',
      '指定されたものと異なります。有効期限が切れています (2024-01-01 - 2025-01-01 00:00 UTC)。',
    ],
    [
      'certificate-invalid',
      failed('certificate', { ...LEAF, reasons: ['name-mismatch', 'wrong-root'] }),
      'issued for other names (www.contoso.example, 192.0.2.1); under a different root than its VPN profile expects.',
      '別の名前の証明書です (www.contoso.example, 192.0.2.1)、ルート証明書が VPN プロファイルで指定されたものと異なります。',
    ],
    [
      'untrusted-root',
      failed('certificate', {
        ...LEAF,
        reasons: ['untrusted-root', 'wrong-purpose'],
        top: { subject: 'CN=Contoso Root', sha256: '', sha1: '' },
      }),
      'not trusted on this computer (the last of its chain: CN=Contoso Root); also: not issued for servers (no serverAuth).',
      '信頼されていません (チェーンの最後の証明書: CN=Contoso Root)。サーバー用の証明書ではありません (serverAuth なし)。',
    ],
    [
      'untrusted-root',
      failed('certificate', {
        ...{ ...LEAF, reasons: ['untrusted-root', 'expired'] },
        missingIssuer: { subject: 'CN=www.contoso.example', issuer: 'CN=Contoso CA', urls: [] },
      }),
      '"CN=Contoso CA", which issued "CN=www.contoso.example", is neither a trusted root on this computer nor a CA certificate that the gateway sends, and the certificate names no address to fetch it from; also: expired (2024-01-01 - 2025-01-01 00:00 UTC).',
      '「CN=www.contoso.example」の発行者「CN=Contoso CA」は、このコンピューターで信頼されているルート証明書ではなく、中間証明書としてゲートウェイから送信されてもいません。取得先のアドレス (AIA) も証明書にありません。有効期限が切れています (2024-01-01 - 2025-01-01 00:00 UTC)。',
    ],
    [
      'not-sstp',
      failed('http', { reason: 'status', httpStatus: 404, server: 'nginx/1.22.1' }),
      'not as an SSTP server (HTTP 404; nginx/1.22.1).',
      'SSTP サーバーではありません (HTTP 404、nginx/1.22.1)。',
    ],
    [
      'not-sstp',
      failed('sstp', { reason: 'not-a-packet', began: '3c' }),
      'not as an SSTP server (no SSTP packet after its 200).',
      'SSTP サーバーではありません (200 の後に SSTP のパケットが続きません)。',
    ],
    [
      'proxy-refused',
      failed('connect', { reason: 'closed' }, PROXY),
      'gives no usable answer to CONNECT vpn.contoso.example:443: the connection was closed before a complete answer.',
      'CONNECT vpn.contoso.example:443 に対する有効な応答がありません。',
    ],
    [
      'no-sstp-port-free',
      failed('http', { reason: 'status', httpStatus: 503, server: 'Microsoft-HTTPAPI/2.0' }),
      'answers 503: no SSTP port is free, or a service behind it does not run.',
      'SSTP ポートに空きがないか、応答元のサービスが動作していません。',
    ],
    [
      'tls-failed',
      failed('tls', { reason: 'old-tls' }),
      'does not support TLS 1.2.',
      'TLS 1.2 に対応していません。',
    ],
    [
      'proxy-refused',
      failed('connect', { reason: 'status', httpStatus: 400, server: 'nginx/1.22.1' }, PROXY),
      `The server at ${PROXY} does not accept CONNECT (400, nginx/1.22.1). It may not be a proxy.`,
      `${PROXY} で応答しているサーバーは CONNECT を受け付けません (400, nginx/1.22.1)。`,
    ],
    [
      'proxy-refused',
      failed('connect', { reason: 'status', httpStatus: 405, squidError: 'ERR_UNSUP_REQ 0' }, PROXY),
      `The server at ${PROXY} does not accept CONNECT (405). It may not be a proxy.`,
      `${PROXY} で応答しているサーバーは CONNECT を受け付けません (405)。`,
    ],
    [
      'proxy-refused',
      failed('connect', { reason: 'status', httpStatus: 400, squidError: 'ERR_INVALID_URL 0' }, PROXY),
      `The proxy ${PROXY} refuses CONNECT vpn.contoso.example:443 (400).`,
      `プロキシ ${PROXY} が CONNECT vpn.contoso.example:443 を拒否しています (400)。`,
    ],
    [
      'revoked',
      failed('revocation', { reason: 'revoked', position: 1, subject: 'CN=Contoso Issuing CA' }),
      'The CA certificate "CN=Contoso Issuing CA" in the chain of vpn.contoso.example is revoked.',
      'vpn.contoso.example の証明書チェーンにある CA 証明書「CN=Contoso Issuing CA」が失効しています。',
    ],
    [
      'revoked',
      failed('revocation', { reason: 'revoked', position: 0, subject: 'CN=vpn.contoso.example' }),
      'The certificate of vpn.contoso.example is revoked.',
      'vpn.contoso.example の証明書が失効しています。',
    ],
    [
      'certificate-invalid',
      failed('certificate', { ...LEAF, reasons: ['not-yet-valid'] }),
      'not yet valid (2024-01-01 00:00 UTC - 2025-01-01)',
      'まだ有効ではありません (2024-01-01 00:00 UTC - 2025-01-01)',
    ],
    [
      'gateway-unreachable',
      failed('tcp', { of: 'gateway', reason: 'refused', errno: 'ECONNREFUSED' }),
      'cannot be reached (direct): connection refused.',
      '到達できません (直接接続)。接続が拒否されました。',
    ],
    [
      'gateway-unreachable',
      failed(
        'connect',
        { reason: 'status', httpStatus: 503, server: 'squid/5.7', squidError: 'ERR_CONNECT_FAIL 111' },
        PROXY,
      ),
      `(through ${PROXY}): the proxy answers 503, squid/5.7, ERR_CONNECT_FAIL 111.`,
      `(${PROXY} 経由)。プロキシの応答: 503, squid/5.7, ERR_CONNECT_FAIL 111。`,
    ],
    [
      'gateway-unreachable',
      failed('connect', { reason: 'status', httpStatus: 503, squidError: 'ERR_DNS_FAIL 0' }, PROXY),
      ': the proxy does not know its name (503, ERR_DNS_FAIL 0).',
      'プロキシがその名前を解決できません (503, ERR_DNS_FAIL 0)。',
    ],
    [
      'tls-failed',
      failed('tls', { reason: 'unrecognized-name' }),
      'the alert unrecognized_name: it, or the server that answers instead, does not serve that name (SNI).',
      'アラート unrecognized_name を返して',
    ],
    [
      'tls-failed',
      failed('tls', { reason: 'reset-at-client-hello' }),
      'a firewall on the route that blocks the name, or a gateway without SSTP',
      '途中のファイアウォールがその名前を禁止しているか、',
    ],
    [
      'tls-failed',
      failed('tls', { reason: 'reset-at-client-hello' }, PROXY),
      'the proxy cuts TLS by the name, or the gateway has no SSTP (OpenVPN only).',
      'プロキシがその名前を理由に TLS を切断しているか、ゲートウェイが SSTP に対応していません (OpenVPN のみ)。',
    ],
    [
      'tls-failed',
      failed('tls', { reason: 'reset-at-client-hello', direct: { tls: 'reset-at-client-hello' } }, PROXY),
      'most likely a gateway without SSTP',
      'ゲートウェイの可能性が高く、',
    ],
  ])('%s: %j', (verdict, check, english, japanese) => {
    const [inEnglish, inJapanese] = textsOf(verdict, check);
    expect(inEnglish).toContain(english);
    expect(inJapanese).toContain(japanese);
  });

  it.each([
    ['ldap', 'On a domain-joined computer, LDAP may be enough.', 'LDAP を使用できる場合があります。'],
    ['scheme', 'publish the revocation list over http as well.', '失効リストを HTTP でも公開してください。'],
  ])('LDAP is named where a certificate names it: %s', (reason, english, japanese) => {
    const checks: Check[] = [
      { ...failed('sstp', {}), status: 'pass' },
      { ...failed('revocation', { reason, position: 0 }), status: 'skip' },
    ];
    const one = {
      gateway: GATEWAY,
      stores: 'current',
      verdict: 'not-tested',
      stage: 'revocation',
    } as const;
    expect(ENGLISH.verdict(one, checks).next?.endsWith(english)).toBe(true);
    expect(JAPANESE.verdict(one, checks).next?.endsWith(japanese)).toBe(true);
  });
});
