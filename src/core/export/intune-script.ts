import { asciiJson } from '../codec/ascii-json.ts';
import { P2sError } from '../model/errors.ts';
import { say } from '../model/say.ts';
import type { StoreTarget } from './targets.ts';

/** The scripts of an Intune package; each is a separate script, because Intune passes no parameters. */
export const JOBS = ['detect', 'remediate', 'undo'] as const;
export type Job = (typeof JOBS)[number];

/** The account that an exported script runs as, which decides the settings that it can write. */
export const PACKAGES = ['user', 'system'] as const;
export type Package = (typeof PACKAGES)[number];

/** The settings of an exported script, as `ps1/lib/change/Intune.ps1` reads them. */
export interface PackageSettings {
  package: Package;
  /** All packages of this export: a computer is assessed when each of them has reported. */
  packages: readonly Package[];
  version: string;
  targets: readonly StoreTarget[];
  /** HOST:PORT; the script tests the path to each. */
  gateways: readonly string[];
}

/**
 * The template with a job and its settings, and without the functions that this job does not call. Same input, same bytes: ASCII, CRLF. The settings are a single-quoted
 * string without single quotes inside, so data never becomes code.
 *
 * @throws P2sError `internal` when the template lacks a placeholder
 */
export function intuneScript(template: string, job: Job, settings: PackageSettings): string {
  // Intune runs the detection again after a remediation.
  const testsPath = settings.gateways.length > 0 && job === 'detect';
  const own = testsPath ? settings : { ...settings, gateways: [] };
  const json = asciiJson(own, 1).replaceAll("'", '\\u0027').replaceAll('\n', '\r\n');
  const about = `This is the ${job} script of the ${settings.package} package, made by p2s-fix ${settings.version}.`;
  let script = scriptOf(template, job, testsPath);
  script = filledIn(script, 'This copy has no desired state and does nothing.', about);
  script = filledIn(script, "$mode = 'none'", `$mode = '${job}'`);
  script = filledIn(script, "$settings = '{}'", `$settings = '${json}'`);
  return script;
}

/**
 * What one job runs of the template. Intune takes 200 KB, and a signature needs some of it: the path test is so long
 * that its script goes without comments and is indented by tabs.
 */
function scriptOf(template: string, job: Job, testsPath: boolean): string {
  const others = [...JOBS.filter((one) => one !== job), ...(testsPath ? [] : ['path'])];
  const own = others.reduce(withoutSection, template.replaceAll('\r\n', '\n'));
  const called = calledParts(own.replace(/^# \w+: (?:begin|end)\n/gm, ''));
  return (testsPath ? shortened(called) : called).replaceAll('\n', '\r\n');
}

function shortened(script: string): string {
  return script
    .replace(/^ *#(?!Requires|>).*\n/gm, '')
    .replace(/^(?: {4})+/gm, (indent) => '\t'.repeat(indent.length / 4))
    .replace(/\n{3,}/g, '\n\n');
}

/** Removes what belongs to another job, or to the path test. */
function withoutSection(script: string, name: string): string {
  const [begin, end] = [`# ${name}: begin\n`, `# ${name}: end\n`];
  const [from, to] = [script.indexOf(begin), script.indexOf(end)];
  if (from < 0 || to < from) throw damaged(begin.trim());
  return script.slice(0, from) + script.slice(to + end.length);
}

function filledIn(script: string, place: string, text: string): string {
  const parts = script.split(place);
  if (parts.length !== 2) throw damaged(place);
  return parts.join(text);
}

function damaged(place: string): P2sError {
  return new P2sError('internal', say('The script for packages is damaged: {place}.', { place }));
}

/** A function, a variable of the script, or anything else (no name), with the comment above it. */
interface Part {
  name: string | null;
  lines: string[];
}

const COMMENT = /^#(?!Requires|>)/;
const NAMED = /^(?:function (\w+-\w+)|\$script:(\w+) \+?=)/;
/** A line that goes on with the part: indented, or what closes it. */
const GOES_ON = /^(?:\s+\S|[)}])/;
const MENTIONED = /\$script:(\w+)|\b(\w+-P2S\w+)/g;

/**
 * The script without functions and `$script:` variables that nothing in the rest names: a reader of a script that only
 * reads finds nothing in it that writes. It needs the form that the scripts of this project have: functions and
 * variables begin in the first column, and a function ends with `}` there.
 *
 * @param script with LF line ends
 */
function calledParts(script: string): string {
  const parts = partsOf(script.split('\n'));
  const kept = new Set(parts.filter(({ name }) => name === null));
  let added = [...kept];
  while (added.length > 0) {
    const mentioned = new Set(added.flatMap(({ lines }) => namesIn(lines)));
    added = parts.filter((part) => !kept.has(part) && part.name !== null && mentioned.has(part.name));
    for (const part of added) kept.add(part);
  }
  const rest = parts.filter((part, at) => kept.has(part) && !isHeadOfNothing(parts, at, kept));
  return rest
    .flatMap(({ lines }) => lines)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
}

function namesIn(lines: readonly string[]): string[] {
  const code = lines.filter((line) => !/^\s*#/.test(line)).join('\n');
  return [...code.matchAll(MENTIONED)].map(([, variable, called]) => variable ?? called ?? '');
}

function partsOf(lines: readonly string[]): Part[] {
  const parts: Part[] = [];
  let comment: string[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    at += 1;
    if (COMMENT.test(line)) {
      comment.push(line);
      continue;
    }
    const [, called, variable] = NAMED.exec(line) ?? [];
    const part: Part = { name: called ?? variable ?? null, lines: [...comment, line] };
    comment = [];
    parts.push(part);
    if (part.name === null) continue;
    const isOpen = called !== undefined && !line.endsWith('}');
    while (at < lines.length && (isOpen || GOES_ON.test(lines[at] ?? ''))) {
      part.lines.push(lines[at] ?? '');
      at += 1;
      if (isOpen && part.lines.at(-1) === '}') break;
    }
  }
  return [...parts, { name: null, lines: comment }];
}

/** A comment alone, the head of a file, of which nothing is kept up to the next head. */
function isHeadOfNothing(parts: readonly Part[], at: number, kept: ReadonlySet<Part>): boolean {
  if (!isHead(parts[at])) return false;
  const next = parts.findIndex((part, index) => index > at && isHead(part));
  const below = parts.slice(at + 1, next < 0 ? undefined : next);
  return !below.some((part) => kept.has(part) && part.name !== null);
}

function isHead(part: Part | undefined): boolean {
  return part?.name === null && COMMENT.test(part.lines[0] ?? '') && part.lines.at(-1) === '';
}
