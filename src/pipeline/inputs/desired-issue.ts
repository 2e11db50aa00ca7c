import type * as z from 'zod';
import { neutralise, withoutPassword } from '../../core/model/neutralise.ts';
import { type Message, say } from '../../core/model/say.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** The error in a desired-state file, as a sentence, and its path. */
export function explainIssue(issue: Issue | undefined, json: unknown): { message: Message; path: Path } {
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
