import { unitRows } from '../../heads/classed-rows.ts';
import { innerProducts } from '../../numerics/inner-products.ts';
import { type Matrix, row, rowRange, selectRows } from '../../numerics/matrix.ts';
import { topK } from '../../numerics/top-k.ts';
import { fuseDistances } from '../../recipes/fuse-distances.ts';
import type { Stage, StageWork } from '../stages.ts';
import { readEmbeddings } from './embeddings-stage.ts';
import { readRunPhotos } from './faces-stage.ts';
import { type RecipeRun, readJson, STAGE_NAMES } from './recipe-run.ts';

const VERSION = 1;
const DISTANCES = 'distances.json';
/** Photos measured at a time, which bounds the memory. */
const PHOTOS_AT_ONCE = 512;

/** The nearest training photo of each photo to be named, by one network. */
export interface NearestPhotos {
  /** Squared Euclidean, of unit embeddings, in [0, 4], shape [P]. */
  readonly distances: Float64Array;
  /** Its place among the training photos, shape [P]. */
  readonly places: Int32Array;
}

/** Measures each photo to be named by each network, and fuses what the recipe's distance is made of. */
export function distancesStage({ recipe, ports }: RecipeRun): Stage {
  const { distanceWeights, networks } = recipe;
  const names = networks.map(({ name }) => name);
  return {
    name: STAGE_NAMES.distances,
    after: [STAGE_NAMES.faces, ...names.map(STAGE_NAMES.embeddings)],
    settings: { VERSION, distanceWeights, names },
    async make({ inputs, write }) {
      const { used } = await readRunPhotos(inputs);
      const placesIn = (wanted: string): number[] =>
        used.flatMap(({ part }, place) => (part === wanted ? [place] : []));
      const [train, test] = [placesIn('train'), placesIn('test')];
      const nearest = new Map<string, NearestPhotos>();
      for (const name of names) {
        const { plain } = await readEmbeddings(inputs, name);
        nearest.set(name, nearestPhotos(selectRows(plain, test), selectRows(plain, train)));
      }
      const byNetwork = new Map([...nearest].map(([name, { distances }]) => [name, distances]));
      const fused = fuseDistances(distanceWeights, byNetwork);
      await write(DISTANCES, `${JSON.stringify([...fused])}\n`);
      const columns = ['image', 'distance', ...names.flatMap((name) => [name, `${name} nearest`])];
      const rows = test.map((place, n) => [
        used[place]?.image ?? '',
        String(fused[n]),
        ...names.flatMap((name) => {
          const of = nearest.get(name);
          const photo = train[of?.places[n] ?? 0] ?? 0;
          return [String(of?.distances[n]), used[photo]?.image ?? ''];
        }),
      ]);
      await write('distances.csv', ports.formatTable(columns, rows));
    },
  };
}

/** The nearest row of `b` for each row of `a`. @param a shape [P, D] @param b shape [N, D], of any length but 0 */
export function nearestPhotos(a: Matrix, b: Matrix): NearestPhotos {
  const [probes, photos] = [unitRows(a), unitRows(b)];
  const distances = new Float64Array(a.rows);
  const places = new Int32Array(a.rows);
  for (let start = 0; start < a.rows; start += PHOTOS_AT_ONCE) {
    const end = Math.min(a.rows, start + PHOTOS_AT_ONCE);
    const products = innerProducts(rowRange(probes, start, end), photos);
    for (let n = start; n < end; n++) {
      const cosines = row(products, n - start);
      const [best = 0] = topK(cosines, 1);
      places[n] = best;
      // Rounding may put the cosine of a copy above 1.
      distances[n] = Math.max(0, 2 - 2 * (cosines[best] ?? 0));
    }
  }
  return { distances, places };
}

/** Fused distances among the inputs of a stage, of the photos to be named, shape [P]. */
export async function readDistances(inputs: StageWork['inputs']): Promise<readonly number[]> {
  return await readJson<readonly number[]>(inputs.get(STAGE_NAMES.distances), DISTANCES);
}
