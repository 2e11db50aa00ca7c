import { PATH_CAUSES } from './causes-path.ts';
import { byId, type Cause, type CauseRow } from './model.ts';
import { PROOFS } from './proofs.ts';

/** Causes after the SSTP handshake (sign-in, addresses), and causes of other tunnels. */
const AFTER_CAUSES = byId({
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

/** Causes in the server's certificate, its chain and its revocation. */
const CERTIFICATE_CAUSES = byId({
  'revocation-not-aligned': {
    cause:
      'The revocation check uses WinHTTP, which has no proxy or one that does not answer, while the tunnel uses WinINET: the CRL and OCSP hosts are unreachable.',
    actor: 'admin',
    look: null,
  },
  'revocation-blocked': {
    cause: 'The proxy or a firewall blocks the CRL and OCSP hosts, or requires authentication.',
    actor: 'proxy-team',
    look: null,
  },
  'revocation-stale': {
    cause: 'The CRL has expired, or is not published at the address in the certificate.',
    actor: 'vpn-team',
    look: null,
  },
  'revocation-cache': {
    cause: 'Windows still uses an older CRL, or an older failure, from its cache.',
    actor: 'admin',
    look: 'certutil -urlcache crl, in the account that makes the check; then reconnect the VPN.',
  },
  'no-revocation-address': {
    cause: 'The certificate has no CRL address and no OCSP address.',
    actor: 'vpn-team',
    look: null,
  },
  inspection: {
    cause:
      'A proxy, or a device in front of the gateway, decrypts TLS and presents its own certificate. SSTP fails even if its root is trusted.',
    actor: 'proxy-team',
    look: "RasSstp event 6 in the System log: the certificate's hash does not match.",
  },
  'root-not-trusted': {
    cause: 'The chain ends in a root that this computer does not trust.',
    actor: 'vpn-team',
    look: null,
  },
  'old-profile': {
    cause:
      'The root certificate of the gateway has changed, and the installed VPN profile has only the old root.',
    actor: 'vpn-team',
    look: 'Download a new VPN client package and redeploy it.',
  },
  'chain-incomplete': {
    cause:
      'An intermediate certificate or a root update is missing, and Windows cannot fetch it through WinHTTP.',
    actor: 'admin',
    look: 'HTTP through the proxy to the caIssuers addresses of the certificate and to ctldl.windowsupdate.com.',
  },
  'name-mismatch': {
    cause:
      'The server name of the VPN entry is not in the certificate: the entry has an IP address or an alias.',
    actor: 'admin',
    look: null,
  },
  'server-expired': {
    cause: "The server's certificate, or one above it, has expired.",
    actor: 'vpn-team',
    look: null,
  },
  clock: {
    cause: 'The clock of this computer is wrong.',
    actor: 'admin',
    look: 'w32tm /query /status',
  },
  'wrong-purpose': {
    cause: "The server's certificate is not valid for server authentication.",
    actor: 'vpn-team',
    look: 'RasSstp event 16 in the System log.',
  },
  'chain-broken': {
    cause: "The chain of the server's certificate is not valid: a signature or a constraint is wrong.",
    actor: 'vpn-team',
    look: null,
  },
  'server-revoked': {
    cause: 'The issuer has revoked the certificate.',
    actor: 'vpn-team',
    look: null,
  },
});

const ROWS = { ...PATH_CAUSES, ...CERTIFICATE_CAUSES, ...AFTER_CAUSES };

export type CauseId = keyof typeof ROWS;

/** Every cause by its id; codes list them in order of likelihood. */
export const CAUSES = Object.fromEntries(
  (Object.entries(ROWS) as [CauseId, CauseRow][]).map(([id, { cause, actor, look }]) => [
    id,
    { cause, actor, proofs: PROOFS[id] ?? [], look },
  ]),
) as Readonly<Record<CauseId, Cause>>;
