import type { VerdictCode } from '../model/check.ts';
import type { ErrorCode } from '../model/errors.ts';

/** The observations behind each verdict of the path check, and who acts on it; docs/verdicts.md shows them. */
export const VERDICT_MEANINGS: Readonly<Record<VerdictCode, { seen: string; acts: string }>> = {
  reachable: {
    seen: 'Call Connect Ack, and each certificate below the root has one valid CRL or OCSP answer. Sign-in is not tested',
    acts: '-',
  },
  'proxy-unreachable': {
    seen: 'no TCP connection to the proxy, or its name does not resolve. If the setting names several routes: no connection through any that was tried (at most four, up to the first that is not supported); the message shows how many were not tried',
    acts: 'administrator: check the proxy name and port; on another network, clear the setting. Proxy team: is it in service? For a loopback proxy, the user: start its program',
  },
  'proxy-auth-required': {
    seen: '407, with a response head of any length. SSTP cannot authenticate to a proxy, so no setting helps',
    acts: "proxy team: allow the gateway's `HOST:443` without authentication",
  },
  'proxy-blocks-sstp': {
    seen: 'CONNECT with the header `SSTPVERSION` is refused, gets no reply, or its connection is closed or reset; without the header it gets 200. Or CONNECT is granted with the header, but the ClientHello after it is cut or not answered; without the header TLS completes',
    acts: 'proxy team: allow it with the header',
  },
  'proxy-refused': {
    seen: 'CONNECT is refused (403 and similar), or gets no usable answer: a head of more than 16 KiB, endless interim answers, a closed connection, TLS instead of HTTP (a proxy over TLS, which SSTP cannot use), or another refusal or other bytes after its 200, before TLS starts',
    acts: 'proxy team: allow CONNECT to the gateway. Administrator: if a web server answers instead (400, 404, 405, 501, no HTTP, or `ERR_UNSUP_REQ` of a squid that is a reverse proxy), check the address',
  },
  'dns-failed': {
    seen: "the gateway's name does not resolve on the direct route; finding `name-needs-proxy` if WinHTTP has a proxy that would resolve it",
    acts: 'administrator: set the proxy that can resolve it; if no name server resolves it, check the network; network team: check the name servers',
  },
  'gateway-unreachable': {
    seen: 'TCP is refused or reset, or the proxy answers 502, 503 or 504, or reports with a squid code (`ERR_DNS_FAIL`, `ERR_CONNECT_FAIL`, `ERR_CANNOT_FORWARD`) that it did not reach the gateway',
    acts: 'network team; through a proxy: proxy team; if TCP is refused, directly or for the proxy (`ERR_CONNECT_FAIL 111`), VPN team as well (nothing listens there), also if it is reset as soon as it is open; if a firewall of this computer blocks it: administrator',
  },
  timeout: {
    seen: 'no reply, or the stage is too slow to complete in time (the message shows how many bytes arrived); `stage` names which one. A 200 with the Content-Length of SSTP and then no reply: SSTP is on, but the service behind it is stuck',
    acts: 'network team; through a proxy: proxy team; if the proxy itself does not reply: administrator, proxy team; after TLS: VPN team; if TLS is too slow or not answered, while TCP or CONNECT is: VPN team as well',
  },
  'captive-portal': {
    seen: 'a web page instead of the gateway: CONNECT is answered with a redirect, 511 or a page (also after its 200, before TLS starts); or no TLS, but a page that redirects to another host or asks for a password; or TLS for another name with a page that redirects to another host, which an ordinary web server behind a wrong name may also do',
    acts: 'through a proxy: proxy team; otherwise the user signs in to the network, else network team; VPN team: check the name',
  },
  'tls-failed': {
    seen: 'reset or alert instead of a TLS handshake, or an alert right after it (TLS 1.3: a client certificate is required). A reset at the first byte comes from an OpenVPN-only gateway, a firewall that blocks the name, or a load balancer that does not serve it; more than a second after the ClientHello, from a load balancer whose server does not answer; the alert unrecognized_name means no server of that name. The check offers what Windows offers by default: no ChaCha20, no curve except X25519, P-256 and P-384. For Windows before 11 and Server 2022 (build 20348) it offers at most TLS 1.2, as SSTP does there; a server that refuses this is checked again with TLS 1.3, and if it accepts that, the reason is `tls-1.3-only`, unless an alert after that handshake shows another reason. Through a proxy that granted CONNECT, `--compare-direct` shows who cuts TLS: if it completes on the direct route, the proxy does',
    acts: 'a reset at the first byte on the direct route: network team, then VPN team; later, or in the middle of the handshake: VPN team, then network team; through a proxy: proxy team, then VPN team, or only one of them after a comparison with the direct route; otherwise VPN team: is SSTP on, is the name right, and depending on the alert: TLS 1.2 (also if it accepts only TLS 1.3; otherwise a newer Windows), cipher suites and curves, no client certificate, another service on the port? If all is right and a proxy is used: proxy team',
  },
  'tls-inspection': {
    seen: 'unknown or private root with several signs of a proxy that decrypts TLS; or a different certificate than on the direct route (`--compare-direct`); or a certificate without addresses under a private root for the name of an Azure gateway (through a proxy also a self-signed one or one for other names). Fatal even where that root is trusted: SSTP binds to the certificate',
    acts: 'proxy team, or on the direct route network team: exempt the gateway',
  },
  'tls-offload': {
    seen: "an Ack on the direct route, with a private certificate without revocation addresses that is not issued under the profile's root (with or without its issuer), even where it is trusted (`--ca`): a reverse proxy terminates TLS in front of the gateway. Fatal: SSTP binds to the certificate",
    acts: 'VPN team: pass TLS through',
  },
  'untrusted-root': {
    seen: 'the chain ends in a root that is not trusted on this computer, or below an intermediate certificate that the gateway does not send and that was not downloaded (AIA). In Windows PowerShell 5.1, whose handshake includes that download: at stage `tls` (`chain-slow`)',
    acts: 'VPN team; `--ca FILE` for a private root; through a proxy, if a web server replies with a certificate for other names, which may be a block page: proxy team as well; if the address of the issuer is blocked: proxy team, or on the direct route network team',
  },
  'wrong-root': {
    seen: 'the chain ends in a different root than the VPN profile expects',
    acts: 'VPN team: download a new VPN client package',
  },
  'certificate-invalid': {
    seen: "wrong name (also under a different root than the profile's), expired, wrong use; a CA below the root that may not issue for servers or for this name; an unknown critical extension; signed with SHA-1",
    acts: 'VPN team: fix what is wrong with it; if that is a date, check the clock, unless a server on the path agrees with it. A block page through a proxy: proxy team',
  },
  'no-sstp-port-free': {
    seen: '503 from an SSTP server',
    acts: 'VPN team: an Azure gateway has a limit of 128 connections; on another server check its SSTP ports and that its service runs',
  },
  'sstp-not-offered': {
    seen: 'the VPN profile does not offer SSTP. The gateway is not checked; a gateway that is named is checked, and resets at the first byte of TLS',
    acts: 'VPN team: IKEv2 or OpenVPN',
  },
  'not-sstp': {
    seen: 'HTTP other than 200, HTTP/1.0 (RasSstp event 3), or 200 without an Ack; an SSTP server that refuses the call (Call Connect Nak, Call Abort, Call Disconnect) is reported as such, with its status; a 200 with the Content-Length of SSTP without an Ack: SSTP is on, but the service behind it is stuck; plain HTTP instead of TLS; a connection that ends after TLS without an answer is reported as such. A GET for `/` shows what kind of server it is',
    acts: 'VPN team: is the name right, is SSTP on? If a web server answers, is there a reverse proxy in front, which must pass TLS through? If the server refuses the call, or accepts the request and sends no Ack, both are right: its log shows why. If the connection ends without an answer through a proxy, the proxy may have ended it: proxy team as well',
  },
  revoked: {
    seen: 'a CRL or an OCSP answer reports it. With the reason certificateHold (`evidence.hold`), only until the issuer ends the hold',
    acts: 'VPN team: replace the certificate, or have the issuer end the hold; the text names the CA certificate if that is the revoked one',
  },
  'revocation-unreachable': {
    seen: 'a certificate has no valid answer on the revocation route (0x80092013). An answer that is out of date is none, also one of an OCSP responder whose own certificate is (`signer-out-of-date`)',
    acts: 'administrator: align WinHTTP, and only that if the path works with the proposed settings; proxy team, or on the direct route network team: allow http to the named hosts without authentication; if the proxy reports that it does not reach them itself: let it resolve and reach them (network team: the same, if the names do not resolve on the direct route); if only a part of an answer arrives (too slow, or cut off): find the cause, and VPN team; if it answered from its own cache (the last name in `Via` shows HIT): have it fetch them again, then VPN team; if the answers themselves are not valid, or are (or may be, next to other failures) errors of the server itself (also a server that forces https on its own name, or redirects to itself without end): VPN team',
  },
  'not-tested': {
    seen: 'the route depends on a PAC file or SOCKS, which is not supported from this computer; or the SSTP handshake succeeded, but its certificates name only LDAP, or a list is larger than 20 MiB or of a kind that is not supported; or the tunnel check left less than a second of `--deadline`, and a revocation server did not reply in that time; or a recording (`--transcript`) ends before the SSTP handshake, or lacks a list or answer',
    acts: '- (a recording that lacks something: administrator, record it again)',
  },
};

/** The meaning of each error code; docs/codes.md shows them. */
export const ERROR_MEANINGS: Readonly<Record<ErrorCode, string>> = {
  usage: 'an option or argument of the command line cannot be used',
  input: 'a file, host name or value from outside cannot be used',
  'no-gateway': 'a path check was requested, and no gateway is named or known',
  'not-windows': 'this system is not Windows: use `--machine`',
  'user-ambiguous': 'several users may be the VPN user: use `--user`',
  'not-judged': 'a recording does not show a setting that the run requires',
  'needs-elevation': 'an administrator must run the command',
  'write-failed': 'a write did not take effect; all values were restored',
  'restore-failed': 'a write did not take effect, and restoring the values failed as well',
  refused: 'managed by a policy, cannot be expressed, or not allowed',
  stale: 'the settings have changed since the plan, the change or the backup was made',
  'backup-unusable': 'the backup is damaged, or of another computer',
  locked: 'another run holds the lock',
  'interrupted-change': 'an interrupted or unconfirmed change must be completed or restored first',
  cancelled: 'ended from outside, or the question was answered with no',
  'powershell-missing': 'PowerShell could not be started',
  'powershell-blocked': 'an execution policy blocks the scripts',
  'powershell-not-allowed': 'application control, or the check of its signature, blocks a script',
  'powershell-antivirus': 'antivirus software blocks a script',
  'powershell-timeout': 'PowerShell did not reply in time',
  'powershell-no-result': 'PowerShell ended without a result',
  'powershell-overflow': 'PowerShell returned more output than is allowed',
  'powershell-failed': 'a script replied with an error',
  'state-dir': 'the state folder cannot be used',
  'watcher-failed': 'the automatic rollback could not be set up, so nothing was written',
  'report-failed': 'a report or another requested file could not be written; all other results are valid',
  'install-failed': 'the program, or that of a schedule, could not be installed or removed',
  'task-failed': 'Task Scheduler did not do what was requested',
  'program-changed': 'the program or one of its scripts was changed after the installation',
  internal: 'an unexpected failure; the message lists what to send',
};
