import { fuzzTests } from '../support/fuzz/suite.ts';
import { CORE_TARGETS } from '../support/fuzz/targets-core.ts';

fuzzTests('what machines hold', CORE_TARGETS);
