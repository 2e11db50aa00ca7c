import type { Check, VerdictCode } from '../core/check.ts';
import { targetOf } from './path-checks.ts';
import { isAcknowledged, lacksAddresses, pageLeadsTo, tlsEnd, webServer } from './verdict-evidence.ts';

export interface VerdictText {
  message: string;
  /** What to do, and by whom; `null` when nothing is to be done. */
  next: string | null;
}

/** What a verdict says to a person: the cause in one sentence, then who has to do what, with exact names. */
export function describeVerdict(code: VerdictCode, gateway: string, checks: readonly Check[]): VerdictText {
  const target = targetOf(gateway);
  const via = checks.find((check) => check.stage !== 'dns')?.via ?? 'direct';
  const hosts = revocationHosts(checks);
  switch (code) {
    case 'reachable':
      return {
        message: `SSTP to ${gateway} gets through (${way(via)}); signing in was not tested.${
          lacksAddresses(checks) ? ' One of its certificates names no address for revocation.' : ''
        }`,
        next: null,
      };
    case 'proxy-unreachable':
      return {
        message: `The proxy ${via} does not answer.`,
        next: 'Admin: check the proxy name and port, or clear the setting off the network.',
      };
    case 'proxy-auth-required':
      return {
        message: `The proxy ${via} wants authentication (407); SSTP cannot authenticate to a proxy.`,
        next: `Proxy team: allow CONNECT ${target} without authentication and without inspection.`,
      };
    case 'proxy-blocks-sstp':
      return {
        message: `The proxy ${via} refuses CONNECT when it carries the SSTPVERSION header.`,
        next: `Proxy team: allow CONNECT ${target} with the header SSTPVERSION.`,
      };
    case 'proxy-refused':
      return {
        message: `The proxy ${via} refuses CONNECT ${target}.`,
        next: `Proxy team: allow CONNECT ${target}.`,
      };
    case 'dns-failed':
      return {
        message: `The name ${gateway} is not known here.`,
        next: 'Admin: set the proxy that can resolve it, or check the gateway name.',
      };
    case 'gateway-unreachable':
      return {
        message: `${target} cannot be reached (${way(via)}).`,
        next: `Network team: allow TCP to ${target}.`,
      };
    case 'timeout':
      return {
        message: `Silence on the way to ${gateway} (${way(via)}).`,
        next: `Network team: something drops the traffic to ${target}.`,
      };
    case 'tls-failed':
      return {
        message: `${target} ${tlsEnd(checks)}.`,
        next: 'VPN team: check that SSTP is enabled on the gateway.',
      };
    case 'captive-portal':
      return via === 'direct'
        ? {
            message: `A page answers in place of ${gateway}${pageLeadsTo(checks)}: this network wants a sign-in in a browser (captive portal), or blocks.`,
            next: `User: open a browser and sign in to the network. Where nothing asks for that, network team: allow TCP to ${target}.`,
          }
        : {
            message: `The proxy ${via} answers with a page${pageLeadsTo(checks)}, and not with a way to ${target}.`,
            next: `Proxy team: allow CONNECT ${target} without a sign-in page; SSTP cannot answer one.`,
          };
    case 'tls-offload':
      return {
        message: `SSTP to ${gateway} answers under a certificate that is not the gateway's: something in front of it ends TLS (a reverse proxy). Signing in fails, since SSTP binds to the certificate.`,
        next: `VPN team: pass TCP for ${target} through to the gateway, with TLS as it is.`,
      };
    case 'tls-inspection':
      return {
        message: `TLS to ${gateway} is opened on the way; SSTP fails even where that certificate is trusted.`,
        next: `Proxy team: exempt ${target} from TLS inspection.`,
      };
    case 'untrusted-root':
      return {
        message: `The certificate of ${gateway} ends in a root that is not trusted here.`,
        next: 'VPN team: check the root certificate; add it for this check with --ca FILE.',
      };
    case 'wrong-root':
      return {
        message: `The certificate of ${gateway} ends in another root than the one that its VPN profile expects.`,
        next: `VPN team: generate the VPN client package anew and install it. Nobody should add the new root by hand before its name is confirmed.${
          isAcknowledged(checks)
            ? ' Where the root was not changed, a reverse proxy carries SSTP under a certificate of its own, which SSTP does not accept.'
            : ''
        }`,
      };
    case 'sstp-not-offered':
      return {
        message: `${gateway} does not offer SSTP, by its VPN profile; ${
          checks.length === 0 ? 'it was not tried' : 'it ends TLS at the first byte'
        }.`,
        next: 'VPN team: use IKEv2 or OpenVPN. A proxy setting changes nothing here.',
      };
    case 'certificate-invalid':
      return {
        message: `The certificate of ${gateway} is not valid for it.`,
        next: 'VPN team: check the name, dates and use of the certificate, and the clock of this machine.',
      };
    case 'no-sstp-port-free':
      return {
        message: `${gateway} has no SSTP port free (503).`,
        next: 'VPN team: 128 connections are the limit; disconnect unused ones.',
      };
    case 'not-sstp':
      return {
        message: `${target} answers, but not as an SSTP server${webServer(checks)}.`,
        next: 'VPN team: check the gateway name and that SSTP is enabled.',
      };
    case 'revoked':
      return {
        message: `A certificate of ${gateway} is revoked.`,
        next: 'VPN team: replace the certificate.',
      };
    case 'revocation-unreachable':
      return {
        message: `The revocation of the certificate cannot be checked (0x80092013): ${hosts} not reached on the way that the check takes.`,
        next: `Admin: align WinHTTP (p2s-fix --apply). Proxy team: allow http to ${hosts} without authentication.`,
      };
    case 'not-tested':
      return {
        message: `The way to ${gateway} depends on a setting that cannot be followed from here.`,
        next: null,
      };
  }
}

function way(via: string): string {
  return via === 'direct' ? 'direct' : `through ${via}`;
}

function revocationHosts(checks: readonly Check[]): string {
  const hosts = new Set<string>();
  for (const { url } of checks) if (url !== null && URL.canParse(url)) hosts.add(new URL(url).host);
  return hosts.size === 0 ? 'its URLs' : [...hosts].join(', ');
}
