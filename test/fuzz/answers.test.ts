import { fuzzTests } from '../support/fuzz/suite.ts';
import { ANSWER_TARGETS } from '../support/fuzz/targets-answers.ts';

fuzzTests('what Windows, PAC files and people hand over', ANSWER_TARGETS);
