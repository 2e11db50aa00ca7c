import { byId } from './model.ts';

/** Causes on the route to the gateway: settings, proxy, network, server. */
export const PATH_CAUSES = byId({
  'wininet-missing': {
    cause: 'The VPN user has no proxy in WinINET, or a wrong one, so the client goes its own way.',
    actor: 'admin',
    proofs: [
      { kind: 'finding', finding: 'wininet-strings-newer' },
      { kind: 'finding', finding: 'wininet-strings-only' },
      { kind: 'finding', finding: 'wininet-not-as-desired' },
      { kind: 'verdict', verdict: 'dns-failed' },
    ],
    look: null,
  },
  'proxy-dead': {
    cause: 'The proxy that is set does not answer: wrong name or port, or the machine has left its network.',
    actor: 'admin',
    proofs: [
      { kind: 'verdict', verdict: 'proxy-unreachable' },
      { kind: 'finding', finding: 'winhttp-proxy-stale' },
    ],
    look: null,
  },
  'proxy-auth': {
    cause: 'The proxy asks for authentication (407), which SSTP cannot give; only the proxy can be changed.',
    actor: 'proxy-team',
    proofs: [
      { kind: 'verdict', verdict: 'proxy-auth-required' },
      { kind: 'finding', finding: 'logged-proxy-authentication' },
    ],
    look: 'RasSstp event 23 in the System log says the same.',
  },
  'proxy-refuses': {
    cause: 'The proxy refuses CONNECT to the gateway.',
    actor: 'proxy-team',
    proofs: [
      { kind: 'verdict', verdict: 'proxy-refused' },
      { kind: 'verdict', verdict: 'captive-portal' },
    ],
    look: 'RasSstp event 4 in the System log carries the HTTP status.',
  },
  'proxy-filters-sstp': {
    cause: 'The proxy refuses CONNECT when it carries the header SSTPVERSION.',
    actor: 'proxy-team',
    proofs: [{ kind: 'verdict', verdict: 'proxy-blocks-sstp' }],
    look: null,
  },
  'name-unknown': {
    cause: 'The name of the gateway is not known where it is looked up.',
    actor: 'admin',
    proofs: [{ kind: 'verdict', verdict: 'dns-failed' }],
    look: null,
  },
  'gateway-tcp': {
    cause: 'TCP to the gateway is refused or blocked, here or behind the proxy.',
    actor: 'network-team',
    proofs: [{ kind: 'verdict', verdict: 'gateway-unreachable' }],
    look: null,
  },
  silence: {
    cause: 'Something on the way drops the traffic without an answer.',
    actor: 'network-team',
    proofs: [{ kind: 'verdict', verdict: 'timeout' }],
    look: null,
  },
  'sstp-off': {
    cause: 'The gateway ends the connection instead of a TLS handshake: SSTP is not on (OpenVPN only).',
    actor: 'vpn-team',
    proofs: [{ kind: 'verdict', verdict: 'tls-failed', reason: 'reset-at-client-hello' }],
    look: null,
  },
  'not-sstp': {
    cause: 'What answers on the port is no SSTP server.',
    actor: 'vpn-team',
    proofs: [{ kind: 'verdict', verdict: 'not-sstp' }],
    look: 'RasSstp event 4 in the System log carries the HTTP status.',
  },
  'no-port-free': {
    cause: 'The server has no SSTP port free; an Azure gateway takes 128 connections (256 active-active).',
    actor: 'vpn-team',
    proofs: [{ kind: 'verdict', verdict: 'no-sstp-port-free' }],
    look: null,
  },
  'server-binding': {
    cause: "On a server of one's own no certificate is bound to the SSTP listener, or a wrong one.",
    actor: 'vpn-team',
    proofs: [{ kind: 'verdict', verdict: 'tls-failed', reason: 'reset-at-client-hello' }],
    look: 'netsh http show sslcert on the server.',
  },
  'gateway-tls': {
    cause:
      'The gateway refuses TLS as SSTP of this Windows offers it: its version, its cipher suites, or without a client certificate.',
    actor: 'vpn-team',
    proofs: ['tls-1.3-only', 'old-tls', 'handshake-failure', 'client-certificate'].map((reason) => ({
      kind: 'verdict',
      verdict: 'tls-failed',
      reason,
    })),
    look: null,
  },
  'old-tls': {
    cause: 'TLS 1.2 is off on this Windows (7, 8.1), and the gateway takes nothing older.',
    actor: 'admin',
    proofs: [],
    look: 'TlsVersion and DefaultSecureProtocols in the registry, as the page below says.',
  },
  'azure-route': {
    cause: 'A user-defined route on the GatewaySubnet, or a root certificate that the gateway lacks.',
    actor: 'vpn-team',
    proofs: [],
    look: "The gateway's subnet and its list of root certificates in the Azure portal.",
  },
  'service-off': {
    cause: 'A service that SSTP needs is missing, disabled or does not run (SstpSvc, RasMan).',
    actor: 'admin',
    proofs: [
      { kind: 'finding', finding: 'service-disabled' },
      { kind: 'finding', finding: 'service-missing' },
    ],
    look: null,
  },
  'auto-proxy-off': {
    cause: 'Auto-detect of the proxy is switched off, or its service does not run (WinHttpAutoProxySvc).',
    actor: 'admin',
    proofs: [
      { kind: 'finding', finding: 'wpad-disabled' },
      { kind: 'finding', finding: 'automatic-refused' },
    ],
    look: null,
  },
  'pac-broken': {
    cause: 'The PAC file cannot be fetched or its script fails.',
    actor: 'proxy-team',
    proofs: [{ kind: 'finding', finding: 'automatic-refused' }],
    look: null,
  },
  'nothing-detected': {
    cause: 'Auto-detect is on, and the network announces no PAC file; that alone is normal.',
    actor: 'admin',
    proofs: [{ kind: 'finding', finding: 'automatic-resolved' }],
    look: null,
  },
});
