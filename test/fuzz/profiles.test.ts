import { fuzzTests } from '../support/fuzz/suite.ts';
import { PROFILE_TARGETS } from '../support/fuzz/targets-profiles.ts';

fuzzTests('what profiles say', PROFILE_TARGETS);
