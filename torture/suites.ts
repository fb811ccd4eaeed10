/** All suites, in the order in which they run and stand in the table. */
import type { Suite } from './suite';
import { data } from './suites/dataFiles';
import { gpu } from './suites/gpu';
import { memory } from './suites/memory';
import { models } from './suites/modelFiles';
import { fetches, files, messages } from './suites/script';

export const SUITES: Suite[] = [files, fetches, messages, gpu, models, data, memory];
