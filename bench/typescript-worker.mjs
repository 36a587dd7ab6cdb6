// Lets a worker thread run a TypeScript file: workerData.entry, beside this one.
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
await import(new URL(workerData.entry, import.meta.url).href);
