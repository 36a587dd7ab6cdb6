import { join } from 'node:path';
import { enrolAndCalibrate, filesOf, withLabels } from '../dist/toolkit/enrol-people.js';
import { openExtraction } from '../dist/toolkit/open-extraction.js';
import { labelledFromTable } from '../dist/toolkit/photo-sets.js';
import { trainingViews } from '../dist/toolkit/training-views.js';
import { extractPhotos } from '../src/pipeline/extract-photos.ts';
import { extractionOptionsSchema } from '../src/toolkit/extraction-options.ts';
import { LFW } from './photos.ts';
import { facePasses } from './open-set-views.ts';
const images = join(LFW, 'images');
await using extraction = await openExtraction(extractionOptionsSchema.parse({}));
const t=performance.now();
const say=(s:string)=>console.log(((performance.now()-t)/1000).toFixed(0), s);
const sets = [];
for (const name of ['train','strangers','open']) {
  const l = await labelledFromTable(join(LFW, 'open-set', `${name}.csv`), images);
  sets.push({l, photos:(await extractPhotos(filesOf(l), extraction.ports)).photos});
}
say('extracted');
const people = withLabels(sets[0]!.l, sets[0]!.photos);
const { gallery } = enrolAndCalibrate(people, withLabels(sets[1]!.l, sets[1]!.photos), { extraction, rule: 'blend' });
await trainingViews({ gallery, people } as never, { extraction, viewCount: 16, seed: 1 }, { onViews: (p:any)=>{ if (p.doneCount%200===0) say(`${p.doneCount}`);} } as never);
say('train views');
await facePasses(sets[1]!.photos, extraction); say('strangers');
await facePasses(sets[2]!.photos, extraction); say('open');
