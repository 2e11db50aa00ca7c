import type { Finding } from '../model/finding.ts';
import { inWords, type Message, say, toText } from '../model/say.ts';
import type { RecordingSays } from '../path/gateway-profile.ts';

/**
 * Contradictions between recordings that were given together. Gateways contradict only if no gateway is common to
 * all: a computer may have several.
 */
export function recordingFindings(recordings: readonly RecordingSays[]): Finding[] {
  const findings: Finding[] = [];
  const add = (about: string, says: { file: string; value: Message }[]) =>
    findings.push({
      code: 'recordings-conflict',
      severity: 'warning',
      store: null,
      ...inWords({ about, says }),
    });
  for (const [about, settingOf] of SETTINGS) {
    const says = recordings.flatMap((one) => {
      const value = settingOf(one);
      return value === null ? [] : [{ file: one.file, value }];
    });
    if (new Set(says.map(({ value }) => toText(value))).size > 1) add(about, says);
  }
  const naming = recordings.filter(({ gateways }) => gateways.length > 0);
  const common = naming[0]?.gateways.filter((name) =>
    naming.every(({ gateways }) => gateways.includes(name)),
  );
  if (common?.length === 0)
    add(
      'gateways',
      naming.map(({ file, gateways }) => ({
        file,
        value: say('{gateways}', { gateways: [...gateways].sort() }),
      })),
    );
  return findings;
}

const SETTINGS: readonly [string, (one: RecordingSays) => Message | null][] = [
  ['wininet', ({ winInet }) => winInet],
  ['winhttp', ({ winHttp }) => winHttp],
];
