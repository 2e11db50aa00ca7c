import type { VerdictCode } from '../../core/model/check.ts';

/** A row of docs/verdicts.md, in Markdown. */
export interface VerdictRow {
  /** What the verdict was told from. */
  seen: string;
  acts: string;
  /** Tests that cause it, the most real ones first; paths below the project. */
  tests: readonly string[];
}

/** Every verdict, in the order of the page. */
export const VERDICT_TABLE: Readonly<Record<VerdictCode, VerdictRow>> = {
  reachable: {
    seen: 'Call Connect Ack, and each certificate below the root has one valid CRL or OCSP answer. Signing in is not tested',
    acts: 'nobody',
    tests: [
      'test/e2e/verdict-servers.test.ts',
      'test/e2e/verify.test.ts',
      'test/path/real-servers.test.ts',
      'test/path/tunnel-reach.test.ts',
    ],
  },
  'proxy-unreachable': {
    seen: 'no TCP connection to the proxy, or its name is not known; of several ways that the setting names, by none that was tried (four at most, up to the first that cannot be followed from here); how many were not is told',
    acts: 'admin: proxy name and port; off the network: clear it. Proxy team: is it in service?',
    tests: [
      'test/e2e/verdict-proxies.test.ts',
      'test/e2e/several-routes.test.ts',
      'test/path/tunnel-proxy.test.ts',
      'test/path/tunnel-refused.test.ts',
    ],
  },
  'proxy-auth-required': {
    seen: '407, however long its head is. SSTP cannot authenticate to a proxy, so no setting helps',
    acts: "proxy team: allow the gateway's `HOST:443` without authentication",
    tests: [
      'test/e2e/verdict-proxies.test.ts',
      'test/path/real-servers.test.ts',
      'test/path/tunnel-refused.test.ts',
    ],
  },
  'proxy-blocks-sstp': {
    seen: 'CONNECT refused, met by silence, or its connection closed or reset, with the header `SSTPVERSION`; 200 without it. Or CONNECT granted with the header, and the ClientHello behind it cut or not answered; TLS completes behind one without it',
    acts: 'proxy team: allow it with the header',
    tests: [
      'test/e2e/verdict-proxies.test.ts',
      'test/path/real-servers.test.ts',
      'test/path/tunnel-refused.test.ts',
    ],
  },
  'proxy-refused': {
    seen: 'CONNECT refused (403 and the like), or met by no answer that can be used: a head of more than 16 KiB, interim answers without end, a connection that is closed, TLS in place of HTTP (a proxy over TLS, which SSTP cannot use), another refusal or bytes of its own behind its 200, before any TLS',
    acts: 'proxy team: allow CONNECT to the gateway; where a web server answers in its place, admin: the address',
    tests: [
      'test/e2e/verdict-proxies.test.ts',
      'test/path/real-servers.test.ts',
      'test/path/tunnel-refused.test.ts',
    ],
  },
  'dns-failed': {
    seen: "the gateway's name is not known on the direct way; finding `name-needs-proxy` where WinHTTP has the proxy that would look it up",
    acts: 'admin: set the proxy that can resolve it; where no name server answers, the network',
    tests: ['test/e2e/verdict-servers.test.ts', 'test/e2e/verify.test.ts', 'test/path/tunnel-names.test.ts'],
  },
  'gateway-unreachable': {
    seen: "TCP refused, or the proxy says 502, 503 or 504, or by squid's code (`ERR_DNS_FAIL`, `ERR_CONNECT_FAIL`, `ERR_CANNOT_FORWARD`) that it did not get there",
    acts: 'network team; where TCP is refused, VPN team as well (nothing listens there); through a proxy: proxy team; where a firewall of this computer blocks, admin',
    tests: [
      'test/e2e/verdict-proxies.test.ts',
      'test/path/real-servers.test.ts',
      'test/path/tunnel-refused.test.ts',
    ],
  },
  timeout: {
    seen: 'silence, or bytes so slow that the stage is not complete in time (how many came is told); `stage` names where. A 200 with the Content-Length of SSTP, and then silence: SSTP is on, and the service behind it is stuck',
    acts: 'network team; through a proxy: proxy team; where the proxy itself is silent: admin, proxy team; behind TLS: VPN team; where TLS is too slow, or not answered though TCP or CONNECT is, VPN team as well',
    tests: [
      'test/e2e/verdict-servers.test.ts',
      'test/e2e/verify.test.ts',
      'test/path/tunnel-misbehaviour.test.ts',
      'test/path/round-haproxy-nginx.test.ts',
    ],
  },
  'captive-portal': {
    seen: 'a page in place of the gateway: CONNECT answered with a redirect, 511 or a page (also behind its 200, before any TLS); no TLS, and a page that leads elsewhere or asks for a password; TLS for another name, and inside it a page that leads elsewhere, which an ordinary web server behind a wrong name may do as well',
    acts: 'through a proxy: proxy team; else the user signs in to the network; VPN team: the name',
    tests: [
      'test/e2e/verdict-proxies.test.ts',
      'test/e2e/verdict-pages.test.ts',
      'test/path/captive-portal.test.ts',
    ],
  },
  'tls-failed': {
    seen: 'reset or alert instead of a TLS handshake, or an alert right behind it (TLS 1.3: a client certificate is wanted); a reset at the first byte is what an OpenVPN-only gateway does, a firewall that forbids the name, and a load balancer that does not know it; the alert unrecognized_name: no server of that name. Offered is what Windows offers by default: no ChaCha20, no curve but X25519, P-256 and P-384. Windows before 11 and Server 2022 (build 20348) is asked for with TLS 1.2 at most, as its SSTP asks; what refuses that is asked once more with TLS 1.3, and where it takes that, the reason is `tls-1.3-only`, unless an alert behind that handshake tells another one. Through a proxy that granted CONNECT, `--compare-direct` tells who cuts: TLS completes on the direct way, so the proxy; or fails there, too',
    acts: 'a reset at the first byte on the direct way: network team, then VPN team; through a proxy: proxy team, then VPN team, or by the direct way one of them; else VPN team: is SSTP on, is the name right, and by the alert: TLS 1.2 (also where it takes TLS 1.3 alone; else a newer Windows), cipher suites and curves, no client certificate, another service on the port? Where it is, and a proxy stands between: proxy team',
    tests: [
      'test/e2e/verdict-servers.test.ts',
      'test/path/tunnel-misbehaviour.test.ts',
      'test/path/tls-version.test.ts',
      'test/path/round-haproxy-nginx.test.ts',
    ],
  },
  'tls-inspection': {
    seen: 'unknown or private root with several signs of a proxy that opens TLS, or another certificate than on the direct way (`--compare-direct`), or, through a proxy, one without addresses under a private root for the name of an Azure gateway, self-signed or made for other names as well. Fatal even where that root is trusted: SSTP binds to the certificate',
    acts: 'proxy team: exempt the gateway',
    tests: [
      'test/e2e/verdict-proxies.test.ts',
      'test/path/real-servers.test.ts',
      'test/path/tunnel-proxy.test.ts',
      'test/path/round-squid-tinyproxy.test.ts',
    ],
  },
  'tls-offload': {
    seen: "an Ack on the direct way, under a private certificate without revocation addresses that is not issued under the profile's root, whether its issuer is sent or not, or that bears the name of an Azure gateway, whose certificates are public, also where it is trusted (`--ca`): a reverse proxy ends TLS in front of the gateway. Fatal: SSTP binds to the certificate",
    acts: 'VPN team: pass TLS through',
    tests: ['test/e2e/verdict-servers.test.ts', 'test/path/tls-offload.test.ts', 'test/core/verdict.test.ts'],
  },
  'untrusted-root': {
    seen: 'the chain ends in a root that is not trusted here, or below an intermediate certificate that the gateway does not send and that was not fetched (AIA). By Windows PowerShell 5.1, whose handshake waits for that: at stage `tls` (`chain-slow`)',
    acts: 'VPN team; `--ca FILE` for a private root; where the address of the issuer is blocked: proxy team, on the direct way: network team',
    tests: [
      'test/e2e/verdict-proxies.test.ts',
      'test/path/silent-issuer.test.ts',
      'test/path/tunnel-reach.test.ts',
      'test/path/certificate.test.ts',
      'test/pipeline/incomplete-chain.test.ts',
    ],
  },
  'wrong-root': {
    seen: 'the chain ends in another root than the one that the VPN profile expects',
    acts: 'VPN team: generate the profile anew',
    tests: ['test/e2e/profiles.test.ts', 'test/path/expected-root.test.ts'],
  },
  'certificate-invalid': {
    seen: "wrong name (also under another root than the profile's), expired, wrong use; an authority below the root that may not issue for servers or for such a name; signed with SHA-1",
    acts: 'VPN team: what is wrong with it, and nothing else; where that is a date, the clock. A block page through a proxy: proxy team',
    tests: [
      'test/e2e/verdict-pages.test.ts',
      'test/path/round-haproxy-nginx.test.ts',
      'test/path/tunnel-names.test.ts',
      'test/path/certificate.test.ts',
      'test/path/chain-flaws.test.ts',
    ],
  },
  'no-sstp-port-free': {
    seen: '503 from an SSTP server',
    acts: 'VPN team: of an Azure gateway 128 connections are the limit; of another server its SSTP ports, or a service that does not run',
    tests: ['test/e2e/verdict-servers.test.ts', 'test/path/tunnel-misbehaviour.test.ts'],
  },
  'sstp-not-offered': {
    seen: 'the VPN profile does not offer SSTP. The gateway is not tried; one that is named is, and resets at the first byte of TLS',
    acts: 'VPN team: IKEv2 or OpenVPN',
    tests: ['test/e2e/profiles.test.ts', 'test/e2e/verdict-servers.test.ts'],
  },
  'not-sstp': {
    seen: 'HTTP other than 200, HTTP/1.0 (RasSstp event 3), or 200 without an Ack; an SSTP server that refuses the call (Call Connect Nak, Call Abort, Call Disconnect) is told as such, with its status; a 200 with the Content-Length of SSTP without an Ack: SSTP is on, and the service behind it is stuck; plain HTTP in place of TLS; the end of the connection behind TLS, without an answer, is told as that. A GET for `/` shows what kind of server it is',
    acts: 'VPN team: is the name right, is SSTP on? Where a web server answers, does a reverse proxy stand in front, which has to pass TLS through? Where the server refuses the call, or takes the request and sends no Ack, both are: why, by its log. Where the connection ends without an answer through a proxy, the proxy may have ended it: proxy team, too',
    tests: [
      'test/e2e/verdict-pages.test.ts',
      'test/e2e/verdict-servers.test.ts',
      'test/e2e/verify.test.ts',
      'test/path/real-servers.test.ts',
      'test/path/tunnel-misbehaviour.test.ts',
      'test/path/round-haproxy-nginx.test.ts',
    ],
  },
  revoked: {
    seen: 'a list or an answer says so',
    acts: 'VPN team',
    tests: [
      'test/e2e/verdict-revocation.test.ts',
      'test/path/revocation-proxy.test.ts',
      'test/path/revocation-answers.test.ts',
    ],
  },
  'revocation-unreachable': {
    seen: 'a certificate has no valid answer on the way that the check takes (0x80092013)',
    acts: 'admin: align WinHTTP, and nobody else where the path works with the proposed stores; proxy team, or on the direct way network team: allow http to the named hosts without authentication; where the proxy says that it does not get there itself: let it resolve and reach them; where it answered out of its own cache (the last name in `Via` says HIT): have it fetch them anew, then VPN team; where the answers themselves do not hold, or are (or, beside the others, may be) errors of the server itself (also one that forces https on its own name), VPN team',
    tests: [
      'test/e2e/verdict-revocation.test.ts',
      'test/lab/certificate-chain.test.ts',
      'test/lab/main-job.test.ts',
      'test/e2e/recorded.test.ts',
      'test/path/revocation-proxy.test.ts',
      'test/path/round-squid-tinyproxy.test.ts',
      'test/path/round-haproxy-nginx.test.ts',
    ],
  },
  'not-tested': {
    seen: 'the way depends on a PAC file or SOCKS, which is not followed from here; or SSTP gets through, and its certificates name LDAP alone, or a list is larger than 20 MiB, or of a kind that is not judged; or the tunnel left less than a second of `--deadline`, and a revocation server was silent for that long',
    acts: '-',
    tests: [
      'test/e2e/verdict-servers.test.ts',
      'test/path/tunnel-names.test.ts',
      'test/path/revocation-certificates.test.ts',
      'test/e2e/verdict-revocation.test.ts',
    ],
  },
};
