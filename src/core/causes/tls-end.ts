import { inParentheses, type Phrase, say } from '../model/say.ts';

/** How a TLS handshake ended, as a text about the gateway, and what its team has to check. */
export interface TlsEnd {
  readonly end: Phrase;
  readonly check: Phrase;
  /** What the reason proves: a server reported it in TLS, which a proxy passes on; only the version; or nothing. */
  readonly provenBy: 'server' | 'version' | null;
}

const CHECK_SETTINGS = say('check the TLS settings of the gateway; its log shows why it ends the handshake');
const CHECK_SSTP = say('check whether the gateway has SSTP');

/** By the reason of the stage; `late-…` is an end after the handshake. */
const TLS_ENDS: Readonly<Record<string, Omit<TlsEnd, 'provenBy'>>> = {
  'reset-at-client-hello': {
    end: say(
      'ends the connection at the first byte of TLS: most likely a gateway without SSTP (OpenVPN only), else a firewall that cuts TLS',
    ),
    check: CHECK_SSTP,
  },
  'unrecognized-name': {
    end: say(
      'refuses TLS with the alert unrecognized_name: it, or the server that answers instead, does not serve that name (SNI)',
    ),
    check: say('check that the gateway name is right'),
  },
  'handshake-failure': {
    end: say(
      'refuses TLS with the alert handshake_failure: no cipher suite, curve or type of certificate in common with Windows (which has no Ed25519, Ed448 or RSASSA-PSS key), or it does not serve that name (SNI) or requires something else from the client',
    ),
    check: say(
      'check that the gateway has a cipher suite and a curve of Windows (AES with ECDHE; X25519, P-256 or P-384) and a certificate with an RSA or ECDSA key, and does not require a client certificate',
    ),
  },
  'client-certificate': {
    end: say('asks for a client certificate in TLS, which SSTP does not give'),
    check: say('turn off the request for a client certificate in TLS on the gateway'),
  },
  'tls-error': { end: say('does not complete the TLS handshake'), check: CHECK_SETTINGS },
  'old-tls': { end: say('does not support TLS 1.2'), check: say('enable TLS 1.2 on the gateway') },
  'tls-1.3-only': {
    end: say(
      'accepts TLS 1.3 and refuses TLS 1.2, the newest version that SSTP on this Windows supports (TLS 1.3 requires Windows 11 or Windows Server 2022)',
    ),
    check: say(
      'allow TLS 1.2 on the gateway beside TLS 1.3; if that is not possible, the client needs Windows 11 or Windows Server 2022, or a later one',
    ),
  },
  'not-tls': {
    end: say('does not answer with TLS: another service listens on this port'),
    check: say('check the name and the port of the gateway'),
  },
  closed: { end: say('ends the connection in the middle of the TLS handshake'), check: CHECK_SETTINGS },
  'end-without-reply': {
    end: say(
      'accepts the connection, and ends it later without an answer to TLS, as a load balancer does whose server does not answer',
    ),
    check: say(
      'check that the gateway runs and answers TLS, also behind a load balancer that accepts the connection',
    ),
  },
  'late-alert': {
    end: say('completes the TLS handshake, and then ends the connection with a TLS alert'),
    check: say(
      'check the log of the gateway for why it ends TLS after the handshake; it may ask for a client certificate there, which SSTP does not give',
    ),
  },
  'late-tls-error': {
    end: say('completes the TLS handshake, but what follows is not valid TLS'),
    check: say('check the gateway and the devices in front of it for what breaks TLS after the handshake'),
  },
};

/** Alerts about what the server has or requires, and versions that it chose; a filter on the route may send others. */
const OF_SERVER: readonly string[] = [
  'unrecognized-name',
  'handshake-failure',
  'client-certificate',
  'old-tls',
  'late-alert',
];
const OTHER = { end: say('ends the connection instead of a TLS handshake'), check: CHECK_SETTINGS };

/** `access_denied` (RFC 8446 6), as OpenSSL names it in `ERR_SSL_TLSV1_ALERT_ACCESS_DENIED`. */
export function alertIn(errno: string | null | undefined): string | null {
  return /_ALERT_(\w+)$/.exec(errno ?? '')?.[1]?.toLowerCase() ?? null;
}

export function tlsEnd(reason: string | null, alert: string | null = null): TlsEnd {
  const known = reason !== null && Object.hasOwn(TLS_ENDS, reason) ? TLS_ENDS[reason] : undefined;
  const isOfServer = OF_SERVER.includes(reason ?? '');
  const ofAlert = reason === 'alert' && {
    end: say('refuses the TLS handshake with an alert{alert}', { alert: inParentheses(alert) }),
    check: CHECK_SETTINGS,
  };
  return {
    ...(ofAlert || (known ?? OTHER)),
    provenBy: reason === 'tls-1.3-only' ? 'version' : isOfServer ? 'server' : null,
  };
}
