/**
 * What a stage of a path saw, by stage: each stage talks to one peer over one connection, and what that peer says of
 * itself can be read only where the stage is known. `checks.map(({ evidence }) => evidence.server)` does not compile:
 * it would show one server's name as another's. Values are `unknown`, because a check may come out of a file.
 * The interfaces are closed on purpose: an index signature, or a type alias, would let them pass as a plain record.
 */
export interface EvidenceByStage {
  dns: DialEvidence;
  tcp: DialEvidence;
  connect: ConnectEvidence;
  tls: TlsEvidence;
  certificate: CertificateEvidence;
  http: HttpEvidence;
  sstp: SstpEvidence;
  revocation: FetchEvidence;
}

/** Evidence of a stage that is not known: no word of a peer can be read from it. */
export type AnyEvidence = EvidenceByStage[keyof EvidenceByStage];

/** All that one stage saw, by name: for what shows it beside its stage. */
export function fieldsOf(evidence: AnyEvidence): Record<string, unknown> {
  return { ...evidence };
}

/** Words of this program and of the system, at any stage. */
interface OwnEvidence {
  /** Why the stage did not pass, in a stable word. */
  reason?: unknown;
  detail?: unknown;
  errno?: unknown;
  hresult?: unknown;
  deadlineMs?: unknown;
  /** What had come when the deadline passed, and how long the stage had run: slow, and not silent. */
  bytesReceived?: unknown;
  afterMs?: unknown;
  /** Who tells it, where that is not the program itself. */
  client?: unknown;
  account?: unknown;
  decidedBy?: unknown;
  /** `proxy`, `gateway` or `server`: whose name and TCP it is about. */
  of?: unknown;
  passedOver?: unknown;
  ofAnswer?: unknown;
  untriedWays?: unknown;
  /** The clock of who answered (ISO 8601). */
  date?: unknown;
}

/** The first bytes of what is no answer, and the head of what is one: texts of who sent it. */
interface HttpSaid {
  httpVersion?: unknown;
  httpStatus?: unknown;
  httpReason?: unknown;
  server?: unknown;
  squidError?: unknown;
  contentType?: unknown;
  locationHost?: unknown;
  began?: unknown;
  schemes?: unknown;
}

/** Of a name and of TCP: the proxy's where `of` says so, else the gateway's. */
interface DialEvidence extends OwnEvidence {
  host?: unknown;
  port?: unknown;
  address?: unknown;
  addresses?: unknown;
  attempts?: unknown;
}

/** Of the proxy. */
interface ConnectEvidence extends OwnEvidence, HttpSaid {
  target?: unknown;
  /** The status before it, where a second answer took it back. */
  granted?: unknown;
  withSstpVersion?: unknown;
  withoutSstpVersion?: unknown;
}

/** Of the gateway, or of what stands in its place. */
interface TlsEvidence extends OwnEvidence {
  /** The versions that the client offered, and the one that was settled on. */
  offered?: unknown;
  protocol?: unknown;
  cipher?: unknown;
  /** What a client with TLS 1.3 met where one without was refused. */
  withTls13?: unknown;
  alpn?: unknown;
  withSstpVersion?: unknown;
  withoutSstpVersion?: unknown;
  direct?: unknown;
  page?: unknown;
  /** What Windows was looking for when the handshake's time ended (reason `chain-slow`). */
  missingIssuer?: unknown;
}

/** Of the gateway, or of what stands in its place. */
interface CertificateEvidence extends OwnEvidence {
  reasons?: unknown;
  subject?: unknown;
  issuer?: unknown;
  serial?: unknown;
  san?: unknown;
  sha256?: unknown;
  validFrom?: unknown;
  validTo?: unknown;
  outOfDate?: unknown;
  /** What its authorities may not have issued, or what is too weak: `reason` and `subject`. */
  chainFlaws?: unknown;
  matchedOn?: unknown;
  authorizationError?: unknown;
  trustedBy?: unknown;
  rootToldBy?: unknown;
  chainLength?: unknown;
  sent?: unknown;
  fetched?: unknown;
  top?: unknown;
  missingIssuer?: unknown;
  asProfileExpects?: unknown;
  /** The name is one of Azure's gateways. */
  azureName?: unknown;
  /** The issuer is not there, and none of the profile's roots issued what is. */
  notOfProfile?: unknown;
  direct?: unknown;
  inspectionSigns?: unknown;
}

/** Of the gateway, or of what stands in its place. */
interface HttpEvidence extends OwnEvidence, HttpSaid {
  contentLength?: unknown;
  proxyHeaders?: unknown;
  page?: unknown;
}

/** Of the gateway, or of what stands in its place. */
interface SstpEvidence extends OwnEvidence {
  ack?: unknown;
  hashBits?: unknown;
  packet?: unknown;
  sstpStatus?: unknown;
  sstpAttribute?: unknown;
  began?: unknown;
  page?: unknown;
}

/** Of the server of one address, or of the proxy in front of it. */
interface FetchEvidence extends OwnEvidence, HttpSaid {
  kind?: unknown;
  position?: unknown;
  subject?: unknown;
  serial?: unknown;
  /** Of an issuer that was fetched. */
  issuer?: unknown;
  issuerSha256?: unknown;
  sha256?: unknown;
  baseSha256?: unknown;
  released?: unknown;
  address?: unknown;
  bytes?: unknown;
  contentLength?: unknown;
  maxBytes?: unknown;
  thisUpdate?: unknown;
  nextUpdate?: unknown;
  method?: unknown;
  getRefused?: unknown;
  /** What the proxy that it came through calls itself, where that had it in its cache. */
  cachedBy?: unknown;
  redirects?: unknown;
  redirectVia?: unknown;
  followed?: unknown;
  toHttps?: unknown;
  /** And that on the host that was asked. */
  sameHost?: unknown;
  contentEncoding?: unknown;
  entries?: unknown;
  /** What Windows' cache alone says. */
  cacheOnly?: unknown;
}
