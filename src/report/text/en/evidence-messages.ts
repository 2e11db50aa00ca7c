import type { ClientProblem } from '../../../core/evidence/client-certificate.ts';
import type { Actor } from '../../../core/explain/model.ts';
import { EXPLANATION_EN } from '../explanation-text.ts';
import { type Describe, wordFor, words } from '../finding-text.ts';
import { WHY_NOT } from './why-not.ts';

const CLIENT_PROBLEMS: Readonly<Record<ClientProblem | 'none', string>> = {
  none: 'none of them is for client authentication',
  'no-private-key': 'there is no private key with it',
  expired: 'it has expired',
  'not-yet-valid': 'it is not valid yet',
  'chain-incomplete': 'the certificate that issued it is in no certificate store',
  'root-not-trusted': 'its chain does not end in the trusted roots',
  'root-of-user-only': 'its root is among the trusted roots of the user, and not of the computer',
  'root-of-computer-only': 'its root is among the trusted roots of the computer, and not of the user',
};

const UNSEEN: Readonly<Record<string, string>> = {
  ...WHY_NOT,
  'other-user': 'they are those of another user than the one who runs this',
  failed: 'the certificate store cannot be read',
};

/** Accounts whose CRL cache is read. */
const ACCOUNTS: Readonly<Record<string, string>> = {
  user: 'the user who runs this',
  'S-1-5-18': 'SYSTEM',
  'S-1-5-19': 'LocalService',
  'S-1-5-20': 'NetworkService',
};

/** Findings from the machine's own evidence of VPN problems. */
export const EVIDENCE_TEXTS = {
  'logged-proxy-authentication': (e) => ({
    message: `Windows logged that a proxy on the route requires authentication, which SSTP does not support: RasSstp event ${e.event}${when(e)}.`,
    remedy:
      over(e) ?? 'Proxy team: allow the gateway without authentication. No setting on this computer helps.',
  }),
  'logged-interception': (e) => ({
    message: `Windows logged that the certificate which the tunnel saw is not the server's own: RasSstp event ${e.event}${when(e)}${hash(e)}.`,
    remedy:
      over(e) ??
      "Proxy team: exempt the gateway from TLS inspection. VPN team, where a reverse proxy ends TLS before a server of one's own: pass TCP through, or give both the same certificate.",
  }),
  'logged-sstp-event': (e) => ({
    message: `Windows logged RasSstp event ${e.event}${when(e)}: ${e.meaning}${e.text === undefined ? '' : ` ("${e.text}")`}.`,
    remedy: over(e) ?? likely(e),
  }),
  'logged-vpn-error': (e) => ({
    message: `Windows logged that ${connection(e)} ${e.ended === true ? 'ended' : 'failed'} with ${e.code}${e.name === null ? '' : ` (${e.name})`}${when(e)}${e.meaning === null ? '.' : `: ${e.meaning}`}`,
    remedy:
      over(e) ?? [likely(e), `More: p2s-fix explain ${e.code}`].filter((part) => part !== null).join(' '),
  }),
  'client-certificate': (e) => clientCertificate(e),
  'revocation-cached': (e) => ({
    message: `The revocation path fails, but Windows has cached answers: ${copies(e.copies)}. The VPN may continue to work until they expire, and then fail.`,
    remedy: 'Fix the path anyway. certutil -urlcache in that account shows when they expire.',
  }),
  'clock-differs': (e) => ({
    message: `The clock of this computer is ${duration(e.seconds)} ${Number(e.seconds) > 0 ? 'ahead of' : 'behind'} that of ${e.url ?? (e.stage === 'connect' ? 'the proxy' : 'the gateway')}${isFilled(e.fails) ? ', and certificates or lists fail by their dates' : isFilled(e.failsAnyway) ? '. It does not explain the failures: they occur with the other clock as well' : e.agrees === true ? '; that of another server agrees with this computer' : ''}.`,
    remedy:
      e.agrees === true
        ? `VPN team, or the owner of the server: check the clock of ${e.url ?? (e.stage === 'connect' ? 'the proxy' : 'the gateway')}. Administrator: compare the clock of this computer (w32tm /query /status).`
        : 'Administrator: set the clock (w32tm /query /status; w32tm /resync).',
  }),
  'evidence-unseen': (e) => ({
    message:
      e.unavailable === null
        ? `Event logs could not be read: ${words(e.logs)}. Whether Windows logged VPN problems is not known.`
        : `The VPN evidence of Windows (events, client certificates, CRL caches) was not read: ${wordFor(WHY_NOT, e.unavailable)}.`,
    remedy: null,
  }),
} satisfies Record<string, Describe>;

function clientCertificate(e: Record<string, unknown>): ReturnType<Describe> {
  if (e.unseen !== null)
    return {
      message: `The client certificates were not read: ${wordFor(UNSEEN, e.unseen)}.`,
      remedy: 'Run this as the VPN user, or check certmgr.msc of that user: Personal, Certificates.',
    };
  if (e.problem === null)
    return {
      message: `CurrentUser\\My holds ${e.usable} client certificate(s) without a problem on this computer.`,
      remedy: 'VPN team: check that the gateway trusts their root, and that none of them is revoked there.',
    };
  const [first] = Array.isArray(e.certificates) ? (e.certificates as Record<string, unknown>[]) : [];
  const which = first === undefined ? '' : ` (issued by ${first.issuer}, valid until ${first.validTo})`;
  return {
    message: `CurrentUser\\My holds no usable client certificate: ${CLIENT_PROBLEMS[e.problem as ClientProblem]}${which}.`,
    remedy:
      'Install the client certificate with its private key in CurrentUser\\My, and its root in Trusted Root of both the user and the computer.',
  };
}

function when({ count, last }: Record<string, unknown>): string {
  return count === 1 ? `, ${last}` : `, ${count} times, last ${last}`;
}

function connection({ connection: name }: Record<string, unknown>): string {
  return name === null ? 'a connection' : `the connection "${name}"`;
}

function hash({ sha256, sha1 }: Record<string, unknown>): string {
  if (sha256 != null) return `, SHA-256 ${sha256}`;
  return sha1 == null ? '' : `, SHA-1 ${sha1}`;
}

function over({ overSince }: Record<string, unknown>): string | null {
  return overSince === null ? null : `The connection came up afterwards (${overSince}).`;
}

function likely({ cause, actor, proved }: Record<string, unknown>): string | null {
  if (cause === null) return null;
  return `${EXPLANATION_EN.actors[actor as Actor] ?? actor}: ${proved === null ? 'the most likely cause' : 'confirmed by the path check now'}: ${cause}`;
}

function copies(value: unknown): string {
  const all = Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
  return all.map(({ url, account, at }) => `${url} for ${wordFor(ACCOUNTS, account)}, of ${at}`).join('; ');
}

function duration(value: unknown): string {
  const minutes = Math.round(Math.abs(Number(value)) / 60);
  if (minutes < 120) return `${minutes} minutes`;
  return minutes < 2880 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / 1440)} days`;
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}
