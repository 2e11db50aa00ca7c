import { fuzzTests } from '../support/fuzz/suite.ts';
import { SCHEDULE_TARGETS } from '../support/fuzz/targets-schedule.ts';
import { keepFigures } from '../support/soak.ts';

fuzzTests('what a schedule reads', SCHEDULE_TARGETS, {
  inputs: 1_000_000,
  onFigures: (figures) => keepFigures(`fuzz ${figures.name}`, { kind: 'fuzz', ...figures }),
});
