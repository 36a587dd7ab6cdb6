import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type PhotoRow, readLabelTable, readPhotoList, readValueTable } from '../adapters/files/tables.ts';
import { QuenError } from '../core/errors.ts';
import type { LabelledPhoto, ScoredPhoto } from '../recipes/decision-rules.ts';
import type { Recipe } from '../recipes/recipe.ts';
import type { RecordedRounds } from '../recipes/replay.ts';

/** Answers of the first and the second round, under the names that the method's author published them with. */
const ANSWERS = ['pseudo_test.csv', 'pseudo_test_step2.csv'] as const;

/** Squared distances of unit embeddings are at most 4; rounding may exceed it. */
const MOST_DISTANCE = 4.001;

/** What a folder of published tables holds. */
export interface PublishedTables {
  readonly recorded: RecordedRounds;
  /** Rows that the method taught its second round; absent where the folder lacks the table. */
  readonly pseudoTrain?: readonly LabelledPhoto[];
  /** Photos that the method called unknown, with the label they would have had, empty for photos without a face. */
  readonly unknowns?: readonly LabelledPhoto[];
}

/**
 * Reads the tables of a method: the answers of two rounds, the photos without a face, and the distances of the networks
 * that the recipe's distance is made of. All must be of the same photos. Throws `TABLE_INVALID` with file and line.
 */
export async function readPublishedTables(folder: string, recipe: Recipe): Promise<PublishedTables> {
  const [first, second] = [await readAnswers(folder, ANSWERS[0]), await readAnswers(folder, ANSWERS[1])];
  placesOf(first, second);
  const distances = new Map<string, Float64Array>();
  for (const { name, table } of recipe.networks) {
    if (recipe.distanceWeights[name] === undefined) continue;
    distances.set(name, await readDistances(join(folder, 'distances', table ?? name), first));
  }
  const pseudoTrain = await readLabels(join(folder, 'pseudo_train.csv'));
  const unknowns = await readLabels(join(folder, 'unknown_predicted.csv'));
  return {
    recorded: {
      answers: [first.rows.map(scoredPhoto), second.rows.map(scoredPhoto)],
      distances,
      withoutFace: await readWithoutFace(join(folder, 'no-face.txt'), first),
    },
    ...(pseudoTrain && { pseudoTrain }),
    ...(unknowns && { unknowns }),
  };
}

interface ReadTable<Row extends PhotoRow> {
  readonly path: string;
  readonly rows: readonly Row[];
}

type ValueTable = ReadTable<Awaited<ReturnType<typeof readValueTable>>[number]>;

async function readAnswers(folder: string, name: string): Promise<ValueTable> {
  const path = join(folder, name);
  return { path, rows: await readValueTable(path, { needsLabel: true, column: 'prob', max: 1 }) };
}

function scoredPhoto({ image, label = '', value }: ValueTable['rows'][number]): ScoredPhoto {
  return { image, label, probability: value };
}

/** Shape [P], in the order of the answers. */
async function readDistances(stem: string, answers: ValueTable): Promise<Float64Array> {
  const path = (await isThere(`${stem}.csv`)) ? `${stem}.csv` : `${stem}.csv.gz`;
  const rows = await readValueTable(path, { needsLabel: false, column: 'dist', max: MOST_DISTANCE });
  const places = placesOf(answers, { path, rows });
  return Float64Array.from(places, (place) => rows[place]?.value ?? Number.NaN);
}

/** Where each photo of one table stands in another, which must be of the same photos. */
function placesOf(known: ReadTable<PhotoRow>, table: ReadTable<PhotoRow>): number[] {
  const placeOf = new Map(table.rows.map(({ image }, place) => [image, place]));
  const places = known.rows.map(({ image, line }) => {
    const place = placeOf.get(image);
    if (place !== undefined) return place;
    const message = `${table.path} has no row for the photo ${image}, which is in ${known.path}, line ${line}. Add the row.`;
    throw new QuenError('TABLE_INVALID', message);
  });
  assertKnown(known, table);
  return places;
}

function assertKnown(known: ReadTable<PhotoRow>, { path, rows }: ReadTable<PhotoRow>): void {
  const images = new Set(known.rows.map(({ image }) => image));
  const surplus = rows.find(({ image }) => !images.has(image));
  if (surplus === undefined) return;
  const message = `${path}, line ${surplus.line}: The photo ${surplus.image} is not in ${known.path}. Remove the row or add it there.`;
  throw new QuenError('TABLE_INVALID', message);
}

async function readWithoutFace(path: string, answers: ValueTable): Promise<Set<string>> {
  const rows = await readPhotoList(path);
  assertKnown(answers, { path, rows });
  return new Set(rows.map(({ image }) => image));
}

async function readLabels(path: string): Promise<LabelledPhoto[] | undefined> {
  if (!(await isThere(path))) return undefined;
  const rows = await readLabelTable(path);
  // pandas writes a column of whole numbers as 7.0 where some of them are missing.
  return rows.map(({ image, label = '' }) => ({ image, label: label.replace(/^(\d+)\.0$/, '$1') }));
}

async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
