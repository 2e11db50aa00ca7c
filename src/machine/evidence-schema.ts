import * as z from 'zod';
import { CERTIFICATE_STATES, LOG_STATES, type LocalEvidence } from '../core/evidence/local-evidence.ts';
import { VISIBILITIES } from '../core/model/registry.ts';

/** The script's own limits (ps1/lib/evidence/EventLog.ps1 and related files) with some margin. */
const LIMITS = {
  logs: 8,
  events: 200,
  data: 8,
  text: 512,
  stores: 8,
  own: 64,
  issuers: 128,
  caches: 8,
  files: 500,
  connections: 64,
};

/** Names from the script itself: logs, stores, accounts, reasons. */
const word = z.string().regex(/^[A-Za-z0-9 \\_.-]{1,64}$/, 'a name expected');
const hresult = z.int().nullable();
const hexOf = (bytes: number) =>
  z
    .string()
    .max(2 * bytes)
    .regex(/^(?:[0-9a-fA-F]{2})*$/, 'pairs of hexadecimal digits expected')
    .transform((hex) => new Uint8Array(Buffer.from(hex, 'hex')));
const time = z.iso.datetime();
const der = hexOf(8192);

/** A part of a capture, and the reply of Get-P2SEvidence. */
export const evidenceSchema = z.object({
  unavailable: word.nullable(),
  logs: z
    .array(
      z.object({
        name: word,
        state: z.enum(LOG_STATES),
        hresult,
      }),
    )
    .max(LIMITS.logs),
  events: z
    .array(
      z.object({
        log: word,
        provider: z.string().max(256),
        id: z.int().min(0).max(0xffff),
        at: time.nullable(),
        data: z
          .array(
            z.union([z.string().max(LIMITS.text), z.object({ hex: hexOf(64) }).transform(({ hex }) => hex)]),
          )
          .max(LIMITS.data),
      }),
    )
    .max(LIMITS.events),
  certificates: z
    .object({
      state: z.enum(CERTIFICATE_STATES),
      hresult,
      own: z
        .array(
          z.object({ hex: der, hasPrivateKey: z.boolean() }).transform(({ hex, hasPrivateKey }) => ({
            der: hex,
            hasPrivateKey,
          })),
        )
        .max(LIMITS.own),
      omitted: z.int().nonnegative(),
      issuers: z
        .array(
          z.object({ hex: der, stores: z.array(word).max(LIMITS.stores) }).transform(({ hex, stores }) => ({
            der: hex,
            stores,
          })),
        )
        .max(LIMITS.issuers),
      unread: z.array(word).max(LIMITS.stores),
    })
    .nullable(),
  crlCaches: z
    .array(
      z.object({
        account: word,
        state: z.enum(VISIBILITIES),
        files: z.array(z.object({ name: z.string().max(260), at: time })).max(LIMITS.files),
        omitted: z.boolean(),
      }),
    )
    .max(LIMITS.caches),
  /** Missing in older captures. */
  vpnConnections: z
    .object({
      unavailable: word.nullable(),
      hresult,
      sid: word.nullable(),
      connections: z
        .array(
          z.object({
            name: z.string().max(LIMITS.text),
            server: z.string().max(LIMITS.text),
            tunnelType: z.string().max(LIMITS.text),
            allUsers: z.boolean(),
          }),
        )
        .max(LIMITS.connections),
      omitted: z.boolean(),
    })
    .nullable()
    .optional(),
});

/** Evidence in JSON form. */
export type EvidenceJson = z.input<typeof evidenceSchema>;

/** The inverse of the schema. */
export function evidenceToJson(evidence: LocalEvidence): EvidenceJson {
  const { events, certificates, vpnConnections, ...rest } = evidence;
  const connections = vpnConnections?.connections.map((one) => ({ ...one })) ?? [];
  return {
    ...rest,
    ...(vpnConnections === undefined
      ? {}
      : { vpnConnections: vpnConnections === null ? null : { ...vpnConnections, connections } }),
    logs: [...rest.logs],
    events: events.map((event) => ({
      ...event,
      data: event.data.map((value) => (typeof value === 'string' ? value : { hex: toHex(value) })),
    })),
    certificates:
      certificates === null
        ? null
        : {
            ...certificates,
            own: certificates.own.map(({ der: bytes, hasPrivateKey }) => ({
              hex: toHex(bytes),
              hasPrivateKey,
            })),
            issuers: certificates.issuers.map(({ der: bytes, stores }) => ({
              hex: toHex(bytes),
              stores: [...stores],
            })),
            unread: [...certificates.unread],
          },
    crlCaches: rest.crlCaches.map((cache) => ({ ...cache, files: [...cache.files] })),
  };
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
