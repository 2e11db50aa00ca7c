import { describe, expect, it } from 'vitest';
import type { FindingCode } from '../../../src/core/model/finding.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

/** What is advised where the proxy depends on a PAC file or auto-detect. */
describe.each([ENGLISH, JAPANESE])('the remedy of a setting that WinHTTP cannot hold', (texts) => {
  const remedy = (code: FindingCode, evidence: Record<string, unknown>) =>
    texts.finding({ code, severity: 'error', store: 'wininet/current/lan', evidence }).remedy ?? '';
  const refused = (reason: string) => remedy('alignment-refused', { reason, detail: '' });
  const unanswered = (kind: string) => remedy('automatic-refused', { kind, answers: [] });

  it('names the options with which p2s-fix asks for it, where that can give an answer', () => {
    for (const reason of ['pac-needs-resolution', 'auto-detect-needs-resolution'])
      for (const option of ['--gateway HOST', '--probe', '--pac-file FILE', '--desired'])
        expect(refused(reason)).toContain(option);
    expect(refused('credentials')).not.toContain('--pac-file');
  });

  it('names the test that shows the addresses of the revocation lists, if those are what is missing', () => {
    expect(unanswered('incomplete')).toContain('--probe');
    expect(unanswered('mixed')).not.toContain('--probe');
  });
});
