import { expect, it } from 'vitest';
import { machinesOfJson, machinesOfLines } from '../../../src/pipeline/fleet/collected.ts';
import { emptyDocument } from '../../../src/report/model/document.ts';

const document = { ...emptyDocument('audit', '0.1.0', '2026-11-24T10:00:00.000Z'), exitCode: 0 };

it.each(['1.0', '1.7'])('takes a document of version %s', (schemaVersion) => {
  const [one] = machinesOfJson({ ...document, schemaVersion }, 'pc1') ?? [];
  expect(one).toMatchObject({ unnamed: true, machine: { computer: 'pc1', cause: 'aligned', exitCode: 0 } });
});

it.each(['0.9', '1', '', 1, undefined])('takes none of version %j', (schemaVersion) => {
  expect(machinesOfJson({ ...document, schemaVersion }, 'pc1')).toBeNull();
});

it('counts one of a later version as not readable, also among lines of this one', () => {
  const later = { ...document, schemaVersion: '2.0', machine: { name: 'PC-2' } };
  const error = { code: 'input', where: 'PC-2', next: 'Update p2s-fix on this computer.' };
  const machine = { computer: 'PC-2', cause: 'input', exitCode: 3, error };
  expect(machinesOfJson(later, 'pc1')).toMatchObject([{ machine, unnamed: false }]);
  expect(machinesOfJson({ ...later, machine: 7 }, 'pc1')).toMatchObject([
    { machine: { computer: 'pc1', cause: 'input' }, unnamed: true },
  ]);
  const lines = [document, later].map((one) => JSON.stringify(one)).join('\n');
  expect(machinesOfLines(lines, 'pc1').map((one) => one.machine.cause)).toEqual(['aligned', 'input']);
});
