import { fuzzTests } from '../support/fuzz/suite.ts';
import { PROFILE_TARGETS } from '../support/fuzz/targets-profiles.ts';
import { keepFigures } from '../support/soak.ts';

fuzzTests('what profiles say', PROFILE_TARGETS, {
  inputs: 1_000_000,
  onFigures: (figures) => keepFigures(`fuzz ${figures.name}`, { kind: 'fuzz', ...figures }),
});
