import { fuzzTests } from '../support/fuzz/suite.ts';
import { ANSWER_TARGETS } from '../support/fuzz/targets-answers.ts';
import { keepFigures } from '../support/soak.ts';

fuzzTests('what Windows, PAC files and people hand over', ANSWER_TARGETS, {
  inputs: 1_000_000,
  onFigures: (figures) => keepFigures(`fuzz ${figures.name}`, { kind: 'fuzz', ...figures }),
});
