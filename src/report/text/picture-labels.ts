import { say } from '../../core/model/say.ts';

export const STATES = {
  pass: say('works'),
  warn: say('works, with a warning'),
  fail: say('fails'),
  skip: say('not tested'),
} as const;

export const ROUTES = {
  tunnel: say('Tunnel route'),
  request: say('Route of the request'),
  revocation: say('Revocation route'),
} as const;

export const SETTINGS = {
  none: say('no settings read'),
  current: say('current settings'),
  proposed: say('proposed settings'),
  before: say('before the change'),
  after: say('after the change'),
} as const;

export const AUTOMATIC = {
  pac: say('PAC file'),
  'auto-detect': say('auto-detect'),
} as const;

export const UNKNOWN_PROXIES = {
  pac: say('found by a PAC file'),
  'auto-detect': say('found by auto-detect'),
  socks: say('SOCKS, not supported by SSTP'),
  'tls-proxy': say('over TLS, not supported by SSTP'),
  unusable: say('the setting cannot be used'),
} as const;

export const STAGES_OF_PICTURE = {
  dns: say('DNS'),
  tcp: say('TCP'),
  connect: say('CONNECT'),
  tls: say('TLS'),
  certificate: say('certificate'),
  http: say('SSTP request'),
  sstp: say('SSTP answer'),
  revocation: say('revocation'),
} as const;

export const NOTES = {
  untested: say('not tested'),
  'not-followed': say('not tested: the route cannot be followed from this computer'),
  'needs-tunnel': say('not tested: the certificate of the gateway names the servers'),
  'no-addresses': say('the certificates name no address'),
} as const;

export const VERDICTS_OF_PICTURE = {
  'proxy-blocks-sstp': say('refused with the header SSTPVERSION, allowed without it'),
  'captive-portal': say('a web page answers'),
  'tls-inspection': say('TLS is decrypted on the route'),
  'tls-offload': say('TLS is terminated in front of the gateway'),
  'no-sstp-port-free': say('no SSTP port is free'),
  'sstp-not-offered': say('SSTP is not offered, according to the VPN profile'),
} as const;
