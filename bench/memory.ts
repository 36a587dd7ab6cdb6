// Prints the peak memory (MiB) of extracting the first argument's number of LFW photos with a cold cache.

import { openExtraction } from '../dist/toolkit/distributed/open-extraction.js';
import { extractPhotos } from '../src/pipeline/extract-photos.ts';
import { extractionOptionsSchema } from '../src/toolkit/extraction-options.ts';
import { withColdCache } from './cold-cache.ts';
import { lfwPhotos } from './photos.ts';

const photos = lfwPhotos(Number(process.argv[2]));
await withColdCache(async () => {
  await using extraction = await openExtraction(extractionOptionsSchema.parse({}));
  await extractPhotos(photos, extraction.ports);
});
console.log((process.resourceUsage().maxRSS / 1024).toFixed(0));
