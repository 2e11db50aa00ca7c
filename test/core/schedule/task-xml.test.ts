import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { P2sError } from '../../../src/core/model/errors.ts';
import { type TaskDefinition, taskXml } from '../../../src/core/schedule/task-xml.ts';

const TASK: TaskDefinition = {
  name: 'p2s-fix',
  version: '1.2.3',
  node: 'C:\\Program Files\\p2s-fix\\scheduled\\0123\\node.exe',
  program: 'C:\\Program Files\\p2s-fix\\scheduled\\0123\\program\\cli.js',
  workingFolder: 'C:\\Program Files\\p2s-fix\\scheduled\\0123',
  arguments: ['schedule', 'run'],
};

interface Node {
  name: string;
  attributes: Record<string, string>;
  children: Node[];
  text: string;
}

/** Parsed by the library that reads profiles; throws if it is not well-formed. */
function parse(xml: string): Node {
  const parser = new SaxesParser();
  const root: Node = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const node: Node = { name, attributes: attributes as Record<string, string>, children: [], text: '' };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  parser.on('text', (text) => {
    const node = open.at(-1);
    if (node !== undefined) node.text += text;
  });
  parser.on('closetag', () => void open.pop());
  parser.write(xml).close();
  return root.children[0] as Node;
}

function at(node: Node, ...path: string[]): Node {
  return path.reduce((found, name) => {
    const next = found.children.find((child) => child.name === name);
    if (next === undefined) throw new Error(`no ${name} in ${found.name}`);
    return next;
  }, node);
}

const names = (node: Node) => node.children.map(({ name }) => name);
const texts = (node: Node) => Object.fromEntries(node.children.map(({ name, text }) => [name, text]));

/** CommandLineToArgvW, for words without quotation marks inside. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|([^\s"]+)/g)].map(([, inQuotes, plain]) => inQuotes ?? plain ?? '');
}

/**
 * The rules of Task Scheduler's schema 1.3 for the elements of this file: a sequence has one order, `all` has any;
 * other elements are not allowed.
 */
describe('the task by the schema of Task Scheduler', () => {
  const root = parse(taskXml(TASK));

  it('is a Task with its parts, each once', () => {
    expect(root.name).toBe('Task');
    expect(root.attributes).toEqual({
      version: '1.3',
      xmlns: 'http://schemas.microsoft.com/windows/2004/02/mit/task',
    });
    const parts = names(root);
    expect(new Set(parts).size).toBe(parts.length);
    expect([...parts].sort()).toEqual(['Actions', 'Principals', 'RegistrationInfo', 'Settings', 'Triggers']);
    expect(taskXml(TASK)).toMatch(/^<\?xml version="1\.0" encoding="UTF-16"\?>\r\n<Task /);
  });

  it('has three triggers, whose elements stand in the order of the schema', () => {
    const base = ['Enabled', 'StartBoundary', 'EndBoundary', 'Repetition', 'ExecutionTimeLimit'];
    const own: Record<string, string[]> = {
      LogonTrigger: ['UserId', 'Delay'],
      EventTrigger: ['Subscription', 'Delay', 'PeriodOfOccurrence', 'NumberOfOccurrences'],
      CalendarTrigger: ['RandomDelay', 'ScheduleByDay'],
    };
    const triggers = at(root, 'Triggers').children;
    expect(triggers.map(({ name }) => name).sort()).toEqual(Object.keys(own).sort());
    for (const trigger of triggers) {
      const order = [...base, ...(own[trigger.name] ?? [])];
      const found = names(trigger).map((name) => order.indexOf(name));
      expect(found).not.toContain(-1);
      expect(found).toEqual([...new Set(found)].sort((a, b) => a - b));
    }
    expect(at(root, 'Triggers', 'CalendarTrigger', 'ScheduleByDay', 'DaysInterval').text).toBe('1');
    expect(at(root, 'Triggers', 'EventTrigger', 'Delay').text).toMatch(/^PT(?:1[5-9]|[2-9]\d)S$/);
  });

  it('asks for the event of a network that has been connected', () => {
    const query = parse(at(root, 'Triggers', 'EventTrigger', 'Subscription').text);
    const select = at(query, 'Query', 'Select');
    const log = 'Microsoft-Windows-NetworkProfile/Operational';
    expect([at(query, 'Query').attributes, select.attributes]).toEqual([
      { Id: '0', Path: log },
      { Path: log },
    ]);
    expect(select.text).toBe(
      "*[System[Provider[@Name='Microsoft-Windows-NetworkProfile'] and EventID=10000]]",
    );
  });

  it('runs as SYSTEM, also on battery, one at a time, not for ever', () => {
    const principal = at(root, 'Principals', 'Principal');
    expect(texts(principal)).toEqual({ UserId: 'S-1-5-18', RunLevel: 'HighestAvailable' });
    expect(at(root, 'Actions').attributes).toEqual({ Context: principal.attributes.id });
    const settings = at(root, 'Settings');
    expect(texts(settings)).toMatchObject({
      DisallowStartIfOnBatteries: 'false',
      StopIfGoingOnBatteries: 'false',
      StartWhenAvailable: 'true',
      RunOnlyIfNetworkAvailable: 'false',
      ExecutionTimeLimit: 'PT10M',
      Priority: '7',
    });
    expect(['Queue', 'IgnoreNew']).toContain(at(settings, 'MultipleInstancesPolicy').text);
    expect(new Set(names(settings)).size).toBe(settings.children.length);
  });

  it('has durations as the schema writes them', () => {
    const durations = taskXml(TASK).match(
      /(?<=<(?:Delay|Interval|Duration|RandomDelay|ExecutionTimeLimit)>)[^<]+/g,
    );
    expect(durations?.length).toBeGreaterThan(5);
    for (const duration of durations ?? []) expect(duration).toMatch(/^PT(?:\d+H)?(?:\d+M)?(?:\d+S)?$/);
  });

  it('starts this node with this program', () => {
    const exec = at(root, 'Actions', 'Exec');
    expect(at(exec, 'Command').text).toBe(TASK.node);
    expect(words(at(exec, 'Arguments').text)).toEqual([TASK.program, 'schedule', 'run']);
    expect(at(exec, 'WorkingDirectory').text).toBe(TASK.workingFolder);
  });
});

describe('what stands in the task', () => {
  const letter = fc.constantFrom(..."aZ0 .&'()[]{}=+,;!~%^$#@-_\u00e9\u65e5");
  const path = fc
    .array(fc.string({ unit: letter, minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 8 })
    .map((parts) => `C:\\${parts.join('\\')}`);

  it('comes out as it went in, whatever a path is made of', () => {
    fc.assert(
      fc.property(path, path, (node, program) => {
        const exec = at(parse(taskXml({ ...TASK, node, program })), 'Actions', 'Exec');
        expect(at(exec, 'Command').text).toBe(node);
        expect(words(at(exec, 'Arguments').text)[0]).toBe(program);
      }),
      { numRuns: 500 },
    );
  });

  it('is a whole file or refused, whatever somebody puts there', () => {
    const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), path);
    fc.assert(
      fc.property(anything, anything, anything, (node, program, argument) => {
        let xml: string;
        try {
          xml = taskXml({ ...TASK, node, program, arguments: [argument] });
        } catch (error) {
          expect(error).toBeInstanceOf(P2sError);
          return;
        }
        const exec = at(parse(xml), 'Actions', 'Exec');
        expect(names(exec)).toEqual(['Command', 'Arguments', 'WorkingDirectory']);
        expect(words(at(exec, 'Arguments').text)).toEqual([program, argument]);
      }),
      { numRuns: 10_000 },
    );
  });

  it.each([
    ['a relative path', { node: 'node.exe' }],
    ['a share', { node: '\\\\server\\share\\node.exe' }],
    ['a quotation mark', { program: 'C:\\a" schedule run "\\cli.js' }],
    ['a control character', { program: 'C:\\a\u0000\\cli.js' }],
    ['half a pair', { node: 'C:\\\ud800\\node.exe' }],
    ['more than the schema allows', { node: `C:\\${'a'.repeat(300)}\\node.exe` }],
    ['a backslash before the closing quotation mark', { arguments: ['a b\\'] }],
  ])('is not %s', (_what, part: Partial<TaskDefinition>) => {
    expect(() => taskXml({ ...TASK, ...part })).toThrow(P2sError);
  });
});
