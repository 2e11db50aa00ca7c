import { P2sError } from '../model/errors.ts';
import { neutralise } from '../model/neutralise.ts';
import { say } from '../model/say.ts';

/** The program of the task and its registration. Everything else about the task is fixed here. */
export interface TaskDefinition {
  /** Path below the root of Task Scheduler's library, without the first backslash. */
  name: string;
  version: string;
  /** Absolute Windows paths. */
  node: string;
  /** The script that Node runs; `null`: a single executable that contains the script. */
  program: string | null;
  workingFolder: string;
  arguments: readonly string[];
}

/** Elements in order; a string is the text content. */
type Element = readonly [name: string, content: string | readonly Element[], attributes?: string];

const NAMESPACE = 'http://schemas.microsoft.com/windows/2004/02/mit/task';
const SYSTEM = 'S-1-5-18';
const PRINCIPAL = 'System';
/** Event 10000 (connected) in this log: a network was identified. */
const NETWORK_LOG = 'Microsoft-Windows-NetworkProfile/Operational';
const NETWORK_CONNECTED = `*[System[Provider[@Name='Microsoft-Windows-NetworkProfile'] and EventID=10000]]`;
/** Task Scheduler ends a run that takes longer. */
export const RUN_LIMIT_MS = 600_000;
/** Limit of pathType in the schema. */
const MAX_COMMAND = 260;

/**
 * The task as the text of an XML file (schema 1.3 of Task Scheduler). It declares UTF-16, so it must be stored as
 * UTF-16. It runs as SYSTEM at each logon, after each connection to a network, and once a day at a random time.
 *
 * @throws P2sError `internal` for a path or an argument that does not fit the schema or a command line
 */
export function taskXml(task: TaskDefinition): string {
  const script = task.program === null ? [] : [task.program];
  for (const path of [task.node, ...script, task.workingFolder]) assertPath(path);
  const root: Element = [
    'Task',
    [
      [
        'RegistrationInfo',
        [
          ['Author', `p2s-fix ${task.version}`],
          ['Description', 'Keeps the proxy settings that an SSTP VPN needs correct for the current network.'],
          ['URI', `\\${task.name}`],
        ],
      ],
      ['Triggers', triggers()],
      [
        'Principals',
        [
          [
            'Principal',
            [
              ['UserId', SYSTEM],
              ['RunLevel', 'HighestAvailable'],
            ],
            ` id="${PRINCIPAL}"`,
          ],
        ],
      ],
      ['Settings', settings()],
      [
        'Actions',
        [
          [
            'Exec',
            [
              ['Command', task.node],
              ['Arguments', [...script, ...task.arguments].map(quoted).join(' ')],
              ['WorkingDirectory', task.workingFolder],
            ],
          ],
        ],
        ` Context="${PRINCIPAL}"`,
      ],
    ],
    ` version="1.3" xmlns="${NAMESPACE}"`,
  ];
  return `<?xml version="1.0" encoding="UTF-16"?>\r\n${written(root, '')}`;
}

/** The order of the elements in a trigger is significant. */
function triggers(): Element[] {
  const query = `<QueryList><Query Id="0" Path="${NETWORK_LOG}"><Select Path="${NETWORK_LOG}">${escaped(NETWORK_CONNECTED)}</Select></Query></QueryList>`;
  return [
    [
      'LogonTrigger',
      [
        ['Enabled', 'true'],
        // The user's settings and the network take a moment after logon.
        ['Delay', 'PT30S'],
      ],
    ],
    [
      'EventTrigger',
      [
        ['Enabled', 'true'],
        // Repeats later: a sign-in at a captive portal raises no event.
        [
          'Repetition',
          [
            ['Interval', 'PT15M'],
            ['Duration', 'PT1H'],
          ],
        ],
        ['Subscription', query],
        // A network is identified before its route works.
        ['Delay', 'PT15S'],
      ],
    ],
    [
      'CalendarTrigger',
      [
        ['Enabled', 'true'],
        ['StartBoundary', '2026-01-01T08:00:00'],
        // Many computers must not connect to the same proxies in the same second.
        ['RandomDelay', 'PT8H'],
        ['ScheduleByDay', [['DaysInterval', '1']]],
      ],
    ],
  ];
}

function settings(): Element[] {
  return [
    // One run at a time. Others are queued, so that a network that connected meanwhile is not missed.
    ['MultipleInstancesPolicy', 'Queue'],
    ['DisallowStartIfOnBatteries', 'false'],
    ['StopIfGoingOnBatteries', 'false'],
    ['AllowHardTerminate', 'true'],
    ['StartWhenAvailable', 'true'],
    // Without a network, the proxy must be removed, too.
    ['RunOnlyIfNetworkAvailable', 'false'],
    ['AllowStartOnDemand', 'true'],
    ['Enabled', 'true'],
    ['ExecutionTimeLimit', `PT${RUN_LIMIT_MS / 60_000}M`],
    // Below normal.
    ['Priority', '7'],
  ];
}

function written([name, content, attributes = '']: Element, indent: string): string {
  if (typeof content === 'string') return `${indent}<${name}${attributes}>${escaped(content)}</${name}>\r\n`;
  const inner = content.map((element) => written(element, `${indent}  `)).join('');
  return `${indent}<${name}${attributes}>\r\n${inner}${indent}</${name}>\r\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/**
 * One word of a command line for the C runtime: a path has no quotation marks, and a backslash before the closing
 * one would escape it.
 */
function quoted(word: string): string {
  assertText(word);
  if (/^[\w.:=\\-]+$/.test(word)) return word;
  if (/"|\\$/.test(word)) throw unfit('an argument that cannot be quoted', word);
  return `"${word}"`;
}

function assertPath(path: string): void {
  assertText(path);
  const isPath = /^[A-Za-z]:\\[^"<>|*?/]+$/.test(path) && !path.endsWith('\\');
  if (!isPath || path.length > MAX_COMMAND) throw unfit('not a path that a task can hold', path);
}

/** XML 1.0 allows no control characters, no lone surrogates, no U+FFFE and no U+FFFF. */
function assertText(text: string): void {
  if (/[\p{Cc}\ud800-\udfff\ufffe\uffff]/u.test(text)) throw unfit('characters that XML cannot hold', text);
}

function unfit(what: string, text: string): P2sError {
  return new P2sError(
    'internal',
    say('The task cannot be written: {what} ({text}).', { what, text: neutralise(text) }),
  );
}
