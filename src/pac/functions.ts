import { BlockList, isIP, isIPv4 } from 'node:net';

export type PacValue = string | number | boolean | null;
/** A function as a script calls it: arguments that are neither text nor number are `null`. */
export type PacFunction = (...args: (string | number | null)[]) => PacValue;

/** Receives the name of each called function whose result depends on the computer or the time. */
export interface PacNotes {
  network: (name: string) => void;
  varying: (name: string) => void;
}

/** A browser's own address without a network. */
const NO_NETWORK = '127.0.0.1';

/**
 * The functions that a PAC file may call (Netscape's "Proxy Auto-Config"; names with Ex are from Microsoft's "IPv6
 * Extensions to Navigator Auto-Config File Format"). Names are not resolved.
 */
export function pacFunctions(now: Date, notes: PacNotes): Record<string, PacFunction> {
  /** The host if it is an address, else `null`, and reports the function. */
  const address = (name: string, host: string): string | null => {
    if (isIP(host) !== 0) return host;
    notes.network(name);
    return null;
  };
  const own = (name: string, answer: string): PacFunction => {
    return () => {
      notes.network(name);
      return answer;
    };
  };
  const timed = (
    name: string,
    work: (args: (string | number | null)[], now: Date) => boolean,
  ): PacFunction => {
    return (...args) => {
      notes.varying(name);
      return work(args, now);
    };
  };

  return {
    isPlainHostName: (host) => !/[.:]/.test(text(host)),
    dnsDomainIs: (host, domain) => text(host).endsWith(text(domain)),
    localHostOrDomainIs: (host, full) => host === full || text(full).startsWith(`${text(host)}.`),
    dnsDomainLevels: (host) => text(host).split('.').length - 1,
    shExpMatch: (target, pattern) => shellMatches(text(pattern), text(target)),
    isResolvable: (host) => address('isResolvable', text(host)) !== null,
    dnsResolve: (host) => address('dnsResolve', text(host)),
    isInNet: (host, net, mask) => isInNet(address('isInNet', text(host)), text(net), text(mask)),
    myIpAddress: own('myIpAddress', NO_NETWORK),
    isResolvableEx: (host) => address('isResolvableEx', text(host)) !== null,
    dnsResolveEx: (host) => address('dnsResolveEx', text(host)) ?? '',
    isInNetEx: (host, prefix) => isInPrefix(address('isInNetEx', text(host)), text(prefix)),
    myIpAddressEx: own('myIpAddressEx', NO_NETWORK),
    sortIpAddressList: (list) => sortAddresses(text(list)),
    getClientVersion: () => '1.0',
    alert: () => null,
    weekdayRange: timed('weekdayRange', weekdayRange),
    dateRange: timed('dateRange', dateRange),
    timeRange: timed('timeRange', timeRange),
  };
}

function text(value: string | number | null | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}

/** `*` matches any characters, `?` one. One backtrack position bounds the work by the product of both lengths. */
function shellMatches(pattern: string, target: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < target.length) {
    if (pattern[p] === '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === target[t])) {
      p++;
      t++;
    } else if (star !== -1) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

function isInNet(host: string | null, net: string, mask: string): boolean {
  if (host === null || ![host, net, mask].every(isIPv4)) return false;
  const bits = numberOf(mask);
  return (numberOf(host) & bits) === (numberOf(net) & bits);
}

function numberOf(ipv4: string): number {
  return ipv4.split('.').reduce((number, part) => (number << 8) | Number(part), 0);
}

/** `prefix`: `10.0.0.0/8` or `fe80::/10`. */
function isInPrefix(host: string | null, prefix: string): boolean {
  const [, net = '', digits = ''] = /^([0-9a-f.:]+)\/(\d{1,3})$/i.exec(prefix) ?? [];
  const family = isIP(net);
  const length = Number(digits);
  if (host === null || family === 0 || isIP(host) !== family || length > (family === 4 ? 32 : 128))
    return false;
  const name = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(net, length, name);
  return list.check(host, name);
}

/** IPv6 first, otherwise in the original order. False if one is not an address. */
function sortAddresses(list: string): string | false {
  const addresses = list.split(';').map((one) => one.trim());
  if (!addresses.every((one) => isIP(one) !== 0)) return false;
  return [...addresses.filter((one) => isIP(one) === 6), ...addresses.filter(isIPv4)].join(';');
}

/**
 * The PAC functions that read the clock (Netscape's "Proxy Auto-Config"). A last argument `GMT` selects GMT
 * instead of local time. A range whose end is before its start wraps around. An invalid range is false.
 */
type Args = readonly (string | number | null)[];

const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const UNITS = ['year', 'month', 'day'] as const;

type Moment = Record<'year' | 'month' | 'day' | 'weekday' | 'hour' | 'minute' | 'second', number>;
type Unit = (typeof UNITS)[number];

/** `weekdayRange('MON')`, `weekdayRange('MON', 'FRI')`. */
export function weekdayRange(args: Args, now: Date): boolean {
  const { values, at } = read(args, now);
  const days = values.map((value) => WEEKDAYS.indexOf(String(value).toUpperCase()));
  const [from, to = from] = days;
  if (from === undefined || to === undefined || days.length > 2 || days.includes(-1)) return false;
  return within([at.weekday], [from], [to]);
}

/** One to three of day, month and year, or a range of these: `dateRange(1, 'JUN', 1995, 15, 'AUG', 1995)`. */
export function dateRange(args: Args, now: Date): boolean {
  const { values, at } = read(args, now);
  // One date of two or three units, such as `(24, 'DEC')`, is no range.
  const half = dateOf(values) === null ? values.length / 2 : values.length;
  const from = dateOf(values.slice(0, half));
  const to = dateOf(values.slice(-half));
  if (from === null || to === null || !Number.isInteger(half)) return false;
  const units = UNITS.filter((unit) => from.has(unit));
  if (!units.every((unit) => to.has(unit)) || from.size !== to.size) return false;
  const pick = (date: ReadonlyMap<Unit, number>) => units.map((unit) => date.get(unit) ?? 0);
  const now3 = units.map((unit) => at[unit]);
  if (from.has('year') && compare(pick(from), pick(to)) > 0) return false;
  return within(now3, pick(from), pick(to));
}

/** An hour, or a range of hours, of hours and minutes, or to the second: `timeRange(8, 30, 17, 0)`. */
export function timeRange(args: Args, now: Date): boolean {
  const { values, at } = read(args, now);
  const numbers = values.map((value) => (typeof value === 'number' ? value : Number.NaN));
  if (![1, 2, 4, 6].includes(numbers.length) || !numbers.every(Number.isInteger)) return false;
  const half = Math.ceil(numbers.length / 2);
  const time = [at.hour, at.minute, at.second].slice(0, half);
  return within(time, numbers.slice(0, half), numbers.slice(-half));
}

function read(args: Args, now: Date): { values: Args; at: Moment } {
  const last = args.at(-1);
  const gmt = typeof last === 'string' && last.toUpperCase() === 'GMT';
  const values = (gmt ? args.slice(0, -1) : args).map((value) =>
    // As in JavaScript, where a text of digits becomes a number in a calculation.
    typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : value,
  );
  return { values, at: gmt ? inGreenwich(now) : here(now) };
}

/** The units of a date; `null` if a value is invalid or occurs twice. */
function dateOf(values: Args): Map<Unit, number> | null {
  const date = new Map<Unit, number>();
  for (const value of values) {
    const month = typeof value === 'string' ? MONTHS.indexOf(value.toUpperCase()) : -1;
    if (month !== -1) date.set('month', month);
    else if (typeof value === 'number' && Number.isInteger(value))
      date.set(value > 31 ? 'year' : 'day', value);
    else return null;
  }
  return date.size === values.length && date.size > 0 ? date : null;
}

function within(now: readonly number[], from: readonly number[], to: readonly number[]): boolean {
  const begun = compare(from, now) <= 0;
  const open = compare(now, to) <= 0;
  return compare(from, to) <= 0 ? begun && open : begun || open;
}

/** Compares by the first different number. */
function compare(left: readonly number[], right: readonly number[]): number {
  const index = left.findIndex((number, at) => number !== right[at]);
  return index === -1 ? 0 : (left[index] ?? 0) - (right[index] ?? 0);
}

function here(now: Date): Moment {
  return {
    year: now.getFullYear(),
    month: now.getMonth(),
    day: now.getDate(),
    weekday: now.getDay(),
    hour: now.getHours(),
    minute: now.getMinutes(),
    second: now.getSeconds(),
  };
}

function inGreenwich(now: Date): Moment {
  return {
    year: now.getUTCFullYear(),
    month: now.getUTCMonth(),
    day: now.getUTCDate(),
    weekday: now.getUTCDay(),
    hour: now.getUTCHours(),
    minute: now.getUTCMinutes(),
    second: now.getUTCSeconds(),
  };
}
