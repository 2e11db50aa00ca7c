import { eventFindings } from '../../../src/core/evidence/event-findings.ts';
import { evidenceView } from '../../../src/core/evidence/evidence-view.ts';
import { readVpnEvents } from '../../../src/core/evidence/vpn-events.ts';
import { evidence as viewSchema } from '../../../src/core/schema/document.ts';
import { evidenceToJson } from '../../../src/machine/evidence-schema.ts';
import { parseEvidence } from '../../../src/machine/wire/local.ts';
import { judgeClientCertificates } from '../../../src/path/pki/client-certificates.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import { localEvidence, OTHER_COID, rasClient, rasSstp } from '../machines/evidence.ts';
import { type FuzzTarget, target } from './fuzz.ts';
import { mutatedJson } from './mutate.ts';

/** A self-signed certificate of a client, made once by openssl (P-256). */
const DER = Buffer.from(
  'MIIBkTCCATagAwIBAgIUIO7tWJPJLTGIRkRuw02fANnuu5IwCgYIKoZIzj0EAwIwEzERMA8GA1UEAwwIUDJTIFVzZXIwHhcNMjYx' +
    'MTI2MDExMDI5WhcNMzYxMTIzMDExMDI5WjATMREwDwYDVQQDDAhQMlMgVXNlcjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABPfh' +
    'S+fcMii8K+jR5zSfkoXhPq6UDJAgaWfJmTpJiXm2cECGPAEcyzfuDLbjeTb1RjOotS7FGSzltgdqbv/afG2jaDBmMB0GA1UdDgQW' +
    'BBR4WaYXcg0kAwqIfSLFRB0GqFzJNDAfBgNVHSMEGDAWgBR4WaYXcg0kAwqIfSLFRB0GqFzJNDAPBgNVHRMBAf8EBTADAQH/MBMG' +
    'A1UdJQQMMAoGCCsGAQUFBwMCMAoGCCqGSM49BAMCA0kAMEYCIQDrVwzPEFl4HhiK+GT0rn9pOnEq0Ah2YpsrgovAwYUNsAIhAPVy' +
    '96LqqyQALvZ8cHwtXdaAEyctNcIVOtS/MUYBbWqP',
  'base64',
);

const EVIDENCE = evidenceToJson(
  localEvidence({
    events: [
      rasClient(20222, null),
      rasClient(20227, '-2146885613'),
      rasClient(20227, '798', { coId: OTHER_COID }),
      rasClient(20225, null, { minutesAgo: 3 }),
      rasClient(20226, '829', { minutesAgo: 1 }),
      rasSstp(1, ['The revocation function was unable to check revocation']),
      rasSstp(4, [new Uint8Array([0x97, 1, 0, 0])]),
      rasSstp(6, ['00'.repeat(20), '11'.repeat(32)]),
      rasSstp(23),
    ],
    certificates: {
      state: 'read',
      hresult: null,
      own: [{ der: DER, hasPrivateKey: true }],
      omitted: 0,
      issuers: [{ der: DER, stores: ['LocalMachine\\Root'] }],
      unread: [],
    },
  }),
);

export const EVIDENCE_TARGETS: readonly FuzzTarget[] = [
  target({
    name: 'evidence of a computer',
    codes: ['powershell-failed'],
    make: (random) => (random.chance(15) ? EVIDENCE : mutatedJson(random, EVIDENCE)),
    async run(json) {
      const evidence = parseEvidence(json);
      const events = readVpnEvents(evidence.events);
      viewSchema.parse(JSON.parse(JSON.stringify(evidenceView(evidence, events))));
      if (evidence.certificates !== null) await judgeClientCertificates(evidence.certificates, new Date(0));
      for (const finding of eventFindings(events, [])) {
        const { message, remedy } = ENGLISH.finding(finding);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
        if (/[\0-\x1f\x7f-\x9f]/.test(`${message}${remedy}`)) throw new Error('tells a control character');
        if (message.length + (remedy?.length ?? 0) > 4000) throw new Error('tells without end');
      }
    },
  }),
];
