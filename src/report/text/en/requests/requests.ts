/** The letters to the teams. */
export const REQUESTS_EN = {
  'request.to.proxy-team': 'To the proxy team: VPN gateway {target}',
  'request.to.network-team': 'To the network team: VPN gateway {target}',
  'request.to.vpn-team': 'To the VPN team: VPN gateway {target}',
  'request.problem': 'Our Windows VPN (SSTP) to {target} does not connect. {problem}',
  'request.observed': 'Observed ({at} UTC):',
  'request.observed-from-another': 'Observed ({at} UTC, from a different computer than that of the user):',
  'request.check-afterwards': 'To check afterwards: {command}',
} as const;
