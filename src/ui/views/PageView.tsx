import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { Plan } from '../../core/decide/plan.ts';
import { say } from '../../core/model/say.ts';
import type { PathState } from '../../report/facts/paths.ts';
import { errorPlace, exitText } from '../../report/messages/run.ts';
import type { TextLine } from '../../report/messages/text.ts';
import { changeTitle, noChangeText, sidesOf } from '../../report/text/change-text.ts';
import type { Texts } from '../../report/text/texts.ts';
import type { Page, PrintedPage } from '../../report/views/plain/pages.ts';
import {
  hasChanged,
  headlineOf,
  type Section,
  sectionsOf,
  sideBySide,
  verdictsOf,
} from '../../report/views/plain/sections.ts';
import { type Display, DisplayContext, useDisplay } from '../display.ts';
import { pathLines } from '../path-lines.ts';
import { pictureRows } from '../picture-rows.ts';
import { ChangeView } from './ChangeView.tsx';
import { FindingsView } from './FindingsView.tsx';
import { Header } from './Header.tsx';
import { HeadlineView } from './HeadlineView.tsx';
import { type Line, Lines, line } from './Lines.tsx';
import { NeedsView } from './NeedsView.tsx';
import { StoresTable } from './StoresTable.tsx';

/** A page as it stays in the scrollback: complete, wrapped, not truncated; unfinished steps no longer spin. */
export function PageView({ page, first }: { page: PrintedPage; first: boolean }): ReactElement {
  const display = { ...useDisplay(), tick: null };
  return (
    <DisplayContext value={display}>
      <Box flexDirection="column" width={display.columns}>
        {shownIn(page, display).map((section, index) => (
          <Box
            key={section}
            flexDirection="column"
            paddingTop={first && index === 0 && section === 'header' ? 0 : 1}
          >
            {SECTIONS[section](page, display)}
          </Box>
        ))}
      </Box>
    </DisplayContext>
  );
}

/** Omits the picture when it does not fit. */
function shownIn(page: PrintedPage, display: Display): Section[] {
  const sections = sectionsOf(page, display.texts);
  return sections.filter((section) => section !== 'picture' || pictureRows(page, display).length > 0);
}

const whole = (lines: readonly Line[]) => <Lines lines={lines} single={false} />;

const SECTIONS: Record<Section, (page: PrintedPage, display: Display) => ReactElement | null> = {
  header: ({ run }) => <Header run={run} single={false} />,
  headline: (page, { texts }) => <HeadlineView lines={headlineOf(page, texts)} />,
  picture: (page, display) => whole(pictureRows(page, display)),
  change: (page) => <ChangeView page={page} />,
  stores: (page) => <StoresTable {...page} live={false} />,
  backups: ({ backups }, { texts }) => whole(backupLines(backups ?? [], texts)),
  gateways: ({ gateways }, { texts }) => whole(texts.gateways(gateways).map((text) => line(0, text))),
  paths: ({ paths, part }) => <PathView paths={paths} part={part} />,
  findings: ({ findings }) => <FindingsView findings={findings} />,
  plan: (page) => page.plan && <PlanView plan={page.plan} page={page} />,
  files: ({ files }, { texts }) =>
    whole(files.map((file) => line(0, texts.words(say('Written: {file}', { file }))))),
  confirmed: ({ confirmed }, { texts }) => confirmed && whole([line(0, texts.confirmed(confirmed))]),
  explanation: ({ explanation }, { texts }) =>
    explanation && whole(textLines(texts.explanation(explanation))),
  'side-by-side': (page, { texts, columns }) =>
    whole(sideBySide(page.migration, texts, columns).map((text) => line(0, text))),
  migrations: ({ migration: all }, { texts }) => (
    <Box flexDirection="column" rowGap={1}>
      {all.map((migration) => (
        <Lines key={migration.gateway} lines={textLines(texts.migration(migration))} single={false} />
      ))}
    </Box>
  ),
  needs: (page) =>
    page.needs && <NeedsView needs={page.needs} changed={hasChanged(page)} machine={page.machine} />,
  error: ({ error }, { texts }) => error && whole(errorLines(error, texts)),
  requests: (page, { texts }) => whole(requestPage(page, texts)),
  end: (page, { texts }) => page.end && whole([endLine(page.end, page, texts)]),
};

function backupLines(backups: NonNullable<Page['backups']>, texts: Texts): Line[] {
  if (backups.length === 0) return [line(0, texts.words(say('No backups.')))];
  return backups.map((backup) => line(0, `${backup.number}  ${texts.backup(backup, backups)}`));
}

function textLines(lines: readonly TextLine[]): Line[] {
  return lines.map(({ depth, text, strong = false }) =>
    line(2 * depth, strong ? { text, tone: 'strong' } : text),
  );
}

function requestPage({ requests }: Page, { words }: Texts): Line[] {
  return requests.flatMap(({ text }) => [
    line(0, { text: words(say('Ready to paste:')), tone: 'strong' }),
    ...text(words)
      .split('\n')
      .map((row) => line(2, row)),
  ]);
}

function endLine(
  { exitCode, durationMs }: NonNullable<Page['end']>,
  { run, ...page }: PrintedPage,
  texts: Texts,
): Line {
  const { words } = texts;
  const seconds = (durationMs / 1000).toFixed(1);
  return line(
    0,
    `${words(say('Done in {seconds} s. ', { seconds }))}${words(say('Exit code {code}: ', { code: exitCode }))}`,
    {
      text: words(
        exitText(run?.mode ?? null, exitCode, {
          ...page,
          move: run?.move ?? null,
          verdicts: verdictsOf(page),
        }),
      ),
      tone: 'strong',
    },
  );
}

function errorLines(event: NonNullable<PrintedPage['error']>, texts: Texts): Line[] {
  const { words } = texts;
  const { code, where } = event.error;
  const { message, next } = texts.error(event);
  const place = where === null ? '' : words(errorPlace(where));
  return [
    line(0, { text: words(say('ERROR')), tone: 'bad' }, ` ${code}${place}: ${message}`),
    ...(next === null ? [] : [line(2, `${words(say('Next: '))}${next}`)]),
  ];
}

/** The complete results of all gateways' routes. */
function PathView({ paths, part }: { paths: readonly PathState[]; part: 'audit' | 'change' }): ReactElement {
  const display = useDisplay();
  return (
    <Box flexDirection="column" rowGap={1}>
      {paths.map((path) => {
        const untouched = path.checks.length === 0 && path.verdict === null;
        const lines = untouched
          ? [line(0, display.texts.words(say('{gateway}: not checked.', { gateway: path.gateway })))]
          : pathLines(path, part, display);
        return <Lines key={`${path.gateway} ${path.stores}`} lines={lines} single={false} />;
      })}
    </Box>
  );
}

interface PlanViewProps {
  plan: Plan;
  page: Pick<PrintedPage, 'machine' | 'run' | 'end'>;
}

/** The planned changes: for each setting the current and the desired values. */
function PlanView({ plan, page }: PlanViewProps): ReactElement {
  return <Lines lines={planLines(plan, page, useDisplay().texts)} single={false} />;
}

function planLines({ changes }: Plan, { machine, run, end }: PlanViewProps['page'], texts: Texts): Line[] {
  const { words } = texts;
  if (changes.length === 0)
    return [
      line(
        0,
        { text: words(say('Plan')), tone: 'strong' },
        `: ${noChangeText(end?.exitCode ?? null, words)}`,
      ),
    ];
  return [
    line(0, { text: words(say('Plan')), tone: 'strong' }),
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
