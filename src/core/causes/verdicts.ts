import type { FindingCode } from '../model/finding.ts';
import { type Phrase, say } from '../model/say.ts';
import type { Owner } from './rule.ts';

/** What a verdict means without the values of one path. The JSON field is `verdict`; docs/verdicts.md. */
export interface VerdictRow {
  /** A sentence that is true of every path that has it. */
  readonly says: Phrase;
  /** Who may have to act; the first one where nothing else is known of a path, as in a line of Intune. */
  readonly owners: readonly Owner[];
  /** Absent: the path fails. */
  readonly standing?: 'works' | 'untested' | 'not-offered';
  /** What comes back for the gateway, where that alone follows from the verdict. */
  readonly answers?: 'sstp' | 'inspection' | 'front' | 'page' | 'unreached' | 'silence';
  /** The tunnel works: an answer about a certificate is lacking, or says that it is revoked. */
  readonly revocation?: 'lacking' | 'found';
  /** The error by a date that explains it. */
  readonly datedBy?: FindingCode;
  /** The scripts for Intune report it. */
  readonly isInScripts?: true;
}

const ROWS = {
  reachable: { says: say('Both routes work.'), owners: [], standing: 'works', answers: 'sstp' },
  'proxy-unreachable': {
    says: say('The proxy is unreachable.'),
    owners: ['administrator', 'proxy-team', 'network-team', 'user'],
  },
  'proxy-auth-required': {
    says: say('The proxy requires authentication (407), which SSTP does not support.'),
    owners: ['proxy-team'],
    isInScripts: true,
  },
  'proxy-blocks-sstp': {
    says: say('The proxy blocks CONNECT requests with the header of SSTP.'),
    owners: ['proxy-team'],
  },
  'proxy-refused': {
    says: say('The proxy refuses to connect to the gateway.'),
    owners: ['proxy-team', 'administrator', 'vpn-team'],
  },
  'dns-failed': {
    says: say('The name of the gateway does not resolve.'),
    owners: ['administrator', 'network-team'],
  },
  'gateway-unreachable': {
    says: say('The gateway is unreachable.'),
    owners: ['network-team', 'proxy-team', 'vpn-team', 'administrator'],
    answers: 'unreached',
  },
  timeout: {
    says: say('There is no reply in time.'),
    owners: ['network-team', 'proxy-team', 'vpn-team', 'administrator'],
    answers: 'silence',
  },
  'captive-portal': {
    says: say('A sign-in page answers in place of the gateway.'),
    owners: ['user', 'proxy-team', 'network-team', 'vpn-team', 'administrator'],
    answers: 'page',
  },
  'tls-failed': {
    says: say('The TLS handshake fails.'),
    owners: ['vpn-team', 'network-team', 'proxy-team'],
  },
  'tls-inspection': {
    says: say('The proxy inspects TLS, which SSTP does not support.'),
    owners: ['proxy-team', 'network-team'],
    answers: 'inspection',
  },
  'tls-offload': {
    says: say('A reverse proxy terminates TLS in front of the gateway.'),
    owners: ['vpn-team'],
    answers: 'front',
  },
  'untrusted-root': {
    says: say('The root certificate of the gateway is not trusted.'),
    owners: ['vpn-team', 'administrator', 'proxy-team', 'network-team'],
  },
  'wrong-root': {
    says: say('The root certificate of the gateway is not the one of the profile.'),
    owners: ['vpn-team'],
    datedBy: 'profile-root-old',
  },
  'certificate-invalid': {
    says: say('The certificate of the gateway is not valid.'),
    owners: ['vpn-team', 'proxy-team'],
  },
  'no-sstp-port-free': { says: say('The gateway has no free SSTP port.'), owners: ['vpn-team'] },
  'sstp-not-offered': {
    says: say('The gateway does not offer SSTP.'),
    owners: ['vpn-team'],
    standing: 'not-offered',
  },
  'not-sstp': {
    says: say('What answers is not an SSTP server, or its certificate is not accepted.'),
    owners: ['vpn-team', 'proxy-team', 'network-team', 'administrator'],
    datedBy: 'sstp-retirement',
    isInScripts: true,
  },
  revoked: {
    says: say('The certificate of the gateway is revoked.'),
    owners: ['vpn-team'],
    answers: 'sstp',
    revocation: 'found',
  },
  'revocation-unreachable': {
    says: say('The revocation of the certificate cannot be checked.'),
    owners: ['administrator', 'proxy-team', 'network-team', 'vpn-team'],
    answers: 'sstp',
    revocation: 'lacking',
    isInScripts: true,
  },
  'not-tested': {
    says: say('The path was not tested to its end.'),
    owners: ['administrator', 'vpn-team'],
    standing: 'untested',
  },
} as const satisfies Readonly<Record<string, VerdictRow>>;

/** The earliest failing stage of the tunnel decides, then revocation. */
export type VerdictCode = keyof typeof ROWS;

/** The verdict on a path that was not tested. */
export const UNTESTED = 'not-tested' satisfies VerdictCode;

export const VERDICT_CODES = Object.keys(ROWS) as [VerdictCode, ...VerdictCode[]];

/** Whether a word, which may be anything, is a verdict of this version. */
export function isVerdict(code: string): code is VerdictCode {
  return Object.hasOwn(ROWS, code);
}

/** The row of a verdict; that of a later version has only its code. */
export function verdictRow(code: string): VerdictRow {
  return isVerdict(code) ? ROWS[code] : { says: code, owners: [] };
}

interface Judged {
  readonly verdict: string;
}

/** Whether the path works. */
export function isReachable({ verdict }: Judged): boolean {
  return verdictRow(verdict).standing === 'works';
}

/** Whether the path could not be tested to its end. */
export function isUntested({ verdict }: Judged): boolean {
  return verdictRow(verdict).standing === 'untested';
}

/** Whether a gateway was tested and the test failed. */
export function isOutOfReach(judged: Judged): boolean {
  return !isReachable(judged) && !isUntested(judged);
}

/** How a view marks a path. */
export function verdictMark(verdict: string): 'pass' | 'skip' | 'fail' {
  if (isReachable({ verdict })) return 'pass';
  return isUntested({ verdict }) ? 'skip' : 'fail';
}
