import { fuzzTests } from '../support/fuzz/suite.ts';
import { SCHEDULE_TARGETS } from '../support/fuzz/targets-schedule.ts';

fuzzTests('what a schedule reads', SCHEDULE_TARGETS);
