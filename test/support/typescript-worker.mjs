// The worker program of `src/`, run from TypeScript: what `new Worker` is given where there is no build.
import { register } from 'tsx/esm/api';

register();
await import('../../src/worker.ts');
