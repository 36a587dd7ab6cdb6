import { makeUsearchIndex } from './src/adapters/vector-index/usearch-index.ts';
import { usearchSettingsSchema } from './src/adapters/vector-index/index-settings.ts';
import { madeVectors } from './test/support/made-vectors.ts';
const [threads,D]=process.argv.slice(2).map(Number);
const ix=makeUsearchIndex(D,usearchSettingsSchema.parse({threads}));
const v=madeVectors(15000,D,1);
for(let a=0;a<15000;a+=1000){const t=performance.now();const ids=Array.from({length:1000},(_,i)=>a+i);await ix.add(ids,{data:v.data.subarray(a*D,(a+1000)*D),rows:1000,cols:D});console.log(threads,a+1000,(performance.now()-t).toFixed(0)+'ms', process.memoryUsage().rss>>20)}
process.exit(0)
