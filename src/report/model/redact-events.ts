import type { Explanation } from '../../core/explain/explain.ts';
import type { FleetMachine } from '../../core/fleet/result.ts';
import type { RunEvent } from '../../core/model/events.ts';
import type { Finding } from '../../core/model/finding.ts';
import { percentDecoded } from '../../core/model/parse-url.ts';
import { isCommand, toTexts, withOptionTexts } from '../../core/model/say.ts';
import { type FollowUps, followUpTexts } from '../../core/options/follow-ups.ts';
import type { NamedCommand, Options } from '../../core/options/table.ts';
import { type KnownNames, knownNames, wordsOf, wordsOfTyped } from '../../core/redact/known-names.ts';
import {
  redactKeyPath,
  redactList,
  redactPath,
  redactStoreId,
  redactValuePlace,
  redactWords,
} from '../../core/redact/names.ts';
import { redactProse } from '../../core/redact/prose.ts';
import type { Pseudonyms } from '../../core/redact/pseudonyms.ts';
import { hostsOfSettings, redactSettings } from '../../core/redact/settings.ts';
import { redactError } from './redact-error.ts';

type Rule = (names: Pseudonyms, text: string, known: KnownNames) => string;

const keep: Rule = (_, text) => text;
const store: Rule = (names, text) =>
  /^(?:wininet|winhttp|advproxy)\//.test(text) ? redactStoreId(names, text) : redactPath(names, text);
const rule: Rule = (names, text) => (/^(?:direct|unknown)$/.test(text) ? text : redactList(names, text));
/** Names of values, or their paths. */
const values: Rule = (names, text) => redactValuePlace(names, text) ?? text;
const digest: Rule = (names, text) => names.hex(text);
/** The start of an attribute. After any other separator the value continues: `O=Contoso\\, Ltd`, `CN=A/B`. */
const ATTRIBUTE =
  /((?:^|[,/+\n] ?)(?:C|CN|DC|E|GN|L|O|OU|S|SN|ST|UID|emailAddress|serialNumber|street|title|[\d.]+)=)/i;
const distinguishedName: Rule = (names, text) =>
  text
    .split(ATTRIBUTE)
    .map((part, at) => (at % 2 === 1 ? part : redactList(names, part)))
    .join('');

/** Members that hold only our own words, numbers or dates. */
const KEPT = new Set(
  [
    'type mode version at step status kind platform edition languageMode managedBy scheme unreadable source format types',
    'stage from severity code action id number createdAt reason problem own foreign by restartPending',
    'reasons errno of client verdict history about service encoding unavailable date deadline startedAt appliedAt putBackAt',
    'thisUpdate nextUpdate notBefore notAfter validFrom validTo protocol cipher schemes inspectionSigns values method',
    'collectedAt dependsOnNetwork variesWith languageMode backup detailCode ack flaw',
    'act why task foundAt valueName newer wanted',
  ].flatMap((line) => line.split(' ')),
);

/** For a migration, where `answer` and `reason` are our own words too. */
const KEPT_OF_MIGRATION = new Set([
  ...KEPT,
  ...['protocol', 'transport', 'outlook', 'state', 'answer', 'cause', 'only', 'to', 'sstp', 'proposal'],
  ...['sstpEnds', 'oldRootEnds'],
]);
/** For the machine's own evidence: log names are the same on every machine. */
const KEPT_OF_EVIDENCE = new Set([...KEPT, 'name', 'state', 'oldest', 'newest']);

/** For a schedule. */
const KEPT_OF_SCHEDULE = new Set([...KEPT, ...['act', 'why', 'task', 'foundAt', 'by', 'problem']]);

/** Sentences of a finding and similar: their values are untrusted and are handled separately. */
const KEPT_OF_MESSAGES: ReadonlySet<string> = new Set(
  [...KEPT, 'template'].filter((name) => name !== 'values'),
);

/** For a fleet. */
const KEPT_OF_FLEET: ReadonlySet<string> = new Set(
  [...KEPT_OF_MIGRATION, 'template'].filter((name) => name !== 'values'),
);

const KEPT_OF: Partial<Record<RunEvent['type'], ReadonlySet<string>>> = {
  migration: KEPT_OF_MIGRATION,
  evidence: KEPT_OF_EVIDENCE,
  schedule: KEPT_OF_SCHEDULE,
  'fleet-machine': KEPT_OF_FLEET,
  fleet: KEPT_OF_FLEET,
  'schedule-move': KEPT_OF_SCHEDULE,
};

const RULES: Readonly<Record<string, Rule>> = {
  name: redactWords,
  sid: redactKeyPath,
  candidates: redactKeyPath,
  users: redactKeyPath,
  servers: redactList,
  computer: redactWords,
  computers: redactWords,
  againFile: redactPath,
  winInet: redactSettings,
  winHttp: redactSettings,
  key: redactKeyPath,
  store,
  stores: (names, text, known) => (/^(?:current|proposed)$/.test(text) ? text : store(names, text, known)),
  package: (names, text) => (/^(?:user|system)$/.test(text) ? text : redactWords(names, text)),
  decidedBy: (names, text, known) => (text === 'option' ? text : store(names, text, known)),
  elevation: store,
  changed: store,
  via: rule,
  redirectVia: rule,
  settings: redactProse,
  path: redactPath,
  file: redactPath,
  files: redactPath,
  folder: redactPath,
  log: redactPath,
  entry: redactWords,
  connection: redactWords,
  coId: digest,
  account: redactKeyPath,
  sha256: digest,
  baseSha256: digest,
  sha1: digest,
  serial: digest,
  subject: distinguishedName,
  issuer: distinguishedName,
  command: redactProse,
  message: redactProse,
  where: redactProse,
  next: redactProse,
  unwritable: values,
  values: (names, text, known) => redactValuePlace(names, text) ?? redactProse(names, text, known),
};

/**
 * The events of a run with pseudonyms for users, SIDs, hosts and addresses, so that no output contains real
 * names. Replaces all words of a member unless it is known to hold only our own words.
 *
 * @param files the files and folders of the command line, as it names them and as absolute paths
 * @param typed what else the command line names, in any words
 */
export function redactEvents(
  events: readonly RunEvent[],
  names: Pseudonyms,
  files: readonly string[] = [],
  typed: readonly string[] = [],
): RunEvent[] {
  const words = [...events.flatMap(namesIn), ...typed.flatMap(wordsOfTyped)];
  const known = knownNames({ words, hosts: events.flatMap(hostsIn), files });
  const isPasted = events.some((event) => event.type === 'started' && event.mode === 'explain');
  return events.map((event) => {
    // Our own step names contain no user data.
    if (event.type === 'step') return event;
    if (event.type === 'explained') return { ...event, explanation: redactPasted(event.explanation, names) };
    if (event.type === 'error') return redactError(event, names, known, isPasted);
    if (event.type === 'started') return { ...event, ...shownFollowUps(event, names, known) };
    if (event.type === 'stores')
      return { ...event, stores: event.stores.map((one) => storeView(one, names, known)) };
    const redacted = redactMember('', event, names, known, KEPT_OF[event.type] ?? KEPT) as RunEvent;
    if (event.type === 'file-written')
      return { ...redacted, ...shownFollowUps(event, names, known) } as RunEvent;
    return redacted.type === 'finding' ? { ...redacted, finding: reportedAgain(redacted.finding) } : redacted;
  });
}

/** The meaning of a code contains no user data, but the pasted text may. */
function redactPasted(explanation: Explanation, names: Pseudonyms): Explanation {
  const { input, list, unread } = explanation;
  return {
    ...explanation,
    input: redactList(names, input),
    ...(list === undefined ? {} : { list: redactList(names, list) }),
    ...(unread === undefined ? {} : { unread: unread.map((text) => redactList(names, text)) }),
  };
}

function shownFollowUps(
  { carried }: { carried?: FollowUps },
  names: Pseudonyms,
  known: KnownNames,
): { followUps?: Record<string, string>; carried?: FollowUps } {
  if (carried === undefined) return {};
  const entries = Object.entries(carried).map(([name, one]: [string, string | Options | NamedCommand]) => {
    if (typeof one === 'string') return [name, one];
    if (isCommand(one)) return [name, redactCommand(one, names, known)];
    return [name, redactCommand({ use: 'audit', options: one }, names, known).options];
  });
  const shown: FollowUps = Object.fromEntries(entries);
  return { followUps: followUpTexts(shown), carried: shown };
}

function redactCommand<C extends NamedCommand>(command: C, names: Pseudonyms, known: KnownNames): C {
  return withOptionTexts(command, (text) => redactProse(names, text, known));
}

/** Builds the sentences in the evidence again from their parts: without names, with all our own words. */
function reportedAgain(finding: Finding): Finding {
  if (finding.messages === undefined) return finding;
  return {
    ...finding,
    evidence: { ...finding.evidence, ...(toTexts(finding.messages) as Finding['evidence']) },
  };
}

/** The id of a setting is the only `id` that contains a user. */
function storeView<T extends { id: string }>(view: T, names: Pseudonyms, known: KnownNames): T {
  return { ...(redactMember('', view, names, known) as T), id: redactStoreId(names, view.id) };
}

function redactMember(
  member: string,
  value: unknown,
  names: Pseudonyms,
  known: KnownNames,
  kept: ReadonlySet<string> = KEPT,
): unknown {
  if (typeof value === 'string') return ruleFor(member, kept)(names, value, known);
  if (Array.isArray(value)) return value.map((one) => redactMember(member, one, names, known, kept));
  if (typeof value !== 'object' || value === null) return value;
  if (isCommand(value)) return redactCommand(value, names, known);
  // The values of a sentence have names of their own: each is as untrusted as the others.
  const areValues = member === 'values' && kept.has('template') && !('template' in value || 'parts' in value);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      redactMember(areValues ? 'values' : name, one, names, known, keptIn(name, kept)),
    ]),
  );
}

function keptIn(member: string, kept: ReadonlySet<string>): ReadonlySet<string> {
  return member === 'messages' && kept !== KEPT_OF_FLEET ? KEPT_OF_MESSAGES : kept;
}

function ruleFor(member: string, kept: ReadonlySet<string>): Rule {
  if (kept.has(member)) return member === 'values' ? values : keep;
  if (member === 'values' && kept === KEPT_OF_MESSAGES) return redactList;
  return (Object.hasOwn(RULES, member) ? RULES[member] : undefined) ?? redactList;
}

/** Names that sentences may repeat: the machine, its users and connections, and single-label hosts. */
function namesIn(event: RunEvent): string[] {
  switch (event.type) {
    case 'machine': {
      const { name, user, vpnUser } = event.machine;
      return [name, user?.name, vpnUser?.name].flatMap((one) => wordsOf(one ?? ''));
    }
    case 'stores':
      return event.stores.flatMap(({ id, settings }) => [
        ...wordsOf(percentDecoded(/\/ras\/(.*)$/s.exec(id)?.[1] ?? '')),
        ...(settings?.proxy.servers ?? []).flatMap(({ host }) => (host.includes('.') ? [] : wordsOf(host))),
      ]);
    case 'fleet-machine':
      return namesOfMachine(event.machine);
    case 'fleet':
      return (event.machines ?? []).flatMap(namesOfMachine);
    case 'gateways':
      return event.gateways.flatMap(({ host, url = '' }) => [
        ...(host.includes('.') ? [] : wordsOf(host)),
        ...wordsOf(url.replace(/^[^?]*/, '')),
      ]);
    default:
      return [];
  }
}

function namesOfMachine({ computer, name, user }: FleetMachine): string[] {
  return [computer, name, user?.name].flatMap((one) => wordsOf(one ?? ''));
}

/** Hosts of a fleet's settings, which are texts; those of a single computer are replaced member by member. */
function hostsIn(event: RunEvent): string[] {
  if (event.type === 'fleet-machine') return hostsOfMachine(event.machine);
  return event.type === 'fleet' ? (event.machines ?? []).flatMap(hostsOfMachine) : [];
}

function hostsOfMachine({ proxy }: FleetMachine): string[] {
  return [proxy?.winInet, proxy?.winHttp].flatMap((text) => hostsOfSettings(text ?? ''));
}
