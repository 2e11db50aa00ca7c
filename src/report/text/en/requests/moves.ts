/** The letters to the teams about a move from SSTP to IKEv2 or OpenVPN. */
export const MOVES_EN = {
  'move.to.proxy-team': 'To the proxy team: VPN gateway {host}',
  'move.to.network-team': 'To the network team: VPN gateway {host}',
  'move.to.vpn-team': 'To the VPN team: VPN gateway {host}',
  'move.problem': 'Our VPN to {host} is to move to IKEv2 or OpenVPN.',
  'move.problem.sstp-ends':
    'Azure stops SSTP on {date}. Our VPN to {host} must move to IKEv2 or OpenVPN before then.',

  'move.please': 'Please:',
  'move.please-allow': 'Please allow:',
  'move.please-allow-one': 'Please allow (one of the two protocols is enough):',
  'move.allow-udp.port': 'IKEv2: outbound UDP to {host}, port {ports}, and the answers to it',
  'move.allow-udp': 'IKEv2: outbound UDP to {host}, ports {ports}, and the answers to it',
  'move.allow-udp.esp': 'IKEv2: IP protocol 50 (ESP) to the same host, if addresses are not translated',
  'move.allow-tcp': 'OpenVPN: outbound TCP to {host}:{ports}, directly',
  'move.allow-tcp.not-tls':
    'OpenVPN: without TLS inspection, and without a rule that requires TLS there: its first bytes are not TLS',
  'move.pass-connect': 'OpenVPN: CONNECT {host}:{ports} through {proxy}, without proxy authentication',
  'move.pass-connect.not-tls':
    'OpenVPN: without TLS inspection, and with bytes that are not TLS inside the tunnel',
  'move.enable-protocol': 'enable {protocol} on the gateway{until}',
  'move.enable-ikev2.azure':
    'set the tunnel type "IKEv2 and SSTP" on the gateway{until}: there is no downtime, Windows tries IKEv2 first and falls back to SSTP',
  'move.enable-openvpn.azure':
    'enable OpenVPN on the gateway{until}: this cuts every SSTP client until it has the new package, and cannot be reversed',
  'move.confirm-openvpn.direct':
    'is OpenVPN enabled on the gateway, with the key of this profile? From this computer a connection to its port is made, but no OpenVPN server with that key answers there',
  'move.confirm-openvpn.proxy':
    'is OpenVPN enabled on the gateway, with the key of this profile? From this computer the proxy {proxy} grants a tunnel to its port, but no OpenVPN server with that key answers there',
  'move.confirm-ikev2': 'is IKEv2 enabled on the gateway? From this computer it refuses or does not answer',
  'move.accept-proposal':
    'have the gateway accept what Windows offers for IKEv2: from this computer it answers on UDP {ports} and rejects that',
  'move.confirm-point-to-site':
    'is IKEv2 enabled on the gateway for point-to-site? From this computer it answers, but a gateway with only site-to-site does so as well',
  'move.regenerate-profile': 'download a new VPN client package and redeploy it{until}',
  'move.check-profile-key': "compare the profile with the gateway: the server's key is different",
  'move.until': ', before {date}',
  'move.between-ports': ' and ',

  'move.observed': 'Observed{seen}:',
  'move.seen.from-another': 'from a different computer than that of the user',
  'move.seen.one-computer': 'from 1 computer: {named}{more}',
  'move.seen.computers': 'from {count} computers: {named}{more}',
  'move.seen.more': ' and {count} more',
  'move.check-afterwards': 'To check afterwards: {command}',
  'move.check-afterwards.fleet': 'To check afterwards: {command}, on one of these computers',
} as const;
