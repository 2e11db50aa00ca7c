import type { RequestFacts } from '../../requests/request-facts.ts';
import { joined, type Text, text } from '../text.ts';
import { asksOf } from './asks.ts';
import { problemOf } from './problem.ts';

/** A letter to one team, ready to paste. */
export function letter(facts: RequestFacts): Text {
  const { to, target, gateway, evidence, at } = facts;
  const lines: Text[] = [
    text(`request.to.${to}`, { target }),
    '',
    text('request.problem', { target, problem: problemOf(facts) }),
    '',
    ...asksOf(facts),
    '',
    text(facts.fromThisComputer ? 'request.observed-from-another' : 'request.observed', { at }),
    ...evidence.map((line) => `- ${line}`),
    '',
    text('request.check-afterwards', { command: `p2s-fix verify ${gateway}${checkedThrough(facts)}` }),
  ];
  return joined(lines, '\n');
}

/** The option of the check afterwards: a proxy for revocation alone must not get the tunnel. */
function checkedThrough({ proxy, tunnel }: RequestFacts): string {
  return proxy === null || proxy !== tunnel ? '' : ` --proxy ${proxy}`;
}
