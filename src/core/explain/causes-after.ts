import { byId } from './model.ts';

/** `reachable` proves that the route works, so the cause comes after it. */
const ROUTE_IS_FREE = [{ kind: 'verdict', verdict: 'reachable' }] as const;
const CERTIFICATE_SEEN = [{ kind: 'finding', finding: 'client-certificate' }, ...ROUTE_IS_FREE] as const;

/** Causes after the SSTP handshake (sign-in, addresses), and causes of other tunnels. */
export const AFTER_CAUSES = byId({
  'client-certificate': {
    cause: `No usable client certificate is in CurrentUser\\My: none, in the computer's store instead, without a private key, or without the use "client authentication".`,
    actor: 'user',
    proofs: CERTIFICATE_SEEN,
    look: 'certmgr.msc of the VPN user: Personal, Certificates.',
  },
  'client-chain': {
    cause:
      'The chain of the client certificate cannot be built: its root is not among the trusted roots of both user and computer.',
    actor: 'admin',
    proofs: CERTIFICATE_SEEN,
    look: 'certutil -verify -urlfetch on the client certificate.',
  },
  'client-certificate-bad': {
    cause: 'The client certificate is expired, revoked, or not accepted by the server.',
    actor: 'vpn-team',
    proofs: ROUTE_IS_FREE,
    look: "Dates and issuer of the certificate; on a server of one's own the NTAuth store and the log of NPS.",
  },
  'eap-server-certificate': {
    cause:
      'The certificate that the server shows inside EAP is not accepted: its root, name, dates or revocation.',
    actor: 'vpn-team',
    proofs: ROUTE_IS_FREE,
    look: 'The EAP settings of the VPN entry: trusted roots and server names.',
  },
  'eap-setup': {
    cause: 'The EAP method of the entry and that of the server do not go together.',
    actor: 'vpn-team',
    proofs: ROUTE_IS_FREE,
    look: 'The authentication settings of the VPN entry, and the policy of the server.',
  },
  account: {
    cause: 'The account is refused: password, expiry, hours, or no permission to dial in.',
    actor: 'vpn-team',
    proofs: ROUTE_IS_FREE,
    look: 'The log of the RADIUS server (NPS) or of the gateway.',
  },
  policy: {
    cause: "The server's policy does not allow this way of signing in.",
    actor: 'vpn-team',
    proofs: ROUTE_IS_FREE,
    look: 'The log of the RADIUS server (NPS) or of the gateway.',
  },
  radius: {
    cause: 'The RADIUS server does not answer the gateway, or not as it should.',
    actor: 'vpn-team',
    proofs: ROUTE_IS_FREE,
    look: "The gateway's way to the RADIUS server, and its shared secret.",
  },
  addresses: {
    cause: 'The server has no address to give, or its pool is used up.',
    actor: 'vpn-team',
    proofs: ROUTE_IS_FREE,
    look: 'The address pool of the gateway.',
  },
  'dropped-in-setup': {
    cause: 'The connection was dropped while it was set up; the code does not say by whom.',
    actor: 'network-team',
    proofs: [
      { kind: 'verdict', verdict: 'timeout' },
      { kind: 'verdict', verdict: 'tls-inspection' },
    ],
    look: 'RasSstp events in the System log at the same time.',
  },
  'user-cancelled': {
    cause: 'Somebody cancelled it. The code that came before tells more.',
    actor: 'user',
    proofs: [],
    look: 'Earlier RasClient events 20227 in the Application log.',
  },
  'session-ended': {
    cause: 'The session ended on this machine: idle, sign-out, sleep, or a service that stopped.',
    actor: 'user',
    proofs: [],
    look: null,
  },
  'ikev2-blocked': {
    cause: 'IKEv2 was tried, and UDP 500 or 4500 does not get through; it cannot use an HTTP proxy.',
    actor: 'network-team',
    proofs: ROUTE_IS_FREE,
    look: 'The type of VPN in the entry: SSTP, or one that tries SSTP too.',
  },
  'all-tunnels-failed': {
    cause: "Every tunnel that the entry allows failed; the check of SSTP's way tells why that one did.",
    actor: 'admin',
    proofs: [
      { kind: 'verdict', verdict: 'proxy-refused' },
      { kind: 'verdict', verdict: 'gateway-unreachable' },
      { kind: 'verdict', verdict: 'timeout' },
    ],
    look: 'Set the type of VPN to SSTP to see its own code.',
  },
  'other-tunnel': {
    cause: 'Another tunnel than SSTP was tried (L2TP, PPTP or IKEv2).',
    actor: 'admin',
    proofs: ROUTE_IS_FREE,
    look: 'The type of VPN in the entry.',
  },
  'ike-certificate': {
    cause: "IKEv2 has no certificate that both sides accept, or the server's is not trusted.",
    actor: 'vpn-team',
    proofs: ROUTE_IS_FREE,
    look: "The computer's certificates (certlm.msc), and the roots that the server takes.",
  },
  dialling: {
    cause: 'The dialler, its phonebook or its device, before or beside the tunnel.',
    actor: 'admin',
    proofs: [],
    look: 'events 20227 and 20226 of RasClient, and those of RasSstp, in the same minute',
  },
  'background-permission': {
    cause: 'The Azure VPN Client may not run in the background.',
    actor: 'user',
    proofs: [],
    look: 'Settings, Apps, Azure VPN Client: background permission.',
  },
  'package-location': {
    cause: 'The script of the VPN package failed, as it does when it is run from a share or a shortcut.',
    actor: 'user',
    proofs: [],
    look: 'Open the VPN package itself, from a local folder.',
  },
});
