import type { ReactElement } from 'react';
import type { Plan } from '../core/plan.ts';
import { settingsText } from '../report/settings-text.ts';
import { type Line, Lines, line } from './Lines.tsx';

/** What would be written: for each store the setting as it is and as it would be. */
export function PlanView({ plan }: { plan: Plan }): ReactElement {
  return <Lines lines={planLines(plan)} single={false} />;
}

function planLines({ changes }: Plan): Line[] {
  if (changes.length === 0) return [line(0, { text: 'Plan', tone: 'strong' }, ': nothing to change.')];
  return [
    line(0, { text: 'Plan', tone: 'strong' }),
    ...changes.flatMap(({ store, action, before, after, needsElevation }) => [
      line(2, `~ ${action} ${store}`, ...(needsElevation ? [' (needs an administrator)'] : [])),
      line(4, { text: `- ${settingsText(before)}`, tone: 'bad' }),
      line(4, { text: `+ ${settingsText(after)}`, tone: 'good' }),
    ]),
  ];
}
