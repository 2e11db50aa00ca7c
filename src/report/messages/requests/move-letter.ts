import { isAzureGateway } from '../../../core/findings/path/gateway.ts';
import type { MigrationChange } from '../../../core/migration/model.ts';
import { neutralise } from '../../../core/model/neutralise.ts';
import type { MoveFacts } from '../../requests/migration-request.ts';
import { inParentheses, listed } from '../parts.ts';
import { joined, type Text, text } from '../text.ts';

/** A letter to one team about a move, ready to paste. */
export function moveLetter(facts: MoveFacts): Text {
  const { to, host, check, sstpEnds, evidence, changes, computers } = facts;
  const asks = changes.flatMap((change) => asksOf(change, host));
  const seen = inParentheses(seenOf(facts));
  const lines: Text[] = [
    text(`move.to.${to}`, { host }),
    '',
    sstpEnds === null
      ? text('move.problem', { host })
      : text('move.problem.sstp-ends', { host, date: sstpEnds }),
    '',
    pleaseOf(facts),
    ...asks.map((line): Text => ['- ', line]),
    ...(evidence.length === 0
      ? []
      : ['', text('move.observed', { seen }), ...evidence.map((line) => `- ${line}`)]),
    '',
    text(computers === null ? 'move.check-afterwards' : 'move.check-afterwards.fleet', { command: check }),
  ];
  return joined(lines, '\n');
}

function pleaseOf({ to, oneIsEnough }: MoveFacts): Text {
  if (to === 'vpn-team') return text('move.please');
  return text(oneIsEnough ? 'move.please-allow-one' : 'move.please-allow');
}

/** When and where it was tested; `null` when unknown. */
function seenOf({ at, fromThisComputer, computers }: MoveFacts): Text | null {
  const parts: Text[] = [
    ...(at === null ? [] : [`${at} UTC`]),
    ...(fromThisComputer ? [text('move.seen.from-another')] : []),
    ...(computers === null ? [] : [computersOf(computers)]),
  ];
  return parts.length === 0 ? null : listed(parts);
}

function computersOf({ count, ...computers }: NonNullable<MoveFacts['computers']>): Text {
  const unnamed = count - computers.named.length;
  const more = unnamed > 0 ? text('move.seen.more', { count: unnamed }) : '';
  const named = listed(computers.named);
  return count === 1
    ? text('move.seen.one-computer', { named, more })
    : text('move.seen.computers', { count, named, more });
}

function asksOf({ code, protocol, ports, via, by }: MigrationChange, host: string): Text[] {
  const until = by === null ? '' : text('move.until', { date: by });
  const all = joined(ports, text('move.between-ports'));
  switch (code) {
    case 'allow-udp':
      return [
        text(ports.length === 1 ? 'move.allow-udp.port' : 'move.allow-udp', { host, ports: all }),
        text('move.allow-udp.esp'),
      ];
    case 'allow-tcp':
      return [text('move.allow-tcp', { host, ports: listed(ports) }), text('move.allow-tcp.not-tls')];
    case 'pass-connect':
      return [
        text('move.pass-connect', { host, ports: listed(ports), proxy: via ?? '' }),
        text('move.pass-connect.not-tls'),
      ];
    case 'enable-protocol':
      if (isAzureGateway({ host }))
        return [text(`move.enable-${protocol === 'openvpn' ? 'openvpn' : 'ikev2'}.azure`, { until })];
      return [
        text('move.enable-protocol', { protocol: protocol === 'openvpn' ? 'OpenVPN' : 'IKEv2', until }),
      ];
    case 'confirm-protocol':
      if (protocol !== 'openvpn') return [text('move.confirm-ikev2')];
      return [
        via === null
          ? text('move.confirm-openvpn.direct')
          : text('move.confirm-openvpn.proxy', { proxy: via }),
      ];
    case 'accept-proposal':
      return [text('move.accept-proposal', { ports: all })];
    case 'confirm-point-to-site':
      return [text('move.confirm-point-to-site')];
    case 'regenerate-profile':
      return [text('move.regenerate-profile', { until })];
    case 'check-profile-key':
      return [text('move.check-profile-key')];
    case 'client-with-proxy':
    case 'resolve-name':
    case 'name-profile':
      return [];
    default:
      // A code of a later version.
      return [neutralise(code)];
  }
}
