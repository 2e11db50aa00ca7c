import { fuzzTests } from '../support/fuzz/suite.ts';
import { FLEET_TARGETS } from '../support/fuzz/targets-fleet.ts';
import { keepFigures } from '../support/soak.ts';

fuzzTests('what is told of a fleet', FLEET_TARGETS, {
  inputs: 1_000_000,
  onFigures: (figures) => keepFigures(`fuzz ${figures.name}`, { kind: 'fuzz', ...figures }),
});
