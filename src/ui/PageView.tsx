import { Box } from 'ink';
import { Children, type ReactElement, type ReactNode } from 'react';
import type { TextLine } from '../report/explanation-text.ts';
import { compactTable } from '../report/side-by-side.ts';
import type { Texts } from '../report/texts.ts';
import { ChangeView, changeLines } from './ChangeView.tsx';
import { FindingsView } from './FindingsView.tsx';
import { Header } from './Header.tsx';
import { HeadlineView, headlineOf } from './HeadlineView.tsx';
import { type Line, Lines, line } from './Lines.tsx';
import { useLook } from './look.ts';
import { NeedsView, needsAnything } from './NeedsView.tsx';
import { PathView } from './PathView.tsx';
import { PlanView } from './PlanView.tsx';
import type { Page, PrintedPage, Run } from './page.ts';
import { StoresTable } from './StoresTable.tsx';

/**
 * A page as it stays in the scrollback: everything, wrapped, nothing cut. The first of a run carries the header, the
 * last what it says in short.
 */
export function PageView({ page, first }: { page: PrintedPage; first: boolean }): ReactElement {
  const look = useLook();
  const { texts } = look;
  const { machine, run } = page;
  const told = headlineOf(page, texts);
  const hasChanged = page.part === 'change' || (page.result?.changed.length ?? 0) > 0;
  const change = changeLines(page, look).length > 0 ? <ChangeView page={page} /> : null;
  return (
    <Box flexDirection="column" width={look.columns}>
      {page.opens ? (
        <Box flexDirection="column" paddingTop={first ? 0 : 1}>
          <Header run={run} machine={machine} single={false} />
        </Box>
      ) : null}
      <Section>{told.length > 0 ? <HeadlineView lines={told} /> : null}</Section>
      <Section>{page.part === 'change' ? change : null}</Section>
      <Section>
        {page.stores.length > 0 ? <StoresTable {...page} machine={machine} live={false} /> : null}
      </Section>
      <Section>
        {page.backups === null ? null : <Lines lines={backupLines(page.backups, texts)} single={false} />}
      </Section>
      <Section>{page.paths.length > 0 ? <PathView paths={page.paths} part={page.part} /> : null}</Section>
      <Section>{page.findings.length > 0 ? <FindingsView findings={page.findings} /> : null}</Section>
      <Section>{page.plan === null ? null : <PlanView plan={page.plan} />}</Section>
      <Section>{page.part === 'look' ? change : null}</Section>
      <Section>
        {page.confirmed === null ? null : (
          <Lines lines={[line(0, texts.confirmed(page.confirmed))]} single={false} />
        )}
      </Section>
      <Section>
        {page.explanation === null ? null : (
          <Lines lines={textLines(texts.explanation(page.explanation))} single={false} />
        )}
      </Section>
      <Section>
        {page.migrations.length === 0 ? null : (
          <Lines lines={sideBySide(page.migrations, texts)} single={false} />
        )}
      </Section>
      {page.migrations.map((migration) => (
        <Section key={migration.gateway}>
          <Lines lines={textLines(texts.migration(migration))} single={false} />
        </Section>
      ))}
      <Section>
        {page.needs !== null && needsAnything(page.needs, machine) ? (
          <NeedsView needs={page.needs} changed={hasChanged} machine={machine} />
        ) : null}
      </Section>
      <Section>
        {page.error === null ? null : <Lines lines={errorLines(page.error, texts)} single={false} />}
      </Section>
      <Section>
        {page.requests.length === 0 ? null : <Lines lines={requestPage(page, texts)} single={false} />}
      </Section>
      <Section>
        {page.end === null ? null : <Lines lines={[endLine(page.end, run, texts)]} single={false} />}
      </Section>
    </Box>
  );
}

/** A blank row and what follows it, or nothing. */
function Section({ children }: { children: ReactNode }): ReactElement | null {
  return Children.toArray(children).length === 0 ? null : (
    <Box flexDirection="column" paddingTop={1}>
      {children}
    </Box>
  );
}

function backupLines(backups: NonNullable<Page['backups']>, texts: Texts): Line[] {
  if (backups.length === 0) return [line(0, texts.words.noBackups)];
  return backups.map((backup) => line(0, `${backup.number}  ${texts.backup(backup, backups)}`));
}

function textLines(lines: readonly TextLine[]): Line[] {
  return lines.map(({ depth, text, strong = false }) =>
    line(2 * depth, strong ? { text, tone: 'strong' } : text),
  );
}

/** All gateways of a move at a glance. */
function sideBySide(migrations: Page['migrations'], { moveWords }: Texts): Line[] {
  const rows = migrations.map((one) => ({ ...one, name: one.gateway }));
  return compactTable(rows, moveWords.sideBySide).map((text) => line(0, text));
}

function requestPage({ requests }: Page, { words, language }: Texts): Line[] {
  return requests.flatMap((request) => [
    line(0, { text: words.readyToPaste, tone: 'strong' }),
    ...request[language].split('\n').map((text) => line(2, text)),
  ]);
}

function endLine({ exitCode, durationMs }: NonNullable<Page['end']>, run: Run | null, texts: Texts): Line {
  const { words } = texts;
  const seconds = (durationMs / 1000).toFixed(1);
  return line(0, `${words.done(seconds)} ${words.exitCode(exitCode)}`, {
    text: words.exit(run?.mode ?? null, exitCode),
    tone: 'strong',
  });
}

function errorLines(event: NonNullable<PrintedPage['error']>, texts: Texts): Line[] {
  const { words } = texts;
  const { code, where } = event.error;
  const { message, next } = texts.error(event);
  const place = where === null ? '' : words.errorAt(where);
  return [
    line(0, { text: words.error, tone: 'bad' }, ` ${code}${place}: ${message}`),
    ...(next === null ? [] : [line(2, `${words.next}${next}`)]),
  ];
}
