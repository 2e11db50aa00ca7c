import type { ReactElement } from 'react';
import type { Plan } from '../../core/decide/plan.ts';
import { changeTitle, noChangeText, sidesOf } from '../../report/text/change-text.ts';
import type { Texts } from '../../report/text/texts.ts';
import type { PrintedPage } from '../../report/views/plain/page.ts';
import { useDisplay } from '../display.ts';
import { type Line, Lines, line } from './Lines.tsx';

export interface PlanViewProps {
  plan: Plan;
  page: Pick<PrintedPage, 'machine' | 'run' | 'end'>;
}

/** The planned changes: for each setting the current and the desired values. */
export function PlanView({ plan, page }: PlanViewProps): ReactElement {
  return <Lines lines={planLines(plan, page, useDisplay().texts)} single={false} />;
}

function planLines({ changes }: Plan, { machine, run, end }: PlanViewProps['page'], texts: Texts): Line[] {
  const { words } = texts;
  if (changes.length === 0)
    return [
      line(
        0,
        { text: words('change.plan'), tone: 'strong' },
        `: ${noChangeText(end?.exitCode ?? null, words)}`,
      ),
    ];
  return [
    line(0, { text: words('change.plan'), tone: 'strong' }),
    ...changes.flatMap((change) => {
      const { removed, added } = sidesOf(change, texts);
      return [
        line(2, `~ ${changeTitle(change, machine, run?.mode ?? null, words)}`),
        ...removed.map((text) => line(4, { text: `- ${text}`, tone: 'bad' })),
        ...added.map((text) => line(4, { text: `+ ${text}`, tone: 'good' })),
      ];
    }),
  ];
}
