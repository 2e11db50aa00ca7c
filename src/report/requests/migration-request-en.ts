import type { MigrationChange } from '../../core/migration/model.ts';
import { neutralise } from '../../core/model/neutralise.ts';
import type { MoveFacts } from './migration-request.ts';

const TEAM: Record<MoveFacts['to'], string> = {
  'proxy-team': 'proxy team',
  'network-team': 'network team',
  'vpn-team': 'VPN team',
};

/** A request about a move, in English, ready to paste. */
export function moveInEnglish(facts: MoveFacts): string {
  const { to, host, check, sstpEnds, evidence, changes, oneIsEnough, computers } = facts;
  const choice = oneIsEnough ? ' (one of the two protocols is enough)' : '';
  const asks = changes.flatMap((change) => askText(change, host));
  return [
    `To the ${TEAM[to]}: VPN gateway ${host}`,
    '',
    sstpEnds === null
      ? `Our VPN to ${host} is to move to IKEv2 or OpenVPN.`
      : `Azure stops SSTP on ${sstpEnds}. Our VPN to ${host} must move to IKEv2 or OpenVPN before then.`,
    '',
    to === 'vpn-team' ? 'Please:' : `Please allow${choice}:`,
    ...asks.map((line) => `- ${line}`),
    ...(evidence.length === 0
      ? []
      : ['', `Observed${seenText(facts)}:`, ...evidence.map((line) => `- ${line}`)]),
    '',
    `To check afterwards: ${check}${computers === null ? '' : ', on one of these computers'}`,
  ].join('\n');
}

/** When and where it was tested. */
function seenText({ at, fromThisComputer, computers }: MoveFacts): string {
  const where = [
    ...(at === null ? [] : [`${at} UTC`]),
    ...(fromThisComputer ? ['from a different computer than that of the user'] : []),
    ...(computers === null ? [] : [computersText(computers)]),
  ];
  return where.length === 0 ? '' : ` (${where.join(', ')})`;
}

function computersText({ count, named }: NonNullable<MoveFacts['computers']>): string {
  const more = count > named.length ? ` and ${count - named.length} more` : '';
  return `from ${count === 1 ? '1 computer' : `${count} computers`}: ${named.join(', ')}${more}`;
}

function askText({ code, protocol, ports, via, by }: MigrationChange, host: string): string[] {
  const until = by === null ? '' : `, before ${by}`;
  switch (code) {
    case 'allow-udp':
      return [
        `IKEv2: outbound UDP to ${host}, ${ports.length === 1 ? 'port' : 'ports'} ${ports.join(' and ')}, and the answers to it`,
        'IKEv2: IP protocol 50 (ESP) to the same host, if addresses are not translated',
      ];
    case 'allow-tcp':
      return [
        `OpenVPN: outbound TCP to ${host}:${ports.join(', ')}, directly`,
        'OpenVPN: without TLS inspection, and without a rule that requires TLS there: its first bytes are not TLS',
      ];
    case 'pass-connect':
      return [
        `OpenVPN: CONNECT ${host}:${ports.join(', ')} through ${via}, without proxy authentication`,
        'OpenVPN: without TLS inspection, and with bytes that are not TLS inside the tunnel',
      ];
    case 'enable-protocol':
      return [`enable ${protocol === 'openvpn' ? 'OpenVPN' : 'IKEv2'} on the gateway${until}`];
    case 'confirm-protocol':
      return [
        protocol === 'openvpn'
          ? `is OpenVPN enabled on the gateway, with the key of this profile? From this computer ${via === null ? 'a connection to its port is made' : `the proxy ${via} grants a tunnel to its port`}, but no OpenVPN server with that key answers there`
          : 'is IKEv2 enabled on the gateway? From this computer it refuses or does not answer',
      ];
    case 'accept-proposal':
      return [
        `have the gateway accept what Windows offers for IKEv2: from this computer it answers on UDP ${ports.join(' and ')} and rejects that`,
      ];
    case 'confirm-point-to-site':
      return [
        'is IKEv2 enabled on the gateway for point-to-site? From this computer it answers, but a gateway with only site-to-site does so as well',
      ];
    case 'regenerate-profile':
      return [`download a new VPN client package and redeploy it${until}`];
    case 'check-profile-key':
      return ["compare the profile with the gateway: the server's key is different"];
    case 'client-with-proxy':
    case 'resolve-name':
    case 'name-profile':
      return [];
    default:
      // A code of a later version.
      return [neutralise(code)];
  }
}
