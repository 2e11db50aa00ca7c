import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { Plan } from '../../core/decide/plan.ts';
import type { MachineFacts } from '../../core/model/events.ts';
import { say } from '../../core/model/say.ts';
import type { StoreView } from '../../core/stores/stores.ts';
import { type StoreTable, storeTable } from '../../report/facts/store-table.ts';
import type { Words as WordsOf } from '../../report/text/words.ts';
import type { Span } from '../break-lines.ts';
import { useDisplay } from '../display.ts';
import { type Line, Lines, line, Words } from './Lines.tsx';

const DIFFERS = '!=';
const CHANGES = '~';
const MARK_WIDTH = 3;
const LABEL_WIDTH = 13;
const GAP = 2;
/** Wider columns would separate related values too far. */
const MAX_STORE_WIDTH = 60;

export interface StoresTableProps {
  stores: readonly StoreView[];
  machine: MachineFacts | null;
  plan: Plan | null;
  /** One row per part, without the other settings and the legend: {@link LIVE_TABLE_HEIGHT} rows. */
  live: boolean;
}

export const LIVE_TABLE_HEIGHT = 5;

/** The VPN user's WinINET next to WinHTTP; characters mark differences and planned changes. */
export function StoresTable({ stores, machine, plan, live }: StoresTableProps): ReactElement {
  const { columns, texts } = useDisplay();
  const { words } = texts;
  const table = storeTable(stores, machine, plan, texts);
  const left = MARK_WIDTH + LABEL_WIDTH;
  const width = Math.max(1, Math.min(MAX_STORE_WIDTH, Math.floor((columns - left - GAP) / 2)));
  const row = (key: string, mark: string, label: Span, cells: readonly [Cell, Cell]) => (
    <Box key={key}>
      <Fixed width={MARK_WIDTH} spans={[{ text: mark, tone: 'warn' }]} live={live} />
      <Fixed width={LABEL_WIDTH} spans={[label]} live={live} />
      <Fixed width={width} spans={spansOf(cells[0])} live={live} />
      <Box width={GAP} flexShrink={0} />
      <Fixed width={width} spans={spansOf(cells[1])} live={live} />
    </Box>
  );
  const title = (text: string): Cell => ({ text, changes: false, tone: 'strong' });
  return (
    <Box flexDirection="column">
      {row('title', '', { text: words(say('Settings')), tone: 'strong' }, [
        title(words(say('WinINET of {user}', { user: table.user }))),
        title(words(table.bothViews ? say('WinHTTP (64/32-bit)') : say('WinHTTP'))),
      ])}
      {table.rows.map(({ label, winInet, winHttp, differs, winInetChanges, winHttpChanges }) =>
        row(label, differs ? DIFFERS : '', { text: label }, [
          { text: winInet, changes: winInetChanges },
          { text: winHttp, changes: winHttpChanges },
        ]),
      )}
      {live ? null : <Lines lines={[...legend(table, words), ...others(table)]} single={false} />}
    </Box>
  );
}

interface Cell extends Span {
  changes: boolean;
}

function spansOf({ changes, ...span }: Cell): Span[] {
  return changes ? [{ text: `${CHANGES} `, tone: 'warn' }, span] : [span];
}

function Fixed({
  width,
  spans,
  live,
}: {
  width: number;
  spans: readonly Span[];
  live: boolean;
}): ReactElement {
  return (
    <Box width={width} flexShrink={0}>
      <Words spans={spans} width={width} single={live} />
    </Box>
  );
}

function legend({ rows, others: rest }: StoreTable, words: WordsOf): Line[] {
  const changes =
    rows.some((row) => row.winInetChanges || row.winHttpChanges) || rest.some((one) => one.changes);
  const parts = [
    ...(rows.some(({ differs }) => differs) ? [`${DIFFERS} ${words(say('differs'))}`] : []),
    ...(changes ? [`${CHANGES} ${words(say('will be changed'))}`] : []),
  ];
  return parts.length === 0 ? [] : [line(MARK_WIDTH, { text: parts.join('   '), tone: 'quiet' })];
}

function others({ others: rest }: StoreTable): Line[] {
  return rest.map(({ name, text, changes }) =>
    line(
      MARK_WIDTH,
      ...(changes ? [{ text: `${CHANGES} `, tone: 'warn' as const }] : []),
      `${name}: ${text}`,
    ),
  );
}
