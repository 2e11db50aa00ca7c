import { expect, it } from 'vitest';
import { machinesOfJson } from '../../../src/pipeline/fleet/collected.ts';
import { emptyDocument } from '../../../src/report/model/document.ts';

const document = { ...emptyDocument('audit', '0.1.0', '2026-11-24T10:00:00.000Z'), exitCode: 0 };

it.each(['1.0', '1.7'])('takes a document of version %s', (schemaVersion) => {
  const [one] = machinesOfJson({ ...document, schemaVersion }, 'pc1') ?? [];
  expect(one).toMatchObject({ unnamed: true, machine: { computer: 'pc1', cause: 'aligned', exitCode: 0 } });
});

it.each(['2.0', '1', '', 1, undefined])(
  'takes none of version %j, whose members may mean something else',
  (schemaVersion) => {
    expect(machinesOfJson({ ...document, schemaVersion }, 'pc1')).toBeNull();
  },
);
