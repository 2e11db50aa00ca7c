import { gatewayName } from '../../../core/model/check.ts';
import type { MachineFacts } from '../../../core/model/events.ts';
import type { Mode } from '../../../core/model/modes.ts';
import { say } from '../../../core/model/say.ts';
import { pictureOf } from '../../facts/picture/picture.ts';
import { SCHEMA_VERSION } from '../../model/document.ts';
import { headline } from '../../model/headline.ts';
import type { RunRecord } from '../../model/record.ts';
import { factsOf, requestsIn } from '../../model/record-facts.ts';
import { type Line, line } from '../../text/lines.ts';
import { errorPlace, exitText, systemName } from '../../text/run.ts';
import type { Texts } from '../../text/texts.ts';
import { machineText, userText } from '../../text/user-text.ts';
import type { Words } from '../../text/words.ts';
import { pictureText } from '../picture-text.ts';
import type { Block, Fact, Page, Section } from './model.ts';
import { answerSections } from './sections/answer.ts';
import { changeSection, findingsSections } from './sections/change.ts';
import { evidenceSection } from './sections/evidence.ts';
import { causesSections, fleetSections } from './sections/fleet.ts';
import { routesSections } from './sections/routes.ts';
import { settingsSection } from './sections/settings.ts';
import { todoSection } from './sections/todo.ts';

const KINDS = {
  local: say('this computer'),
  recorded: say('a recording'),
  remote: say('a remote computer'),
} as const;

/** Modes that open with an answer of their own: a code with its meaning, a fleet with a line for each computer. */
const OWN_ANSWER: readonly Mode[] = ['explain', 'fleet'];

/** Modes that a second run with more details repeats; `apply` finds nothing more to do, and says so. */
const REPEATABLE: readonly Mode[] = ['audit', 'apply', 'verify', 'migrate'];

/** A run as a page, the most urgent first. */
export function pageOf(record: RunRecord, texts: Texts): Page {
  const { words } = texts;
  const form = formOf(record);
  return {
    opening: openingOf(record, words),
    title: words(say('p2s-fix report')),
    facts: factsOfRun(record, words),
    conclusion: record.end === null ? [] : headline(factsOf(record, texts), texts),
    ...endOf(record, words),
    sections: [
      ...causesSections(record, texts),
      todoSection(record, texts),
      errorSection(record, texts),
      ...fleetSections(record, texts),
      ...answerSections(record, texts),
      settingsSection(record, texts),
      pictureSection(record, texts),
      ...routesSections(record, texts),
      ...findingsSections(record, form, texts),
      changeSection(record, form, texts),
      machineSection(record, texts),
      lettersSection(record, texts),
      evidenceSection(record, words),
    ],
    footer: footerOf(record, words),
  };
}

function footerOf(record: RunRecord, words: Words): string {
  const { version } = record;
  const { end } = endOf(record, words);
  const made = words(
    say('Made by p2s-fix {version}, report schema {schemaVersion}.', {
      version,
      schemaVersion: SCHEMA_VERSION,
    }),
  );
  return end === null ? made : `${end.took}${end.text}${words.between.sentences}${made}`;
}

/** The computer; a recording that does not name it is called by its file. */
function namedMachine({ machine, followUps }: RunRecord): MachineFacts | null {
  const file = followUps.audit?.machine?.[0]?.split(/[\\/]/).at(-1);
  return machine?.name === null && file !== undefined ? { ...machine, name: file } : machine;
}

/** The run and its computer, then what else one should know of it. */
export function openingOf(record: RunRecord, words: Words): string[] {
  const { version, mode, sample } = record;
  const machine = namedMachine(record);
  const about = machine === null ? [] : [machineText(machine, words)];
  return [[`p2s-fix ${version}`, mode, ...about].join('  '), ...(sample ? [words(SAMPLE)] : [])];
}

const PSEUDONYMS = say('replaced by pseudonyms; the same pseudonym always means the same name');
const SAMPLE = say(
  'Sample computer with simulated servers on this computer; no real setting is read or changed.',
);

function factsOfRun(record: RunRecord, words: Words): Fact[] {
  const { sample, redacted, mode, startedAt } = record;
  const machine = namedMachine(record);
  return [
    [words(say('Run')), mode],
    ...(machine === null ? [] : [[words(say('Computer')), machine.name ?? words(say('unnamed'))] as const]),
    [words(say('Started')), `${startedAt.slice(0, 16).replace('T', ' ')} UTC`],
    ...(sample ? [[words(say('Note')), words(SAMPLE)] as const] : []),
    ...(redacted ? [[words(say('Names')), words(PSEUDONYMS)] as const] : []),
  ];
}

function formOf({ mode, machine, error }: RunRecord): Page['form'] {
  if (error !== null && machine === null) return 'error';
  return OWN_ANSWER.includes(mode) && machine === null ? 'answer' : 'whole';
}

/** The last line of a page, without the page. */
export function endOf(record: RunRecord, words: Words): Pick<Page, 'form' | 'end'> {
  const { end, mode } = record;
  const form = formOf(record);
  if (end === null) return { form, end: null };
  const { exitCode, durationMs } = end;
  const lastLine = {
    took: words(say('Done in {seconds} s. ', { seconds: (durationMs / 1000).toFixed(1) })),
    text: `${words(say('Exit code {code}: ', { code: exitCode }))}${words(exitText(mode, exitCode, record))}`,
    more:
      form === 'whole' && REPEATABLE.includes(mode)
        ? words(say('Details: --verbose, or --report report.html'))
        : null,
  };
  return { form, end: lastLine };
}

/** The picture of the routes; empty when there is none. */
export function pictureSection(record: RunRecord, texts: Texts): Section {
  const picture = pictureOf(record);
  const isTested = record.paths.some(({ checks }) => checks.length > 0);
  const blocks: Block[] =
    picture === null
      ? []
      : [{ kind: 'picture', picture: pictureText(picture, texts), in: isTested ? IN_PICTURE : ['file'] }];
  return { id: 'picture', title: texts.words(say('Routes')), in: IN_PICTURE, bare: true, blocks };
}

const IN_PICTURE = ['terminal', 'full', 'file'] as const;

/** Requests to other teams, ready to paste. A report file has them with their owners. */
function lettersSection(record: RunRecord, texts: Texts): Section {
  const letters = record.mode === 'fleet' || record.end === null ? [] : requestsIn(record);
  const title = texts.words(say('Ready to paste:'));
  const blocks = letters.map(
    (letter) => ({ kind: 'copy', title, text: texts.words(letter.text), form: 'titled' }) as const,
  );
  return { id: 'letters', title, in: ['full'], bare: true, blocks };
}

function errorSection({ error, lateError }: RunRecord, texts: Texts): Section {
  const event = error ?? lateError;
  const { words } = texts;
  const section = { id: 'error', title: words(say('Error')), in: ['terminal', 'file'], bare: true } as const;
  if (event === null) return { ...section, blocks: [] };
  const { code, where } = event.error;
  const { message, next } = texts.error(event);
  const reported = `${code}${where === null ? '' : words(errorPlace(where))}: ${message}`;
  return {
    ...section,
    blocks: [
      { kind: 'lines', lines: errorLines(event, texts), in: ['terminal'] },
      { kind: 'list', items: [{ mark: 'fail', text: reported }], in: ['file'] },
      ...(next === null
        ? []
        : [{ kind: 'text', text: `${words(say('Next: '))}${next}`, in: ['file'] } as const]),
    ],
  };
}

/** What happened, where, and what to do next. */
export function errorLines(event: NonNullable<RunRecord['error']>, texts: Texts): Line[] {
  const { words } = texts;
  const { code, where } = event.error;
  const { message, next } = texts.error(event);
  const place = where === null ? '' : words(errorPlace(where));
  return [
    line(0, { text: words(say('ERROR')), tone: 'bad' }, ` ${code}${place}: ${message}`),
    ...(next === null ? [] : [line(2, `${words(say('Next: '))}${next}`)]),
  ];
}

function machineSection(record: RunRecord, texts: Texts): Section {
  const { words } = texts;
  const { gateways } = record;
  const machine = namedMachine(record);
  const named = gateways
    .map((gateway) => `${gatewayName(gateway)} (${gateway.source})`)
    .join(words.between.items);
  const known = texts.gateways(gateways);
  const facts: Fact[] = [
    ...(machine === null ? [] : machineFacts(machine, words)),
    ...(named === '' ? [] : [[words(say('Gateways')), named] as const]),
  ];
  return {
    id: 'machine',
    title: words(say('Computer')),
    in: ['full', 'file'],
    bare: true,
    closed: true,
    blocks: [
      ...(facts.length === 0 ? [] : [{ kind: 'facts', facts, in: ['file'] } as const]),
      ...known.map((text) => ({ kind: 'text', text, in: ['file'] }) as const),
      ...(known.length === 0
        ? []
        : [{ kind: 'lines', lines: known.map((text) => line(0, text)), in: ['full'] } as const]),
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
