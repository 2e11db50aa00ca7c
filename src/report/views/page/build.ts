import { SOURCE_IDS, SOURCES } from '../../../core/explain/sources.ts';
import { gatewayName } from '../../../core/model/check.ts';
import type { MachineFacts } from '../../../core/model/events.ts';
import { say } from '../../../core/model/say.ts';
import { pictureOf } from '../../facts/picture/picture.ts';
import { errorPlace, systemName } from '../../messages/run.ts';
import { SCHEMA_VERSION } from '../../model/document.ts';
import { type HeadlineLine, headline } from '../../model/headline.ts';
import type { RunRecord } from '../../model/record.ts';
import { factsOf } from '../../model/record-facts.ts';
import { pictureText } from '../../text/picture-text.ts';
import type { Texts } from '../../text/texts.ts';
import { userText } from '../../text/user-text.ts';
import type { Words } from '../../text/words.ts';
import type { Fact, Page, Section } from './model.ts';
import { changeSection, findingsSections, planSection } from './sections/change.ts';
import { evidenceSection } from './sections/evidence.ts';
import { causesSections, fleetSections } from './sections/fleet.ts';
import { migrationSection } from './sections/migration.ts';
import { pathSections, storesSection } from './sections/state.ts';
import { todoSection } from './sections/todo.ts';

const KINDS = {
  local: say('this computer'),
  recorded: say('a recording'),
  remote: say('a remote computer'),
} as const;

/** A run as a report for a later reader, the most urgent first. Omits empty sections. */
export function pageOf(record: RunRecord, texts: Texts): Page {
  const { sample, redacted, machine, mode, startedAt, version } = record;
  const { durationMs, exitCode } = record.end ?? { durationMs: 0, exitCode: 0 };
  const { words } = texts;
  const lines = headline(factsOf(record, texts), texts);
  const after = lines.find(({ label }) => label === words(say('Then')))?.text ?? null;
  const sections = [
    ...causesSections(record, texts),
    todoSection(record, after, texts),
    errorSection(record, texts),
    ...fleetSections(record, texts),
    migrationSection(record, texts),
    answersSection(record, texts),
    changeSection(record, words),
    storesSection(record, texts),
    planSection(record, texts),
    ...findingsSections(record, texts),
    ...pathSections(record, texts),
    machineSection(record, texts),
    evidenceSection(record, words),
  ];
  return {
    title: words(say('p2s-fix report')),
    facts: [
      [words(say('Run')), mode],
      ...(machine === null ? [] : [[words(say('Computer')), machine.name ?? words(say('unnamed'))] as const]),
      [words(say('Started')), startedAt],
      [words(say('Took')), `${(durationMs / 1000).toFixed(1)} s`],
      [words(say('Exit code')), String(exitCode)],
      ...(sample
        ? [
            [
              words(say('Note')),
              words(
                say(
                  'Sample computer with simulated servers on this computer; no real setting is read or changed.',
                ),
              ),
            ] as const,
          ]
        : []),
      ...(redacted
        ? [
            [
              words(say('Names')),
              words(say('replaced by pseudonyms; the same pseudonym always means the same name')),
            ] as const,
          ]
        : []),
    ],
    conclusion: conclusionOfPage(lines, words),
    picture: pictureOfRun(record, texts),
    sections: sections.filter(({ blocks }) => blocks.length > 0),
    footer: words(
      say('Made by p2s-fix {version}, report schema {schemaVersion}.', {
        version,
        schemaVersion: SCHEMA_VERSION,
      }),
    ),
  };
}

function pictureOfRun(record: RunRecord, texts: Texts): Page['picture'] {
  const picture = pictureOf(record);
  return picture === null ? null : pictureText(picture, texts);
}

const MARK_OF = { good: 'pass', plain: 'warn', bad: 'fail' } as const;

/** The first part of every report; the owners' actions follow it. */
function conclusionOfPage(all: readonly HeadlineLine[], words: Words): Page['conclusion'] {
  const [first, ...lines] = all.filter(
    ({ label }) => label !== words(say('Next')) && label !== words(say('Then')),
  );
  return {
    mark: first === undefined ? 'warn' : MARK_OF[first.mood],
    label: first?.label ?? '',
    text: first?.text ?? '',
    lines: lines.map(({ label, text }) => [label, text] as const),
  };
}

function errorSection({ error, lateError }: RunRecord, texts: Texts): Section {
  const event = error ?? lateError;
  const { words } = texts;
  const section = { id: 'error', title: words(say('Error')) };
  if (event === null) return { ...section, blocks: [] };
  const { code, where } = event.error;
  const { message, next } = texts.error(event);
  const reported = `${code}${where === null ? '' : words(errorPlace(where))}: ${message}`;
  return {
    ...section,
    blocks: [
      { kind: 'list', items: [{ mark: 'fail', text: reported }] },
      ...(next === null ? [] : [{ kind: 'text', text: `${words(say('Next: '))}${next}` } as const]),
    ],
  };
}

function machineSection({ machine, gateways }: RunRecord, texts: Texts): Section {
  const { words } = texts;
  const named = gateways
    .map((gateway) => `${gatewayName(gateway)} (${gateway.source})`)
    .join(words.between.items);
  const facts: Fact[] = [
    ...(machine === null ? [] : machineFacts(machine, words)),
    ...(named === '' ? [] : [[words(say('Gateways')), named] as const]),
  ];
  return {
    id: 'machine',
    title: words(say('Computer')),
    folded: true,
    blocks: [
      ...(facts.length === 0 ? [] : [{ kind: 'facts', facts } as const]),
      ...texts.gateways(gateways).map((text) => ({ kind: 'text', text }) as const),
    ],
  };
}

function machineFacts({ name, kind, os, powershell, user, vpnUser }: MachineFacts, words: Words): Fact[] {
  const edition = powershell && `${powershell.version} ${powershell.edition}, ${powershell.languageMode}`;
  return [
    [words(say('Name')), name ?? words(say('unnamed'))],
    [words(say('Kind')), words(KINDS[kind])],
    [words(say('System')), `${systemName(os.platform)} ${os.version ?? words(say('unknown'))}`],
    ...(edition === null ? [] : [['PowerShell', edition] as const]),
    ...(user === null ? [] : [[words(say('Run by')), whoText(user, user.elevated, words)] as const]),
    ...(vpnUser === null ? [] : [[words(say('VPN user')), whoText(vpnUser, null, words)] as const]),
  ];
}

function whoText(
  { name, sid }: { name: string | null; sid: string | null },
  elevated: boolean | null,
  words: Words,
): string {
  const more = [
    ...(name !== null && sid !== null ? [sid] : []),
    ...(elevated === null
      ? []
      : [elevated ? words(say('running as administrator')) : words(say('not running as administrator'))]),
  ];
  const who = userText(name, sid, words);
  return more.length === 0 ? who : `${who} (${more.join(words.between.items)})`;
}

/** The results of modes that read no setting: backups, a confirmation, an explanation, a schedule. */
function answersSection(record: RunRecord, texts: Texts): Section {
  const { move, backups, confirmed, explanation, schedule } = record;
  const { words } = texts;
  const lines = [
    ...(backups ?? []).map((backup) => `${backup.number}  ${texts.backup(backup, backups ?? [])}`),
    ...(backups?.length === 0 ? [words(say('No backups.'))] : []),
    ...(confirmed === undefined ? [] : [texts.confirmed(confirmed)]),
    ...(move === null ? [] : [texts.move(move)]),
    ...(schedule === undefined ? [] : texts.schedule(schedule)),
    ...(explanation === undefined
      ? []
      : texts
          .explanation({ ...explanation, sources: [] })
          .map(({ depth, text }) => `${'  '.repeat(depth)}${text}`)),
  ];
  const urls = new Set(explanation?.sources.map(({ url }) => url));
  const sources = SOURCE_IDS.filter((id) => urls.delete(SOURCES[id].url));
  const isSchedule = move !== null || schedule !== undefined;
  const title =
    explanation !== undefined
      ? words(say('What the code means'))
      : isSchedule
        ? words(say('Schedule'))
        : words(say('Backups'));
  return {
    id: 'answer',
    title,
    blocks:
      lines.length === 0
        ? []
        : [
            { kind: 'copy', title, text: lines.join('\n'), form: 'bare' },
            ...(sources.length === 0
              ? []
              : [{ kind: 'links', title: words(say('Sources')), sources } as const]),
          ],
  };
}
