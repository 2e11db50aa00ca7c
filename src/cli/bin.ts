#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { start } from './start.ts';

const program = fileURLToPath(import.meta.url);
await start((systemPorts) => systemPorts(fileURLToPath(new URL('ps1/', import.meta.url)), program));
