import { fuzzTests } from '../support/fuzz/suite.ts';
import { RECORDING_TARGETS } from '../support/fuzz/targets-recordings.ts';

fuzzTests('what recordings among profiles say', RECORDING_TARGETS);
