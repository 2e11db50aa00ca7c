import type { Random } from './random.ts';

/** Larger inputs are cut: only the structure matters. */
const MAX_LENGTH = 64 * 1024;
/** Bytes that break readers: signs, ends, NUL, and the characters of the grammars. */
const BYTES = [
  0x00, 0x01, 0x0a, 0x0d, 0x1b, 0x20, 0x22, 0x2c, 0x3b, 0x3d, 0x40, 0x5b, 0x5c, 0x5d, 0x7f, 0x80, 0xfe, 0xff,
];
/** Wrong lengths. */
const NUMBERS = [
  0, 1, 4, 0x28, 0x46, 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffc,
  0xffffffff,
];

type Mutation = (random: Random, bytes: Uint8Array, corpus: readonly Uint8Array[]) => Uint8Array;

const MUTATIONS: readonly Mutation[] = [
  // one bit
  (random, bytes) => at(random, bytes, (byte) => byte ^ (1 << random.below(8))),
  // one byte
  (random, bytes) => at(random, bytes, () => random.pick(BYTES)),
  (random, bytes) => at(random, bytes, () => random.below(256)),
  // cut off, at the end and at the beginning
  (random, bytes) => bytes.slice(0, random.below(bytes.length + 1)),
  (random, bytes) => bytes.slice(random.below(bytes.length + 1)),
  // a part lost
  (random, bytes) => {
    const [from, to] = range(random, bytes);
    return joined(bytes.subarray(0, from), bytes.subarray(to));
  },
  // a part twice
  (random, bytes) => {
    const [from, to] = range(random, bytes);
    return joined(bytes.subarray(0, to), bytes.subarray(from));
  },
  // a part very often
  (random, bytes) => {
    const [from, to] = range(random, bytes);
    const part = bytes.subarray(from, Math.min(to, from + 64));
    const times = new Array<Uint8Array>(random.below(200)).fill(part);
    return joined(bytes.subarray(0, from), ...times, bytes.subarray(from));
  },
  // noise inserted
  (random, bytes) => {
    const place = random.below(bytes.length + 1);
    return joined(bytes.subarray(0, place), random.bytes(1 + random.below(12)), bytes.subarray(place));
  },
  // the head of this, the tail of another
  (random, bytes, corpus) => {
    const other = random.pick(corpus);
    return joined(
      bytes.subarray(0, random.below(bytes.length + 1)),
      other.subarray(random.below(other.length + 1)),
    );
  },
  // a wrong length
  (random, bytes) => {
    const changed = bytes.slice();
    if (changed.length < 4) return changed;
    const place = random.chance(70)
      ? random.below(changed.length >> 2) * 4
      : random.below(changed.length - 3);
    const view = new DataView(changed.buffer);
    view.setUint32(
      Math.min(place, changed.length - 4),
      random.chance(80) ? random.pick(NUMBERS) : random.u32(),
      true,
    );
    return changed;
  },
];

/** One to five mutations of an input, or now and then only noise. */
export function mutated(random: Random, corpus: readonly Uint8Array[]): Uint8Array {
  if (random.chance(8)) return random.bytes(random.below(120));
  // A copy: `slice` of a Buffer would share the memory of the corpus.
  let bytes: Uint8Array = new Uint8Array(random.pick(corpus));
  const rounds = 1 + random.below(random.chance(70) ? 2 : 5);
  for (let i = 0; i < rounds; i++) bytes = random.pick(MUTATIONS)(random, bytes, corpus);
  return bytes.length > MAX_LENGTH ? bytes.slice(0, MAX_LENGTH) : bytes;
}

/** The bytes of each text of a list: most lists are mutated ten thousand times. */
const encoded = new WeakMap<readonly string[], readonly Uint8Array[]>();

function bytesOf(corpus: readonly string[]): readonly Uint8Array[] {
  const known = encoded.get(corpus) ?? corpus.map((one) => Buffer.from(one));
  encoded.set(corpus, known);
  return known;
}

/** The same for texts: tokens of the grammar are inserted as well. */
export function mutatedText(random: Random, corpus: readonly string[], tokens: readonly string[]): string {
  let text = Buffer.from(mutated(random, bytesOf(corpus))).toString('utf8');
  for (let i = random.below(4); i > 0; i--) {
    const place = random.below(text.length + 1);
    text = text.slice(0, place) + random.pick(tokens) + text.slice(place);
  }
  return text;
}

const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  1e308,
  '',
  '0',
  'x',
  '\0',
  '\u001b[31m',
  '\ud800',
  '../..',
  '__proto__',
  [],
  {},
  [[]],
  [null],
  { length: 3 },
  { length: { toString: 1, valueOf: 1 } },
];

/** Built-in properties of JavaScript objects. */
const NAMES = ['__proto__', 'constructor', 'toString', 'length'];

/** A JSON value of the same shape with one to four places changed, removed, doubled or inserted. */
export function mutatedJson(random: Random, value: unknown): unknown {
  const copy = copyOf(value);
  const holder = { root: copy };
  for (let i = 1 + random.below(4); i > 0; i--) {
    const places = placesIn(holder);
    const { parent, key } = random.pick(places);
    const container = parent as Record<string, unknown>;
    const what = random.below(10);
    if (what < 5) container[key] = copyOf(random.pick(VALUES));
    else if (what < 7 && parent !== holder) delete container[key];
    else if (what < 8) addMember(container, random.pick([`${key}x`, ...NAMES]), copyOf(random.pick(VALUES)));
    else if (what < 9 && Array.isArray(parent)) parent.push(copyOf(parent[Number(key)]));
    else container[key] = copyOf(value);
  }
  return holder.root;
}

/** A deep copy of a JSON value; `structuredClone` takes several times as long. */
function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const member = copyOf((value as Record<string, unknown>)[key]);
    if (key === '__proto__') addMember(copy, key, member);
    else copy[key] = member;
  }
  return copy;
}

/** As `JSON.parse` would: a member like any other, whatever its name. */
function addMember(container: object, key: string, value: unknown): void {
  if (Array.isArray(container)) return;
  Object.defineProperty(container, key, { value, enumerable: true, writable: true, configurable: true });
}

function placesIn(root: object): { parent: object; key: string }[] {
  const places: { parent: object; key: string }[] = [];
  const visit = (parent: object) => {
    for (const key of Object.keys(parent)) {
      places.push({ parent, key });
      const child: unknown = Reflect.get(parent, key);
      if (typeof child === 'object' && child !== null && places.length < 2000) visit(child);
    }
  };
  visit(root);
  return places;
}

function at(random: Random, bytes: Uint8Array, change: (byte: number) => number): Uint8Array {
  if (bytes.length === 0) return bytes;
  const place = random.below(bytes.length);
  const changed = bytes.slice();
  changed[place] = change(bytes[place] ?? 0);
  return changed;
}

function range(random: Random, bytes: Uint8Array): [number, number] {
  const from = random.below(bytes.length + 1);
  return [from, from + random.below(Math.min(bytes.length - from, 400) + 1)];
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
