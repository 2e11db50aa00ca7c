import type { ReactElement } from 'react';
import type { Plan } from '../core/plan.ts';
import type { Texts } from '../report/texts.ts';
import { type Line, Lines, line } from './Lines.tsx';
import { useLook } from './look.ts';

/** What would be written: for each store the setting as it is and as it would be. */
export function PlanView({ plan }: { plan: Plan }): ReactElement {
  return <Lines lines={planLines(plan, useLook().texts)} single={false} />;
}

function planLines({ changes }: Plan, { words, settings }: Texts): Line[] {
  if (changes.length === 0)
    return [line(0, { text: words.plan, tone: 'strong' }, `: ${words.nothingToChange}`)];
  return [
    line(0, { text: words.plan, tone: 'strong' }),
    ...changes.flatMap(({ store, action, before, after, needsElevation }) => [
      line(2, `~ ${action} ${store}`, ...(needsElevation ? [words.needsAdministratorNote] : [])),
      line(4, { text: `- ${settings(before)}`, tone: 'bad' }),
      line(4, { text: `+ ${settings(after)}`, tone: 'good' }),
    ]),
  ];
}
