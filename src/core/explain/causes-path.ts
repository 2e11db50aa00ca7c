import { byId } from './model.ts';

/** Causes on the route to the gateway: settings, proxy, network, server. */
export const PATH_CAUSES = byId({
  'wininet-missing': {
    cause:
      'The VPN user has no proxy in WinINET, or a wrong one, so SSTP connects directly or to the wrong proxy.',
    actor: 'admin',
    look: null,
  },
  'proxy-dead': {
    cause: 'The proxy does not answer: its name or port is wrong, or the computer has left its network.',
    actor: 'admin',
    look: null,
  },
  'proxy-auth': {
    cause:
      'The proxy requires authentication (407), which SSTP does not support. Only a change on the proxy can fix this.',
    actor: 'proxy-team',
    look: 'RasSstp event 23 in the System log reports the same.',
  },
  'proxy-refuses': {
    cause: 'The proxy refuses CONNECT to the gateway.',
    actor: 'proxy-team',
    look: 'RasSstp event 4 in the System log has the HTTP status.',
  },
  'proxy-filters-sstp': {
    cause: 'The proxy refuses CONNECT with the header SSTPVERSION.',
    actor: 'proxy-team',
    look: null,
  },
  'system-proxy': {
    cause:
      'Services use WinHTTP, not the setting of a user: WinHTTP has no proxy, a wrong one, or the proxy blocks these hosts or requires authentication.',
    actor: 'admin',
    look: 'netsh winhttp show proxy',
  },
  'update-server': {
    cause:
      'The update server (WSUS or Microsoft) answers with an error, or is not reachable from this network.',
    actor: 'network-team',
    look: 'The log of Get-WindowsUpdateLog names the address.',
  },
  'winhttp-list': {
    cause: 'The list of WinHTTP has a part that WinHTTP cannot use, so it does not work as intended.',
    actor: 'admin',
    look: 'netsh winhttp show proxy, character by character.',
  },
  'name-unknown': {
    cause: 'This computer or the proxy cannot resolve the name of the gateway.',
    actor: 'admin',
    look: null,
  },
  'gateway-tcp': {
    cause: 'TCP to the gateway is refused or blocked, from this computer or from the proxy.',
    actor: 'network-team',
    look: null,
  },
  silence: {
    cause: 'A device on the route drops the traffic without a reply.',
    actor: 'network-team',
    look: null,
  },
  'sstp-off': {
    cause:
      'The gateway closes the connection instead of completing the TLS handshake: SSTP is off (OpenVPN only).',
    actor: 'vpn-team',
    look: null,
  },
  'no-sstp-server': {
    cause: 'The server on this port is not an SSTP server.',
    actor: 'vpn-team',
    look: 'RasSstp event 4 in the System log has the HTTP status.',
  },
  'no-port-free': {
    cause:
      'The server has no free SSTP port; an Azure gateway accepts 128 connections (256 if active-active).',
    actor: 'vpn-team',
    look: null,
  },
  'server-binding': {
    cause: 'On your own server, the SSTP listener has no certificate bound, or a wrong one.',
    actor: 'vpn-team',
    look: 'netsh http show sslcert on the server.',
  },
  'gateway-tls': {
    cause:
      'The gateway refuses the TLS handshake that SSTP offers on this Windows: the version, the cipher suites, or the missing client certificate.',
    actor: 'vpn-team',
    look: null,
  },
  'old-tls': {
    cause: 'TLS 1.2 is off on this Windows (7, 8.1), and the gateway accepts no older version.',
    actor: 'admin',
    look: 'TlsVersion and DefaultSecureProtocols in the registry, as described on the page below.',
  },
  'azure-route': {
    cause: 'The GatewaySubnet has a user-defined route, or the gateway does not have the root certificate.',
    actor: 'vpn-team',
    look: 'The subnet of the gateway and its list of root certificates in the Azure portal.',
  },
  'service-off': {
    cause: 'A service that SSTP needs (SstpSvc, RasMan) is missing, disabled or not running.',
    actor: 'admin',
    look: null,
  },
  'auto-proxy-off': {
    cause: 'Automatic proxy detection is off, or its service (WinHttpAutoProxySvc) is not running.',
    actor: 'admin',
    look: null,
  },
  'pac-broken': {
    cause: 'The PAC file cannot be fetched or its script fails.',
    actor: 'proxy-team',
    look: null,
  },
  'nothing-detected': {
    cause: 'Automatic proxy detection is on, and the network announces no PAC file. That alone is normal.',
    actor: 'admin',
    look: null,
  },
});
