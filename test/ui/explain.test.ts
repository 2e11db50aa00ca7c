import { expect, it } from 'vitest';
import { explainCode } from '../../src/core/explain/explain.ts';
import { mountUi } from '../../src/ui/mount.tsx';
import { fakeTerminal } from './terminal.ts';

it('explains a code on a terminal, whole and wrapped', async () => {
  const { stdin, stdout, emulator } = fakeTerminal(80, 24, { rawMode: true });
  const ui = mountUi({ stdin, stdout, useColour: false, unicode: true, columns: 80 });
  ui.emit({ type: 'started', mode: 'explain', version: '0.1.0', at: '2026-11-25T10:00:00Z', sample: false });
  ui.emit({ type: 'explained', explanation: explainCode('798') });
  ui.emit({ type: 'finished', exitCode: 0, durationMs: 1 });
  await ui.finish();
  const { rows } = await emulator.shows('Exit code 0');
  const text = rows.join('\n');
  expect(text).toContain('ERROR_NO_EAPTLS_CERTIFICATE');
  expect(text).toContain('Not a proxy problem.');
  expect(text).toContain('Proof: finding client-certificate; verdict reachable');
  expect(text).toContain('Explained.');
  expect(text.match(/Causes, the most likely first:/g)).toHaveLength(1);
});
