import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openExtraction } from '../dist/toolkit/distributed/open-extraction.js';
import { type Matrix, stackRows } from '../src/numerics/matrix.ts';
import { primaryEmbedding } from '../src/pipeline/calibrate.ts';
import { extractPhotos } from '../src/pipeline/extract-photos.ts';
import { extractionOptionsSchema } from '../src/toolkit/extraction-options.ts';
import { LFW } from './photos.ts';

/** The photos of one table of LFW's open-set task that have a face. */
export interface OpenSetPhotos {
  /** Embeddings by the default networks, or those asked for, shape [N, D]. */
  readonly rows: Matrix;
  /** Who is in each, by place in `people`, shape [N]. */
  readonly personOf: Int32Array;
  /** In the order in which they occur. */
  readonly people: readonly string[];
  /** Path of each photo below the folder of photos, shape [N]. */
  readonly names: readonly string[];
}

/** Embeds tables of LFW's open-set task, such as `strangers.csv`; what was embedded before comes from the cache. */
export async function embedOpenSet(
  tables: readonly string[],
  networks: readonly string[] = extractionOptionsSchema.parse({}).networks,
): Promise<OpenSetPhotos[]> {
  await using extraction = await openExtraction(extractionOptionsSchema.parse({ networks }));
  const sets: OpenSetPhotos[] = [];
  for (const table of tables) {
    const rows = readTable(table);
    const { photos } = await extractPhotos(rows, extraction.ports);
    const found = photos.flatMap((photo, i) => {
      const embedding = primaryEmbedding(photo);
      return embedding === undefined
        ? []
        : [{ label: rows[i]?.label ?? '', name: rows[i]?.name ?? '', embedding }];
    });
    const people = [...new Set(found.map(({ label }) => label))];
    sets.push({
      rows: stackRows(
        found.map(({ embedding }) => embedding),
        found[0]?.embedding.length ?? 0,
      ),
      personOf: Int32Array.from(found, ({ label }) => people.indexOf(label)),
      people,
      names: found.map(({ name }) => name),
    });
  }
  return sets;
}

function readTable(name: string): { path: string; name: string; label: string }[] {
  const [, ...lines] = readFileSync(join(LFW, 'open-set', name), 'utf8')
    .trim()
    .split(/\r?\n/);
  return lines.map((text) => {
    const [image = '', label = ''] = text.split(',');
    return { path: join(LFW, 'images', image), name: image, label };
  });
}
