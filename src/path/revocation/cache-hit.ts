import type { IncomingHttpHeaders } from 'node:http';
import { neutralise } from '../../core/model/neutralise.ts';

/** Squid up to 5, and some others: `HIT from NAME`, followed by `:PORT` or more. */
const SQUID_HIT = /^HIT from ([^\s:]+)/i;
/** RFC 9211 2: `NAME; hit; detail=...`. */
const STATUS_HIT = /^"?([^\s;"]+)"?\s*;\s*hit\b/i;
/** RFC 9110 7.6.3: `1.1 NAME[:PORT] (COMMENT)`. */
const VIA = /^(?:[A-Za-z]+\/)?[\d.]+ ([^\s:]+)/;

/**
 * The name of the last proxy on the route if the answer came from its cache; else `null`. Each hop appends its
 * entry, so a hit belongs to the last proxy only if the last entry of `Via` has the same name. Hops further away,
 * such as a content delivery network, belong to the server.
 */
export function cachedBy(headers: IncomingHttpHeaders): string | null {
  const name = VIA.exec(lastOf(headers.via))?.[1];
  if (name === undefined) return null;
  const hits = [SQUID_HIT.exec(lastOf(headers['x-cache'])), STATUS_HIT.exec(lastOf(headers['cache-status']))];
  return hits.some((hit) => hit?.[1] === name) ? neutralise(name) : null;
}

/** The last member of a list that can span several header lines. */
function lastOf(value: string | readonly string[] | undefined): string {
  return ([value ?? []].flat().join(',').split(',').at(-1) ?? '').trim();
}
