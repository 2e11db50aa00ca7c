import { expect } from 'vitest';
import { assess } from '../../../src/core/decide/assess.ts';
import { desiredFor } from '../../../src/core/decide/desired-settings.ts';
import { findingsOf } from '../../../src/core/findings/findings.ts';
import type { Finding } from '../../../src/core/model/finding.ts';
import type { RegistrySnapshot, RegistryValue } from '../../../src/core/model/registry.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';
import { done, FOLLOW, observe } from '../stores/registry-scene.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

export const PROXY = desiredFor({
  kind: 'proxy',
  servers: [{ scheme: 'all', host: 'new', port: 80 }],
  bypass: null,
});

export const text = (value: string): RegistryValue => ({ kind: 'string', text: value });

export const dword = (number: number): RegistryValue => ({ kind: 'dword', number });

/** The text of a finding in English and in Japanese. */
export function inBoth(finding: Finding | undefined) {
  return [ENGLISH, JAPANESE].map((texts) => texts.finding(finding ?? expect.fail()));
}

export function reported(registry: RegistrySnapshot, code: string) {
  return findingsOf(assess(observe(registry), FOLLOW, null), []).filter((finding) => finding.code === code);
}

/** The registry after every write of the plan for `desired`. */
export function repaired(registry: RegistrySnapshot, desired = PROXY): RegistrySnapshot {
  return done(
    registry,
    assess(observe(registry), desired, null).plan.changes.flatMap(({ writes }) => writes),
  );
}
