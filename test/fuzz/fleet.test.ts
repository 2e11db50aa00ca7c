import { fuzzTests } from '../support/fuzz/suite.ts';
import { FLEET_TARGETS } from '../support/fuzz/targets-fleet.ts';

fuzzTests('what is told of a fleet', FLEET_TARGETS);
