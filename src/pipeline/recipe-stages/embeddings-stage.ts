import { decodeNpy, encodeNpy } from '../../core/npy.ts';
import { type Matrix, stackRows } from '../../numerics/matrix.ts';
import type { RecipeNetwork } from '../../recipes/recipe.ts';
import type { Stage, StageWork } from '../stages.ts';
import { readRunPhotos } from './faces-stage.ts';
import { type RecipeRun, STAGE_NAMES } from './recipe-run.ts';

const VERSION = 1;
const EMBEDDINGS = 'embeddings.npy';

/** Embeddings of the crop and of its mirror image. */
const PLAIN_PASSES = 2;

/**
 * Embeds the crops, their mirror images and their views by one network. The stage's file holds the first two, shape
 * [photos, 2, D]; views are many and are kept by photo in the cache, from which the heads take them.
 */
export function embeddingsStage(network: RecipeNetwork, { cardKeys, seed, ports }: RecipeRun): Stage {
  const { name, viewCount } = network;
  return {
    name: STAGE_NAMES.embeddings(name),
    after: [STAGE_NAMES.faces],
    settings: { VERSION, network: cardKeys.get(name), viewCount, seed },
    async make({ inputs, write }) {
      const { used } = await readRunPhotos(inputs);
      // Views are many: of each photo only what the file holds is kept here.
      const kept = new Array<Float32Array>(used.length);
      await ports.embed({ network: name, photos: used, viewCount }, (place, { data, cols }) => {
        kept[place] = data.slice(0, PLAIN_PASSES * cols);
      });
      const cols = (kept[0]?.length ?? 0) / PLAIN_PASSES;
      const { data } = stackRows(kept, PLAIN_PASSES * cols);
      await write(EMBEDDINGS, encodeNpy({ data, dims: [used.length, PLAIN_PASSES, cols] }));
      const rows = used.map(({ part, image }, place) => [
        String(place),
        part,
        image,
        lengthOf((kept[place] as Float32Array).subarray(0, cols)),
      ]);
      await write('photos.csv', ports.formatTable(['row', 'part', 'image', 'length'], rows));
    },
  };
}

/** Embeddings of the crops and of their mirror images by one network, shape [photos, D] each. */
export async function readEmbeddings(
  inputs: StageWork['inputs'],
  network: string,
): Promise<{ readonly plain: Matrix; readonly mirror: Matrix }> {
  const files = inputs.get(STAGE_NAMES.embeddings(network));
  if (files === undefined) throw new RangeError(`The embeddings of ${network} are no input here.`);
  const { data, dims } = decodeNpy(await files.read(EMBEDDINGS));
  const [rows = 0, , cols = 0] = dims;
  const pass = (which: number): Matrix => {
    const of = new Float32Array(rows * cols);
    for (let n = 0; n < rows; n++) {
      const start = (n * PLAIN_PASSES + which) * cols;
      of.set(data.subarray(start, start + cols), n * cols);
    }
    return { data: of, rows, cols };
  };
  return { plain: pass(0), mirror: pass(1) };
}

function lengthOf(embedding: Float32Array): string {
  return Math.hypot(...embedding).toFixed(4);
}
