import { SOURCE_IDS, SOURCES } from '../../../../core/explain/sources.ts';
import { say } from '../../../../core/model/say.ts';
import { checksByPath } from '../../../../core/path/path-checks.ts';
import { conclusionOf } from '../../../model/conclusion.ts';
import type { RunRecord } from '../../../model/record.ts';
import { factsOf } from '../../../model/record-facts.ts';
import { BLANK, type Line, line, linesOf, lineText } from '../../../text/lines.ts';
import { PROTOCOL_COLUMNS, protocolCells } from '../../../text/side-by-side.ts';
import type { Texts } from '../../../text/texts.ts';
import { type Block, IN_ALL, IN_TEXT, type Section } from '../model.ts';

/** The answer of a run that does not assess a computer; text omits its first sentence, which opens the page. */
export function answerSections(record: RunRecord, texts: Texts): Section[] {
  return [answerSection(record, texts), migrationSection(record, texts)];
}

function answerSection(record: RunRecord, texts: Texts): Section {
  const { move, error, backups, explanation, schedule, confirmed } = record;
  const { words } = texts;
  const rows = (all: readonly string[]) => all.map((text) => line(0, text));
  const listed = rows((backups ?? []).map((one) => `${one.number}  ${texts.backup(one, backups ?? [])}`));
  const scheduled = rows(schedule === undefined ? [] : texts.schedule(schedule));
  const moved = rows(move === null ? [] : [texts.move(move)]);
  // An error opens the report instead.
  const isOpened = error === null;
  const isFirst = move !== null && conclusionOf(factsOf(record, texts), texts).headline === texts.move(move);
  const short = [...listed, ...scheduled.slice(isOpened ? 1 : 0), ...(isFirst ? [] : moved)];
  const whole = [
    ...listed,
    ...rows(backups?.length === 0 ? [words(say('No backups.'))] : []),
    ...rows(confirmed === undefined ? [] : [texts.confirmed(confirmed)]),
    ...moved,
    ...scheduled,
    ...linesOf(explanation === undefined ? [] : texts.explanation({ ...explanation, sources: [] })),
  ];
  const title =
    explanation !== undefined
      ? words(say('What the code means'))
      : move !== null || schedule !== undefined
        ? words(say('Schedule'))
        : words(say('Backups'));
  const urls = new Set(explanation?.sources.map(({ url }) => url));
  const sources = SOURCE_IDS.filter((id) => urls.delete(SOURCES[id].url));
  return {
    id: 'answer',
    title,
    in: IN_ALL,
    bare: true,
    blocks: [
      ...inLines(explanation === undefined ? short : linesOf(texts.explanation(explanation))),
      ...(whole.length === 0 ? [] : [copied(title, whole, 'bare')]),
      ...(sources.length === 0
        ? []
        : [{ kind: 'links', title: words(say('Sources')), sources, in: ['file'] } as const]),
    ],
  };
}

/** The result of moving each gateway from SSTP: all in one table, then each with its next steps. */
function migrationSection({ migration, checks, verdicts, error }: RunRecord, texts: Texts): Section {
  const { words } = texts;
  const title = words(say('SSTP, IKEv2 and OpenVPN side by side'));
  const seen = checksByPath(checks);
  const rows = migration.map((one) => {
    const verdict = verdicts.find(({ gateway, stores }) => gateway === one.gateway && stores === 'current');
    const mine = seen({ gateway: one.gateway, stores: 'current' });
    const sstp = verdict === undefined ? null : texts.verdict(verdict, mine).message;
    return { name: one.gateway, cells: protocolCells(one, words, sstp) };
  });
  const opened = migration.length === 1 && error === null ? 1 : 0;
  const answers = migration.map((one) => ({ name: one.gateway, lines: linesOf(texts.migration(one)) }));
  return {
    id: 'migration',
    title: words(say('Moving from SSTP')),
    in: IN_ALL,
    bare: true,
    blocks:
      rows.length === 0
        ? []
        : [
            {
              kind: 'side-by-side',
              title,
              rows: migration.map((one) => ({ ...one, name: one.gateway })),
              in: IN_TEXT,
            },
            ...answers.flatMap(({ lines }) => inLines([BLANK, ...lines.slice(opened)])),
            {
              kind: 'table',
              title,
              columns: [words(say('Gateway')), ...PROTOCOL_COLUMNS],
              rows,
              in: ['file'],
            },
            ...answers.map(({ name, lines }) => copied(name, lines, 'titled')),
          ],
  };
}

function inLines(lines: readonly Line[]): Block[] {
  return lines.length === 0 ? [] : [{ kind: 'lines', lines, in: IN_TEXT }];
}

function copied(title: string, lines: readonly Line[], form: 'bare' | 'titled'): Block {
  return { kind: 'copy', title, text: lines.map(lineText).join('\n'), form, in: ['file'] };
}
