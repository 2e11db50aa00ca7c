import { changeStep } from '../../core/migration/change-steps.ts';
import { inARow, inParentheses, listed, type Phrase, say } from '../../core/model/say.ts';
import { askText, inLines } from './letter.ts';
import type { MoveFacts } from './migration-request.ts';

const HEADINGS = {
  'proxy-team': (host: string) => say('To the proxy team: VPN gateway {host}', { host }),
  'network-team': (host: string) => say('To the network team: VPN gateway {host}', { host }),
  'vpn-team': (host: string) => say('To the VPN team: VPN gateway {host}', { host }),
} as const;

/** A letter to one team about a move, ready to paste. */
export function moveLetter(facts: MoveFacts): Phrase {
  const { to, host, check, evidence, changes, computers } = facts;
  const seen = inParentheses(seenOf(facts));
  const lines: Phrase[] = [
    HEADINGS[to](host),
    '',
    problemOf(facts),
    '',
    facts.oneIsEnough ? say('Please (one of the two protocols is enough):') : say('Please:'),
    ...changes.map((change): Phrase => inARow('- ', askText(changeStep(change, host)))),
    ...(evidence.length === 0
      ? []
      : ['', say('Observed{seen}:', { seen }), ...evidence.map((line) => `- ${line}`)]),
    '',
    computers === null
      ? say('To check afterwards: {command}', { command: check })
      : say('To check afterwards: {command}, on one of these computers', { command: check }),
  ];
  return inLines(lines);
}

function problemOf({ host, sstpEnds, only }: MoveFacts): Phrase {
  if (only !== undefined) return say('Our VPN to {host} uses OpenVPN.', { host });
  return sstpEnds === null
    ? say('Our VPN to {host} is to move to IKEv2 or OpenVPN.', { host })
    : say('Azure stops SSTP on {date}. Our VPN to {host} must move to IKEv2 or OpenVPN before then.', {
        host,
        date: sstpEnds,
      });
}

/** When and where it was tested; `null` when unknown. */
function seenOf({ at, fromThisComputer, computers }: MoveFacts): Phrase | null {
  const parts: Phrase[] = [
    ...(at === null ? [] : [`${at} UTC`]),
    ...(fromThisComputer ? [say('from a different computer than that of the user')] : []),
    ...(computers === null ? [] : [computersOf(computers)]),
  ];
  return parts.length === 0 ? null : listed(parts);
}

function computersOf({ count, ...computers }: NonNullable<MoveFacts['computers']>): Phrase {
  const unnamed = count - computers.named.length;
  const more = unnamed > 0 ? say(' and {count} more', { count: unnamed }) : '';
  const named = listed(computers.named);
  return count === 1
    ? say('from 1 computer: {named}{more}', { named, more })
    : say('from {count} computers: {named}{more}', { count, named, more });
}
