import { byId } from './model.ts';

/** Causes after the SSTP handshake (sign-in, addresses), and causes of other tunnels. */
export const AFTER_CAUSES = byId({
  'client-certificate': {
    cause: `CurrentUser\\My has no usable client certificate: there is none, it is in LocalMachine\\My instead, it has no private key, or it does not have the purpose "client authentication".`,
    actor: 'user',
    look: 'certmgr.msc of the VPN user: Personal, Certificates.',
  },
  'private-key': {
    cause:
      'The private key of the client certificate is missing, or the account of the program may not use it.',
    actor: 'admin',
    look: 'certlm.msc or certmgr.msc, Personal, Certificates: the certificate, All Tasks, Manage Private Keys.',
  },
  'client-chain': {
    cause:
      'The chain of the client certificate cannot be built: its root must be trusted by both the user and the computer.',
    actor: 'admin',
    look: 'certutil -verify -urlfetch on the client certificate.',
  },
  'client-certificate-bad': {
    cause: 'The client certificate is expired, revoked, or not accepted by the server.',
    actor: 'vpn-team',
    look: 'The dates and the issuer of the certificate; on your own server also the NTAuth certificate store and the NPS log.',
  },
  'eap-server-certificate': {
    cause:
      'The certificate that the server presents in EAP is not accepted because of its root, name, dates or revocation.',
    actor: 'vpn-team',
    look: 'The EAP settings of the VPN entry: trusted roots and server names.',
  },
  'eap-setup': {
    cause: 'The VPN entry and the server use different EAP methods.',
    actor: 'vpn-team',
    look: 'The authentication settings of the VPN entry, and the policy of the server.',
  },
  'peap-26h1': {
    cause:
      'Windows 11 26H1 (Insider): PEAP fails, with 619 over SSTP and 691 over IKEv2. EAP-TLS works. One author reports this.',
    actor: 'vpn-team',
    look: 'winver, and the authentication method of the VPN entry.',
  },
  'inner-error': {
    cause: 'The code only says that something failed. The cause is in another error of the same text or log.',
    actor: 'admin',
    look: 'The inner exception, or the events of RasClient and RasSstp of the same minute.',
  },
  account: {
    cause:
      'The account is refused: wrong password, expired, outside its sign-in hours, or without dial-in permission.',
    actor: 'vpn-team',
    look: 'The log of the RADIUS server (NPS) or of the gateway.',
  },
  policy: {
    cause: "The server's policy does not allow this sign-in method.",
    actor: 'vpn-team',
    look: 'The log of the RADIUS server (NPS) or of the gateway.',
  },
  radius: {
    cause: 'The RADIUS server does not answer the gateway, or its answer is not valid.',
    actor: 'vpn-team',
    look: 'The route from the gateway to the RADIUS server, and its shared secret.',
  },
  addresses: {
    cause: 'The server has no address to assign, or its pool has no free address.',
    actor: 'vpn-team',
    look: 'The address pool of the gateway.',
  },
  'dropped-in-setup': {
    cause: 'The connection was dropped during its setup; the code does not show by which side.',
    actor: 'network-team',
    look: 'RasSstp events in the System log at the same time.',
  },
  'user-cancelled': {
    cause: 'The user cancelled the connection. An earlier code may show the cause.',
    actor: 'user',
    look: 'Earlier RasClient events 20227 in the Application log.',
  },
  'session-ended': {
    cause: 'The session ended on this computer: idle time, sign-out, sleep, or a service that stopped.',
    actor: 'user',
    look: null,
  },
  'ikev2-blocked': {
    cause: 'IKEv2 was tried, and UDP 500 or 4500 is blocked. IKEv2 cannot use an HTTP proxy.',
    actor: 'network-team',
    look: 'The VPN type of the entry: use SSTP, or a type that also tries SSTP.',
  },
  'all-tunnels-failed': {
    cause: 'Every VPN type that the entry allows failed. The check of the SSTP tunnel shows why SSTP failed.',
    actor: 'admin',
    look: 'Set the VPN type to SSTP to get the code of SSTP alone.',
  },
  'other-tunnel': {
    cause: 'A VPN type other than SSTP was tried (L2TP, PPTP or IKEv2).',
    actor: 'admin',
    look: 'The VPN type of the entry.',
  },
  'ike-certificate': {
    cause: "IKEv2 has no certificate that both sides accept, or the server's certificate is not trusted.",
    actor: 'vpn-team',
    look: 'The certificates of the computer (certlm.msc), and the roots that the server accepts.',
  },
  dialling: {
    cause:
      'The problem is in the VPN client of Windows, its phonebook or its device, before or outside the tunnel.',
    actor: 'admin',
    look: 'RasClient events 20227 and 20226, and RasSstp events, of the same minute.',
  },
  'background-permission': {
    cause: 'The Azure VPN Client has no permission to run in the background.',
    actor: 'user',
    look: 'Settings, Apps, Azure VPN Client: background permission.',
  },
  'package-location': {
    cause: 'The script of the VPN package failed, which happens when it runs from a share or a shortcut.',
    actor: 'user',
    look: 'Copy the VPN package to a local folder and open it directly, not through a shortcut.',
  },
});
