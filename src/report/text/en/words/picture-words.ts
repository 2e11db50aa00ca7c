import type { Stage, VerdictCode } from '../../../../core/model/check.ts';
import type {
  PicturedRoute,
  PicturedSettings,
  PictureMark,
  PictureNote,
} from '../../../facts/picture/model.ts';

/** The words of the picture of both routes, in one language. */
export interface PictureWords {
  title: string;
  routes: Record<PicturedRoute['route'], string>;
  /** The state of a route or a part of it. */
  states: Record<PictureMark, string>;
  settings: Record<PicturedSettings, string>;
  thisComputer: string;
  targetComputer: string;
  recordedComputer: string;
  /** Tested from this computer for another one. */
  forComputer: (name: string) => string;
  proxy: string;
  gateway: string;
  publishers: string;
  noProxy: string;
  automatic: Record<'pac' | 'auto-detect', string>;
  /** When no check and no setting shows which proxy is used. */
  unknownProxy: (why: string) => string;
  notKnown: string;
  /** The setting was named on the command line. */
  option: string;
  stages: Record<Stage, string>;
  /** A short text for a verdict, when the check behind it has no matching reason. */
  verdicts: Partial<Record<VerdictCode, string>>;
  notes: Record<PictureNote, string>;
  /** URLs that reply. */
  answers: (count: number) => string;
  /** The same reason at several URLs. */
  times: (reason: string, count: number) => string;
  /** A failure that another URL compensates. */
  minor: (reason: string) => string;
  /** Gateways that are not drawn. */
  others: (count: number, failing: number) => string;
  /** The meaning of the lines. */
  lines: Record<'pass' | 'fail' | 'skip', string>;
  colon: string;
  stop: string;
}

const UNKNOWN: Readonly<Record<string, string>> = {
  pac: 'found by a PAC file',
  'auto-detect': 'found by auto-detect',
  socks: 'SOCKS, not supported by SSTP',
  'tls-proxy': 'over TLS, not supported by SSTP',
  unusable: 'the setting cannot be used',
};

export const PICTURE_EN: PictureWords = {
  title: 'Routes',
  routes: { tunnel: 'Tunnel route', revocation: 'Revocation route' },
  states: { pass: 'works', warn: 'works, with a warning', fail: 'fails', skip: 'not tested' },
  settings: {
    current: 'current settings',
    proposed: 'proposed settings',
    before: 'before the change',
    after: 'after the change',
  },
  thisComputer: 'This computer',
  targetComputer: 'Target computer',
  recordedComputer: 'Recorded computer',
  forComputer: (name) => `for ${name}`,
  proxy: 'Proxy',
  gateway: 'VPN gateway',
  publishers: 'CRL and OCSP servers',
  noProxy: 'no proxy',
  automatic: { pac: 'PAC file', 'auto-detect': 'auto-detect' },
  unknownProxy: (why) => UNKNOWN[why] ?? 'not known',
  notKnown: 'not known',
  option: 'Proxy of the command line',
  stages: {
    dns: 'DNS',
    tcp: 'TCP',
    connect: 'CONNECT',
    tls: 'TLS',
    certificate: 'certificate',
    http: 'SSTP request',
    sstp: 'SSTP answer',
    revocation: 'revocation',
  },
  verdicts: {
    'proxy-blocks-sstp': 'refused with the header SSTPVERSION, allowed without it',
    'captive-portal': 'a web page answers',
    'tls-inspection': 'TLS is opened on the route',
    'tls-offload': 'TLS ends in front of the gateway',
    'no-sstp-port-free': 'no SSTP port is free',
    'sstp-not-offered': 'SSTP is not offered, according to the VPN profile',
  },
  notes: {
    'not-tested': 'not tested',
    'not-followed': 'not tested: the route cannot be followed from this computer',
    'needs-tunnel': 'not tested: the certificate of the gateway names the servers',
    'no-addresses': 'the certificates name no address',
  },
  answers: (count) => (count === 1 ? '1 address answers' : `${count} addresses answer`),
  times: (reason, count) => `${reason} (${count} addresses)`,
  minor: (reason) => `${reason}; another address answers`,
  others: (count, failing) =>
    count === 1
      ? `Not shown: 1 more gateway; it ${failing === 0 ? 'does not fail' : 'fails'}.`
      : `Not shown: ${count} more gateways; ${failing === 0 ? 'none' : failing} of them ${failing > 1 ? 'fail' : 'fails'}.`,
  lines: { pass: 'Solid line: works', fail: 'dashed: fails', skip: 'dotted: not tested' },
  colon: ': ',
  stop: '. ',
};
