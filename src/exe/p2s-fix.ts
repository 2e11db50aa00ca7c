import { startExecutable } from './main.ts';

startExecutable();
