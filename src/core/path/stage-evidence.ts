import * as z from 'zod';

/**
 * Evidence of a path check by stage, closed. Each stage talks to one peer over one connection, so a peer's reply can be
 * read only if the stage is known: `checks.map(({ evidence }) => evidence.server)` does not compile, because it would
 * mix the names of different servers. The program's own probes make it, from sockets or from a recorded conversation,
 * so no run parses it: import only types from here. The published JSON Schema is made of the same schemas.
 */
const text = z.string();
const texts = z.array(z.string());
const yes = z.literal(true);

const withAll = <T extends z.core.$ZodLooseShape>(shape: T) => z.strictObject(shape).partial();

const chainStatus = {
  statuses: texts.describe('X509ChainStatusFlags by name'),
  elements: z.array(z.strictObject({ sha1: text, statuses: texts })).describe('Of each certificate'),
};

/** The same without the proxy: `completed` or why it failed, for each stage that ran, or the certificate compared. */
const direct = withAll({
  reason: text.describe('Why there is no connection, or no certificate'),
  tls: text,
  http: text,
  sstp: text,
  comparison: z.enum(['same', 'same-issuer', 'different', 'inconclusive', 'no-answer']),
  sha256: text,
  issuer: text,
  forItsName: z.boolean().describe('The certificate is issued for the name of the gateway'),
});

/** From this program and the system, at any stage. */
const own = {
  reason: text.describe('A stable code for why the stage did not pass'),
  detail: text,
  errno: text.nullable(),
  hresult: text.nullable(),
  deadlineMs: z.number(),
  bytesReceived: z.int().describe('Before the deadline: slow, but not without a reply'),
  afterMs: z.number(),
  quietMs: z.number().describe('Between the last of these bytes and the deadline'),
  client: text.describe('The Windows client that made the check, if it is not the program itself'),
  account: text.nullable().describe('SID of the account of that client'),
  decidedBy: text.describe('The setting that decides the route'),
  of: z.enum(['proxy', 'gateway', 'server']).describe('The peer of the DNS or TCP result'),
  passedOver: yes.describe('Another route of the list was tried after it'),
  ofAnswer: yes,
  direct,
  untriedWays: z.strictObject({
    count: z.int(),
    unsupported: z.array(z.enum(['tls-proxy', 'socks', 'unreadable'])),
  }),
  sentDirect: z
    .strictObject({
      by: z.enum(['bypass-entry', 'other-protocols', 'winhttp-only', 'auto-detect']),
      proxy: text.optional(),
      entry: text.optional(),
    })
    .describe('Why the setting leads directly, although a proxy is named, or may be found'),
  date: text.describe('The clock of the peer (ISO 8601)'),
  resolver: text,
};

/** The header of a reply, and the first bytes of an invalid one: texts of the sender. */
const answer = {
  httpVersion: text,
  httpStatus: z.int().nullable(),
  httpReason: text,
  server: text,
  squidError: text,
  contentType: text,
  locationHost: text.nullable(),
  began: text,
  schemes: texts,
};

/** The answer to an ordinary GET. */
const page = withAll({
  signIn: z.boolean().describe('It leads to another host, asks for a password, or is a 511'),
  elsewhere: z.boolean().describe('It leads to another host, or is a 511'),
  reason: text.describe('Why there is no page'),
  httpStatus: answer.httpStatus,
  server: text,
  contentType: text,
  locationHost: text,
  began: text.describe('The first bytes of a reply that is not HTTP'),
});

const issuer = z.strictObject({ subject: text, issuer: text, urls: texts, isRoot: z.boolean().optional() });
const flaw = { reason: text, subject: text };
/** CONNECT without SSTPVERSION is granted: what came with it, and without it. */
const sstpVersion = {
  withSstpVersion: text,
  withoutSstpVersion: withAll({ status: z.int().nullable(), reason: text, tls: text }),
};
/** As sent, or as Windows' client reports it. */
const contentLength = z.union([text, z.int()]).nullable();

/** Of the proxy if `of` says so, else of the gateway. */
const tcp = withAll({
  ...own,
  host: text,
  port: z.int(),
  address: text.nullable(),
  addresses: texts,
  reservedAddress: text.describe("Of the gateway's name, if no VPN gateway has it"),
  attempts: z.array(z.strictObject({ address: text, errno: text.nullable() })),
});

/** From the proxy. */
const connect = withAll({
  ...own,
  ...answer,
  target: text,
  granted: z.int().describe('The status before, if a second answer replaced it'),
  ...sstpVersion,
});

/** From the gateway, or from a server in its place. */
const tls = withAll({
  ...own,
  offered: texts.describe('The versions that the client offered'),
  protocol: text.nullable().describe('The negotiated version'),
  untested: text.describe('The version that an older Windows would use'),
  cipher: text.nullable(),
  withTls13: withAll({ offered: texts, protocol: text.nullable(), reason: text }).describe(
    'Of a client with TLS 1.3, after one without it was refused',
  ),
  alpn: text.nullable(),
  policyErrors: z.int().nullable(),
  failures: z.array(z.strictObject({ type: text, hresult: z.int() })),
  ...sstpVersion,
  page,
  missingIssuer: issuer.describe('What Windows was asked for when the handshake timed out (chain-slow)'),
});

/** From the gateway, or from a server in its place. */
const certificate = withAll({
  ...own,
  ...chainStatus,
  reasons: texts.describe('The most severe first'),
  subject: text,
  issuer: text,
  serial: text,
  san: texts,
  sha256: text,
  sha1: text,
  validFrom: text,
  validTo: text,
  crlUrls: texts,
  ocspUrls: texts,
  outOfDate: z.array(z.strictObject({ ...flaw, validFrom: text, validTo: text })),
  judgedAt: text.describe('The clock of this computer when the dates were judged (ISO 8601)'),
  chainFlaws: z.array(z.strictObject(flaw)).describe('Above the leaf, or weak algorithms'),
  matchedOn: z.enum(['san', 'cn']).nullable(),
  authorizationError: text.nullable().describe('Of OpenSSL'),
  trustedBy: text.nullable(),
  rootToldBy: text,
  chainLength: z.int(),
  sent: z.int(),
  fetched: z.int(),
  top: z.strictObject({ subject: text, sha256: text, sha1: text }),
  missingIssuer: issuer,
  asProfileExpects: z.boolean(),
  azureName: yes.describe('The name is that of an Azure gateway'),
  notOfProfile: yes.describe('The issuer is missing, and no root of the profile issued what was sent'),
  inspectionSigns: texts,
});

/** From the gateway, or from a server in its place. */
const http = withAll({
  ...own,
  ...answer,
  contentLength,
  proxyHeaders: texts,
  page,
});

/** From the gateway, or from a server in its place. */
const sstp = withAll({
  ...own,
  ack: text,
  hashBits: z.int(),
  packet: text,
  flaw: z.enum(['attribute-count', 'attribute', 'attribute-length', 'length', 'hash']).describe('Of the Ack'),
  version: text.describe('If it is not 1.0'),
  messageType: z.int().describe('Of the message instead of the Ack'),
  echoRequests: z.int().describe('Before the Ack, if none came'),
  dataPackets: z.int().describe('Before the Ack, if none came'),
  sstpStatus: z.int().nullable(),
  sstpAttribute: z.int(),
  began: text,
  page,
});

const fetched = {
  ...own,
  ...answer,
  ...chainStatus,
  kind: text,
  position: z.int(),
  subject: text,
  serial: text,
  issuer: text.describe('Only for a downloaded issuer'),
  issuerSha256: text,
  sha256: text,
  baseSha256: text.nullable(),
  released: yes,
  hold: yes.describe('Revoked with the reason certificateHold'),
  address: text.nullable(),
  attempts: tcp.shape.attempts,
  bytes: z.int(),
  contentLength,
  maxBytes: z.int(),
  thisUpdate: text,
  nextUpdate: text.nullable(),
  method: text,
  getRefused: z.int().nullable(),
  cachedBy: text.describe('The name of the proxy on the route, if it answered from its cache'),
  toHttps: yes,
  sameHost: yes.describe('The redirects stay on the requested host'),
  contentEncoding: text,
  entries: z.int(),
  cacheOnly: z
    .strictObject({ hresult: text.nullable(), ...chainStatus })
    .nullable()
    .describe("The result of Windows' cache alone"),
};

/** From the server of one URL, or from the proxy in front of it. */
const revocation = withAll({
  ...fetched,
  redirects: z.array(text.nullable()),
  redirectVia: texts,
  followed: withAll(fetched).describe('From the last host of the redirects'),
});

export const evidenceSchemas = { dns: tcp, tcp, connect, tls, certificate, http, sstp, revocation };

export type EvidenceByStage = { [S in keyof typeof evidenceSchemas]: z.infer<(typeof evidenceSchemas)[S]> };

/** Evidence of an unknown stage: no reply of a peer can be read from it. */
export type AnyEvidence = EvidenceByStage[keyof EvidenceByStage];

/** The members of every stage: for what is made, or shown, at each of them. */
export type AnyFields = Partial<{ [Name in Names<AnyEvidence>]: Member<AnyEvidence, Name> }>;
type Names<E> = E extends unknown ? keyof E : never;
type Member<E, Name> = E extends { [N in Name & PropertyKey]?: infer Value } ? Value : never;

export type HttpAnswer = z.infer<ReturnType<typeof withAll<typeof answer>>>;
export type Page = z.infer<typeof page>;
