/** The letters to the teams about a move from SSTP to IKEv2 or OpenVPN. */
export const MOVES_EN = {
  'move.to.proxy-team': 'To the proxy team: VPN gateway {host}',
  'move.to.network-team': 'To the network team: VPN gateway {host}',
  'move.to.vpn-team': 'To the VPN team: VPN gateway {host}',
  'move.problem': 'Our VPN to {host} is to move to IKEv2 or OpenVPN.',
  'move.problem.sstp-ends':
    'Azure stops SSTP on {date}. Our VPN to {host} must move to IKEv2 or OpenVPN before then.',
  'move.problem.openvpn': 'Our VPN to {host} uses OpenVPN.',
  'move.please-one': 'Please (one of the two protocols is enough):',

  'move.observed': 'Observed{seen}:',
  'move.seen.from-another': 'from a different computer than that of the user',
  'move.seen.one-computer': 'from 1 computer: {named}{more}',
  'move.seen.computers': 'from {count} computers: {named}{more}',
  'move.seen.more': ' and {count} more',
  'move.check-afterwards': 'To check afterwards: {command}',
  'move.check-afterwards.fleet': 'To check afterwards: {command}, on one of these computers',
} as const;
