import { fuzzTests } from '../support/fuzz/suite.ts';
import { RECORDING_TARGETS } from '../support/fuzz/targets-recordings.ts';
import { keepFigures } from '../support/soak.ts';

fuzzTests('what recordings among profiles say', RECORDING_TARGETS, {
  inputs: 1_000_000,
  onFigures: (figures) => keepFigures(`fuzz ${figures.name}`, { kind: 'fuzz', ...figures }),
});
