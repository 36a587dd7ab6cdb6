import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openExtraction } from '../dist/toolkit/distributed/open-extraction.js';
import { auroc, dir, dirAtFpir } from '../src/evaluation/identification.ts';
import type { SearchRecord } from '../src/evaluation/search-record.ts';
import { searchGallery } from '../src/gallery/search.ts';
import { matrix, stackRows } from '../src/numerics/matrix.ts';
import { normalised } from '../src/numerics/vector.ts';
import { primaryEmbedding } from '../src/pipeline/calibrate.ts';
import { extractPhotos } from '../src/pipeline/extract-photos.ts';
import { extractionOptionsSchema } from '../src/toolkit/extraction-options.ts';
import { withColdCache } from './cold-cache.ts';
import type { FaceApi } from './face-api.ts';
import { LFW } from './photos.ts';

interface Row {
  readonly path: string;
  readonly name: string;
  readonly label: string;
}

const PEOPLE = 100;
const STRANGERS = 600;

/**
 * Both tools on one small open-set task: the first 100 people of train.csv, their photos in open.csv, and the first 600
 * strangers there. Both are scored by the same code; face-api's 128-d descriptors by cosine, nearest photo and mean.
 */
export async function openSetComparison(peer: FaceApi, threads: number): Promise<string> {
  const train = readTable('train.csv');
  const people = new Set([...new Set(train.map(({ label }) => label))].slice(0, PEOPLE));
  const enrolled = train.filter(({ label }) => people.has(label));
  const open = readTable('open.csv');
  const strangers = open.filter(({ label }) => label === 'unknown').slice(0, STRANGERS);
  const probes = [...open.filter(({ label }) => people.has(label)), ...strangers];
  const rows = [...enrolled, ...probes];
  const ours = await withColdCache(async () => {
    await using extraction = await openExtraction(extractionOptionsSchema.parse({ threads }));
    return (await extractPhotos(rows, extraction.ports)).photos.map((photo) => primaryEmbedding(photo));
  });
  const theirs = (await peer.describe(rows.map(({ path }) => path))).map(
    (found) => found && normalised(found),
  );
  const task = `${people.size} people, ${enrolled.length} enrolled photos, ${probes.length - strangers.length} mated and ${strangers.length} non-mated searches`;
  return [
    `Open set, ${task}:\n`,
    '| | rank 1 | DIR at FPIR 0.1 | DIR at FPIR 0.01 | AUROC | photos without a face |\n|---|---|---|---|---|---|',
    line('Quen, default networks', score(ours, enrolled, probes)),
    `${line('@vladmandic/face-api 1.7.15', score(theirs, enrolled, probes))}\n`,
  ].join('\n');
}

function readTable(name: string): Row[] {
  const [, ...lines] = readFileSync(join(LFW, 'open-set', name), 'utf8')
    .trim()
    .split(/\r?\n/);
  return lines.map((text) => {
    const [image = '', label = ''] = text.split(',');
    return { path: join(LFW, 'images', image), name: image, label };
  });
}

type Embeddings = readonly (Float32Array | null | undefined)[];

function score(embeddings: Embeddings, enrolled: readonly Row[], probes: readonly Row[]): SearchRecord[] {
  const identities = [...new Set(enrolled.map(({ label }) => label))];
  const usable = enrolled.flatMap(({ label }, i) => {
    const embedding = embeddings[i];
    return embedding ? [{ embedding, identity: identities.indexOf(label) }] : [];
  });
  const dimension = usable[0]?.embedding.length ?? 0;
  const gallery = {
    templates: stackRows(
      usable.map(({ embedding }) => embedding),
      dimension,
    ),
    identityOf: Int32Array.from(usable, ({ identity }) => identity),
    identityCount: identities.length,
  };
  return probes.map(({ label, name }, i): SearchRecord => {
    const mate = identities.indexOf(label);
    const search = { person: mate < 0 ? name : label, isMated: mate >= 0 };
    const embedding = embeddings[enrolled.length + i];
    if (!embedding) return search;
    const mates = [mate < 0 ? undefined : mate];
    const [hit] = searchGallery(matrix(embedding, 1, dimension), gallery, {
      rule: 'blend',
      candidateCount: 1,
      mates,
    });
    const found = { bestScore: hit?.candidates[0]?.score ?? 0, ...(hit?.mate && { mate: hit.mate }) };
    return { ...search, found };
  });
}

function line(name: string, searches: readonly SearchRecord[]): string {
  const rank1 = dir(searches, { rank: 1, threshold: Number.NEGATIVE_INFINITY });
  const figures = [rank1, dirAtFpir(searches, 0.1).dir, dirAtFpir(searches, 0.01).dir, auroc(searches)];
  const failed = searches.filter(({ found }) => found === undefined).length;
  return `| ${name} | ${figures.map((value) => value.toFixed(4)).join(' | ')} | ${failed} |`;
}
