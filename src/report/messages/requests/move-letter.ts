import { changeStep } from '../../../core/migration/change-steps.ts';
import type { MoveFacts } from '../../requests/migration-request.ts';
import { inParentheses, listed } from '../parts.ts';
import { joined, type Text, text } from '../text.ts';
import { askText } from './letter.ts';

/** A letter to one team about a move, ready to paste. */
export function moveLetter(facts: MoveFacts): Text {
  const { to, host, check, evidence, changes, computers } = facts;
  const seen = inParentheses(seenOf(facts));
  const lines: Text[] = [
    text(`move.to.${to}`, { host }),
    '',
    problemOf(facts),
    '',
    text(facts.oneIsEnough ? 'move.please-one' : 'ask.please'),
    ...changes.map((change): Text => ['- ', askText(changeStep(change, host))]),
    ...(evidence.length === 0
      ? []
      : ['', text('move.observed', { seen }), ...evidence.map((line) => `- ${line}`)]),
    '',
    text(computers === null ? 'move.check-afterwards' : 'move.check-afterwards.fleet', { command: check }),
  ];
  return joined(lines, '\n');
}

function problemOf({ host, sstpEnds, only }: MoveFacts): Text {
  if (only !== undefined) return text('move.problem.openvpn', { host });
  return sstpEnds === null
    ? text('move.problem', { host })
    : text('move.problem.sstp-ends', { host, date: sstpEnds });
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
