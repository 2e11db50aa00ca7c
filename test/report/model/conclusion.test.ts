import { describe, expect, it } from 'vitest';
import { commandText } from '../../../src/core/model/command-text.ts';
import { documentSchema } from '../../../src/core/schema/document.ts';
import { conclusionOf } from '../../../src/report/model/conclusion.ts';
import { documentOf, NOT_ENDED, type ReportDocument } from '../../../src/report/model/document.ts';
import { EMPTY_RECORD, fold, recordOf } from '../../../src/report/model/record.ts';
import { factsOf } from '../../../src/report/model/record-facts.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import { ike, migrationOf, openVpn, readiness } from '../../support/stories/migrations.ts';
import { STORIES } from '../../support/stories/stories.ts';

const documentOfStory = (story: string): Promise<ReportDocument> =>
  documentOf((STORIES[story] ?? []).reduce(fold, EMPTY_RECORD));

describe('the conclusion of a run', () => {
  it.each([
    ['healthy', 'as-desired'],
    ['not aligned', 'fix-available'],
    ['applied', 'applied'],
    ['wants a sign-in', 'path-fails'],
    ['strings alone', 'fix-available'],
    ['bad input', 'invalid-input'],
    ['managed', 'blocked'],
    ['auto-detect beside a proxy of WinHTTP', 'blocked'],
    ['a recording changed', 'applied'],
    ['explained', 'done'],
    ['backups', 'done'],
  ])('%s: %s', async (story, state) => {
    expect((await documentOfStory(story)).summary?.state).toBe(state);
  });

  it('says what is wrong, why, what would change, who acts, and the command', async () => {
    const { summary } = await documentOfStory('not aligned');
    expect(summary).toMatchObject({
      headline: expect.stringContaining('0x80092013'),
      cause: expect.stringContaining('WinHTTP (64-bit) is set to direct'),
      change: expect.stringMatching(
        /^--apply sets WinHTTP \(64-bit and 32-bit\): proxy proxy\.contoso\.example:8080, /,
      ),
      owners: [{ owner: 'administrator', action: expect.stringMatching(/^p2s-fix --apply --user S-1-/) }],
    });
    const [next] = summary?.next ?? [];
    expect(next?.command.slice(0, 3)).toEqual(['p2s-fix', '--apply', '--user']);
    expect(commandText(next?.command ?? [], 'powershell')).toBe(next?.text);
  });

  it('names the team that is asked, and no command that would not help', async () => {
    const { summary, requests } = await documentOfStory('wants a sign-in');
    expect(summary?.owners).toEqual([
      { owner: 'proxy-team', action: expect.stringContaining('without authentication') },
    ]);
    expect(requests.map(({ to }) => to)).toEqual(['proxy-team']);
    expect(summary?.next).toEqual([]);
  });

  it('of a move has the owners of its required changes, and nothing that would repair SSTP', () => {
    const gateway = 'azuregateway-1.vpn.azure.com';
    const blocked = migrationOf(gateway, {
      ikev2: ike(['silent', 'silent']),
      openvpn: openVpn(['silent', 'proxy-refused']),
      readiness: readiness(),
    });
    const verdict = { gateway, stores: 'current', verdict: 'proxy-auth-required', stage: null } as const;
    const document = {
      ...factsOf({ ...EMPTY_RECORD, mode: 'migrate' }, ENGLISH),
      outcome: 'unreachable' as const,
    };
    const { owners } = conclusionOf({ ...document, verdicts: [verdict], migration: [blocked] }, ENGLISH);
    expect(owners.map(({ owner }) => owner)).toEqual([...new Set(blocked.changes.map(({ to }) => to))]);
    expect(owners.find(({ owner }) => owner === 'network-team')?.action).toMatch(/^Network team: .*UDP 500/);
    expect(JSON.stringify(owners)).not.toContain('SSTP');
  });

  it('of a rollback says what was restored, and to what', async () => {
    const withoutPath = (STORIES.applied ?? []).filter(({ type }) => type !== 'verdict');
    const written = withoutPath.map((event) =>
      event.type === 'started' ? { ...event, mode: 'rollback' as const } : event,
    );
    const { summary } = await documentOf(written.reduce(fold, EMPTY_RECORD));
    expect(summary).toMatchObject({
      state: 'restored',
      headline: 'WinHTTP (64-bit and 32-bit): earlier values restored.',
      change: expect.stringMatching(/^Restored: WinHTTP \(64-bit and 32-bit\): proxy proxy\.contoso/),
    });
  });

  it('of a run that has written, and whose path fails, does not call the change one that does not help', () => {
    for (const mode of ['apply', 'schedule'] as const) {
      const document = {
        ...factsOf(recordOf(STORIES.applied ?? []), ENGLISH),
        mode,
        outcome: 'unreachable' as const,
      };
      expect(conclusionOf(document, ENGLISH).state).toBe('applied-path-fails');
    }
  });

  it('of a path that fails beside an interrupted change says first how that change is rolled back', async () => {
    const finding = {
      ...({ code: 'change-interrupted', severity: 'error', store: null } as const),
      evidence: { backup: '0001', startedAt: '2026-01-01T00:00:00.000Z' },
    };
    const document = await documentOfStory('wants a sign-in');
    const findings = [...document.findings, finding];
    const { owners } = conclusionOf(
      { ...document, mode: 'verify', findings, outcome: 'busy' as const },
      ENGLISH,
    );
    expect(owners.map(({ owner }) => owner)).toEqual(['administrator', 'proxy-team']);
    expect(owners[0]?.action).toContain('p2s-fix rollback only rolls it back');
  });

  it('is in the document of every run that has ended, as the schema has it, and in no other', async () => {
    for (const [story, events] of Object.entries(STORIES)) {
      const document = await documentOfStory(story);
      expect(documentSchema.safeParse(JSON.parse(JSON.stringify(document))).error, story).toBeUndefined();
      expect(document.summary !== NOT_ENDED, story).toBe(events.some(({ type }) => type === 'finished'));
    }
  });
});
