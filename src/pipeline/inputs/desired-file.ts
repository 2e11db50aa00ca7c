import type * as z from 'zod';
import { toDotPath } from 'zod/v4/core';
import {
  type DesiredSetting,
  type DesiredSettings,
  type TypedState,
  typedState,
} from '../../core/decide/desired-settings.ts';
import type { Gateway } from '../../core/model/check.ts';
import { P2sError } from '../../core/model/errors.ts';
import { parseGatewayName } from '../../core/model/gateway-name.ts';
import { neutralise, withoutControls, withoutPassword } from '../../core/model/neutralise.ts';
import { type Message, say } from '../../core/model/say.ts';
import { CHECK_PATH, errnoOf, errnoReason } from '../../files/errno.ts';
import { nodeFiles } from '../../files/node-files.ts';
import type { FilePort } from '../../files/port.ts';
import { safeParse } from '../../machine/wire/safe-parse.ts';
import { type DesiredStateJson, desiredStateSchema } from './desired-schema.ts';

const MAX_BYTES = 1 << 20;
const MAX_DEPTH = 8;

/** The content of a desired-state file. */
export interface DesiredState {
  desired: Extract<DesiredSettings, { source: 'explicit' }>;
  gateways: readonly Gateway[];
  /** The gateways that must be reachable after a change. */
  healthCheck: { gateways: readonly Gateway[] } | null;
}

/**
 * Reads a desired-state file: JSON in UTF-8, at most 1 MiB.
 *
 * @throws P2sError `input` (`refused` for credentials, a `file:` PAC and a bypass list that is too long); `where`
 * is the file and the JSON path
 */
export async function readDesiredState(file: string, files: FilePort = nodeFiles()): Promise<DesiredState> {
  let bytes: Uint8Array;
  try {
    bytes = await files.read(file, MAX_BYTES);
  } catch (error) {
    if (error instanceof P2sError || errnoOf(error) === null) throw error;
    throw new P2sError(
      'input',
      say('The desired-state file cannot be read: {reason}.', { reason: errnoReason(error) }),
      {
        where: file,
        next: CHECK_PATH,
        evidence: { errno: errnoOf(error) },
        cause: error,
      },
    );
  }
  return parseDesiredState(parseJson(bytes, file), file);
}

/** The same from its JSON; `file` names it in errors. */
export function parseDesiredState(json: unknown, file: string): DesiredState {
  const place = (path: readonly PropertyKey[]) => placeIn(file, path);
  checkTree(json, [], file);
  const checked = safeParse(desiredStateSchema, json);
  if (!checked.success) {
    const { message, path } = explainIssue(checked.error.issues[0], json);
    throw wrong(message, place(path));
  }
  const { winInet, winHttp, stores = {}, gateways = [], healthCheck } = checked.data;
  const state = (typed: TypedState, at: readonly PropertyKey[], store: 'wininet' | 'winhttp') =>
    typedState(typed, (part) => place([...at, part]), store);
  const named = (list: readonly string[], at: readonly PropertyKey[]) =>
    list.map((name, index) => parseGatewayName(name, place([...at, index])));
  return {
    desired: {
      source: 'explicit',
      winInet: winInet && state(winInet, ['winInet'], 'wininet'),
      winHttp: winHttp === 'follow' ? 'follow' : winHttp && state(winHttp, ['winHttp'], 'winhttp'),
      stores: desiredByStore(stores, winHttp !== null, state, place),
    },
    gateways: named(gateways, ['gateways']),
    healthCheck:
      healthCheck === undefined
        ? null
        : { gateways: named(healthCheck.gateways, ['healthCheck', 'gateways']) },
  };
}

function desiredByStore(
  stores: NonNullable<DesiredStateJson['stores']>,
  winHttpNamed: boolean,
  state: (typed: TypedState, at: readonly PropertyKey[], store: 'wininet' | 'winhttp') => DesiredSetting,
  place: (path: readonly PropertyKey[]) => string,
): Record<string, DesiredSetting> {
  const desired: Record<string, DesiredSetting> = {};
  for (const [id, typed] of Object.entries(stores)) {
    const store = id.startsWith('winhttp/') ? 'winhttp' : 'wininet';
    const at = ['stores', id];
    if (store === 'winhttp' && winHttpNamed)
      throw wrong(say('The setting is named twice: "winHttp" means both views.'), place(at));
    if (store === 'winhttp' && 'pac' in typed)
      throw wrong(say('WinHTTP cannot hold a PAC file.'), place([...at, 'pac']));
    desired[id] = state(typed, at, store);
  }
  return desired;
}

function parseJson(bytes: Uint8Array, file: string): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new P2sError('input', say('The file is not UTF-8.'), {
      where: file,
      next: say('Save it as UTF-8; in Windows PowerShell: Set-Content -Encoding UTF8.'),
    });
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const [, position] = /position (\d+)/.exec(error instanceof Error ? error.message : '') ?? [];
    const line = position === undefined ? null : text.slice(0, Number(position)).split('\n').length;
    throw new P2sError('input', say('The file is not valid JSON.'), {
      where: line === null ? file : `${file}, line ${line}`,
      next: NEXT,
      cause: error,
    });
  }
  const repeated = repeatedKey(text);
  if (repeated !== null) {
    const key = neutralise(withoutPassword(repeated.key));
    throw wrong(
      say('"{key}" is specified twice in the same object.', { key }),
      `${file}, line ${repeated.line}`,
    );
  }
  return json;
}

/** This format is never nested deeper, and never uses a name of JavaScript's object prototype. */
function checkTree(value: unknown, path: readonly PropertyKey[], file: string): void {
  if (typeof value !== 'object' || value === null) return;
  if (path.length >= MAX_DEPTH) throw wrong(say('The file is nested too deeply.'), placeIn(file, path));
  for (const [key, below] of Object.entries(value)) {
    if (key === '__proto__') throw wrong(say('"__proto__" is not supported.'), placeIn(file, path));
    checkTree(below, [...path, Array.isArray(value) ? Number(key) : key], file);
  }
}

function placeIn(file: string, path: readonly PropertyKey[]): string {
  return path.length === 0 ? file : `${file}, ${withoutControls(withoutPassword(toDotPath([...path])), 300)}`;
}

const NEXT = say(
  'See "Desired state" in docs/reference.md; the JSON Schema ships as p2s-fix/desired-state.schema.json.',
);

function wrong(message: Message, where: string): P2sError {
  return new P2sError('input', message, { where, next: NEXT });
}

/** The first key that an object of this valid JSON has twice, and its line: `JSON.parse` keeps only the last value. */
function repeatedKey(json: string): { key: string; line: number } | null {
  /** The keys of each open object; `null` for an array. */
  const open: (Set<string> | null)[] = [];
  for (const { 0: token, 1: text, 2: colon, index } of json.matchAll(
    /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}[\]]/g,
  )) {
    if (token === '{' || token === '[') open.push(token === '{' ? new Set() : null);
    else if (token === '}' || token === ']') open.pop();
    if (text === undefined || colon === undefined) continue;
    // Escapes can write one key in several ways.
    const key = JSON.parse(text) as string;
    const keys = open.at(-1);
    if (keys?.has(key)) return { key, line: json.slice(0, index).split('\n').length };
    keys?.add(key);
  }
  return null;
}

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** The error in a desired-state file, as a sentence, and its path. */
function explainIssue(issue: Issue | undefined, json: unknown): { message: Message; path: Path } {
  if (issue === undefined) return { message: say('The file is not a desired state.'), path: [] };
  const { path } = issue;
  if (path.length > 0 && valueAt(json, path) === undefined) {
    // A member of our schema is our own word, which --redact keeps.
    const member: Message = { template: String(path.at(-1)), values: {} };
    return { message: say('"{member}" is missing.', { member }), path };
  }
  switch (issue.code) {
    case 'unrecognized_keys': {
      const [key = ''] = issue.keys;
      return {
        message: say('"{key}" is not supported here.', { key: neutralise(withoutPassword(key)) }),
        path: [...path, key],
      };
    }
    case 'invalid_key':
      return { message: notAStore(String(path.at(-1))), path };
    case 'invalid_union': {
      const inner = bestOf(issue.errors);
      if (inner === null) return { message: expected(path), path };
      return explainIssue({ ...inner, path: [...path, ...inner.path] } as Issue, json);
    }
    case 'invalid_type':
      return {
        message: say('A value of type {type} is expected here.', {
          type: issue.expected === 'record' ? 'object' : issue.expected,
        }),
        path,
      };
    case 'invalid_value':
      return {
        message: say('Expected here: {values}.', {
          values: issue.values.map((value) => JSON.stringify(value)),
        }),
        path,
      };
    case 'too_small':
      return { message: say('This is empty.'), path };
    case 'too_big':
      return {
        message: say('This is too long (more than {maximum}).', { maximum: String(issue.maximum) }),
        path,
      };
    default:
      return { message: say('This is not what is expected here.'), path };
  }
}

/** The only issue of the only branch with a single one: that branch was meant. */
function bestOf(branches: readonly (readonly Issue[])[]): Issue | null {
  const near = branches.flatMap(([first, ...more]) => {
    const within = first !== undefined && (first.path.length > 0 || first.code === 'unrecognized_keys');
    return within && more.length === 0 ? [first] : [];
  });
  return near.length === 1 ? (near[0] ?? null) : null;
}

function expected(path: Path): Message {
  const state = '{"proxy": …, "bypass": …}, {"pac": …} or {"direct": true}';
  if (path[0] === 'winHttp')
    return say(
      'Expected here: "follow", null, {"proxy": …, "bypass": …} or {"direct": true}; WinHTTP cannot hold a PAC file.',
    );
  return say('Expected here: {none}{state}, one of them.', {
    none: path[0] === 'winInet' ? 'null, ' : '',
    state,
  });
}

function notAStore(id: string): Message {
  return id.startsWith('advproxy/')
    ? say('This setting is a view; it cannot be written.')
    : say('"{id}" is not a proxy setting, e.g. wininet/S-1-5-21-…/lan or winhttp/native.', {
        id: neutralise(withoutPassword(id)),
      });
}

function valueAt(json: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    json,
  );
}
