interface Schema {
  type?: string | string[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  propertyNames?: Schema;
  items?: Schema;
  anyOf?: Schema[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

const ANNOTATIONS = ['$id', '$schema', 'title', 'description', 'readOnly'];
const CHECKED = [
  'type',
  'const',
  'properties',
  'required',
  'additionalProperties',
  'propertyNames',
  'items',
  'anyOf',
  'pattern',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
];

/**
 * Whether a value matches a JSON Schema (2020-12), by the keywords that our schemas use. Throws on any other
 * keyword, because the result would be unknown.
 */
export function isValid(schema: unknown, value: unknown): boolean {
  const rules = schema as Schema;
  const unknown = Object.keys(rules).filter((key) => ![...ANNOTATIONS, ...CHECKED].includes(key));
  if (unknown.length > 0) throw new Error(`keywords that are not checked: ${unknown.join(', ')}`);
  if (rules.type !== undefined && ![rules.type].flat().includes(typeOf(value))) return false;
  if (rules.const !== undefined && value !== rules.const) return false;
  if (rules.anyOf !== undefined && !rules.anyOf.some((one) => isValid(one, value))) return false;
  if (typeof value === 'string') return isText(rules, value);
  if (Array.isArray(value)) return isList(rules, value);
  return typeof value !== 'object' || value === null || isObject(rules, value as Record<string, unknown>);
}

function typeOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}

function isText(
  { pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY }: Schema,
  text: string,
): boolean {
  const { length } = [...text];
  return (
    length >= minLength &&
    length <= maxLength &&
    (pattern === undefined || new RegExp(pattern, 'u').test(text))
  );
}

function isList(
  { items = {}, minItems = 0, maxItems = Number.POSITIVE_INFINITY }: Schema,
  list: unknown[],
): boolean {
  return list.length >= minItems && list.length <= maxItems && list.every((item) => isValid(items, item));
}

function isObject(rules: Schema, value: Record<string, unknown>): boolean {
  const { properties = {}, required = [], additionalProperties = true, propertyNames = {} } = rules;
  if (required.some((name) => !Object.hasOwn(value, name))) return false;
  return Object.entries(value).every(([name, member]) => {
    if (!isValid(propertyNames, name)) return false;
    if (Object.hasOwn(properties, name)) return isValid(properties[name], member);
    return typeof additionalProperties === 'boolean'
      ? additionalProperties
      : isValid(additionalProperties, member);
  });
}
