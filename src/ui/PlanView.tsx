import type { ReactElement } from 'react';
import type { Plan } from '../core/plan.ts';
import { sidesOf } from '../report/change-text.ts';
import type { Texts } from '../report/texts.ts';
import { type Line, Lines, line } from './Lines.tsx';
import { useLook } from './look.ts';

/** What would be written: for each store the setting as it is and as it would be. */
export function PlanView({ plan }: { plan: Plan }): ReactElement {
  return <Lines lines={planLines(plan, useLook().texts)} single={false} />;
}

function planLines({ changes }: Plan, texts: Texts): Line[] {
  const { words } = texts;
  if (changes.length === 0)
    return [line(0, { text: words.plan, tone: 'strong' }, `: ${words.nothingToChange}`)];
  return [
    line(0, { text: words.plan, tone: 'strong' }),
    ...changes.flatMap((change) => {
      const { store, action, needsElevation } = change;
      const { removed, added } = sidesOf(change, texts);
      return [
        line(2, `~ ${action} ${store}`, ...(needsElevation ? [words.needsAdministratorNote] : [])),
        ...removed.map((text) => line(4, { text: `- ${text}`, tone: 'bad' })),
        ...added.map((text) => line(4, { text: `+ ${text}`, tone: 'good' })),
      ];
    }),
  ];
}
