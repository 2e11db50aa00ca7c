import type * as z from 'zod';
import { type Message, say } from '../../core/model/say.ts';

/**
 * A schema issue in a capture, as a translatable sentence with zod's English text. Issues from our own schemas
 * are such sentences already.
 */
export function issueMessage(issue: z.core.$ZodIssue, json: unknown): Message {
  switch (issue.code) {
    case 'invalid_type': {
      const found = typeAt(json, issue.path);
      return found === 'undefined'
        ? say`Invalid input: expected ${issue.expected}, received undefined`
        : say`Invalid input: expected ${issue.expected}, received ${found}`;
    }
    case 'invalid_value': {
      const values = issue.values.map((value) => JSON.stringify(value)).join('|');
      return issue.values.length === 1
        ? say`Invalid input: expected ${values}`
        : say`Invalid option: expected one of ${values}`;
    }
    case 'too_big':
      if (issue.origin === 'string')
        return say`Too big: expected string to have <=${String(issue.maximum)} characters`;
      if (issue.origin === 'array')
        return say`Too big: expected array to have <=${String(issue.maximum)} items`;
      return say`Too big: expected ${issue.origin} to be <=${String(issue.maximum)}`;
    case 'too_small':
      return say`Too small: expected ${issue.origin} to be >=${String(issue.minimum)}`;
    case 'invalid_union': {
      const kinds = ('options' in issue ? (issue.options ?? []) : [])
        .map((one) => `'${String(one)}'`)
        .join(' | ');
      return kinds === '' ? say`Invalid input` : say`Invalid discriminator value. Expected ${kinds}`;
    }
    case 'invalid_format':
      return issue.format === 'datetime' ? say`Invalid ISO datetime` : ours(issue.message);
    default:
      return ours(issue.message);
  }
}

/** Our schemas pass a sentence without values, so the text is its own template. */
function ours(message: string): Message {
  return { template: message, values: [] };
}

/** The JSON type of a value, in zod's words. */
function typeAt(json: unknown, path: readonly PropertyKey[]): string {
  const value = path.reduce<unknown>(
    (above, key) => (typeof above === 'object' && above !== null ? Reflect.get(above, key) : undefined),
    json,
  );
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
