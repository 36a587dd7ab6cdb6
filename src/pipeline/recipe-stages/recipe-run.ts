import type { ExtractedPhoto } from '../../core/photo.ts';
import type { TrainHeads } from '../../heads/train-heads.ts';
import type { OpenGraph } from '../../heads/training/train-head.ts';
import type { Matrix } from '../../numerics/matrix.ts';
import type { Recipe } from '../../recipes/recipe.ts';

/** A row of the tables of a run. The labels of photos to be named take no part: they are empty here. */
export interface TablePhoto {
  readonly part: 'train' | 'test';
  /** As its table spells it. */
  readonly image: string;
  /** Name of the person; empty for a photo to be named. */
  readonly label: string;
  /** Of the file; empty where it cannot be read. */
  readonly sha256: string;
}

/** What becomes of a photo: its face is embedded, or the whole of it, or nothing. */
export type PhotoUse = 'face' | 'whole-photo' | 'left-out';

/** A photo of a run after faces were looked for. */
export interface RunPhoto extends TablePhoto {
  readonly use: PhotoUse;
  /** Place of the face in the photo's detections. */
  readonly face: number;
  /** Whether no face was found in it. */
  readonly isFaceless: boolean;
  /** A training photo with the same bytes, for a photo to be named; absent where there is none. */
  readonly copyOf?: string;
}

/** Photos to embed by one network. */
export interface EmbedRequest {
  readonly network: string;
  /** Of a photo that is used whole, the whole photo is the crop. */
  readonly photos: readonly RunPhoto[];
  /** Passes are of the crop, of its mirror image, and of so many views, shape [2 + viewCount, D]. */
  readonly viewCount: number;
}

/** What a run of a recipe needs from outside. */
export interface RecipePorts {
  /** CSV text. */
  readonly formatTable: (columns: readonly string[], rows: readonly (readonly string[])[]) => string;
  /** Looks for faces, without embedding them; one outcome for each photo, in their order. */
  readonly detect: (photos: readonly TablePhoto[]) => Promise<readonly ExtractedPhoto[]>;
  /** Passes of photos through one network; `take` is called once for each photo, with its place among them. */
  readonly embed: (asked: EmbedRequest, take: (place: number, passes: Matrix) => void) => Promise<void>;
  readonly train: TrainHeads;
  readonly open: OpenGraph;
}

/** One run of a recipe. */
export interface RecipeRun {
  /** Cut down to the networks that are there. */
  readonly recipe: Recipe;
  /** Names of all networks of the whole recipe: places among them decide folds and seeds, whichever are there. */
  readonly networkNames: readonly string[];
  /** By network and detector, all that decides what they give. */
  readonly cardKeys: ReadonlyMap<string, string>;
  readonly photos: readonly TablePhoto[];
  readonly seed: number;
  readonly ports: RecipePorts;
}

/** Names of the folders of the stages. */
export const STAGE_NAMES = {
  faces: '01-faces',
  folds: '02-folds',
  embeddings: (network: string) => `03-embeddings-${network}`,
  distances: '04-distances',
  heads: (place: number, round: string, network: string) => `${numbered(5 + 2 * place)}-${round}-${network}`,
  answers: (place: number, round: string) => `${numbered(6 + 2 * place)}-${round}-answers`,
} as const;

/** A value as JSON text for a person to read: one element of a list a line. */
export function listedJson(rows: readonly unknown[]): string {
  return rows.length === 0 ? '[]\n' : `[\n${rows.map((value) => JSON.stringify(value)).join(',\n')}\n]\n`;
}

/** A file of a stage that holds JSON. */
export async function readJson<T>(
  files: { read(file: string): Promise<Uint8Array> } | undefined,
  file: string,
): Promise<T> {
  if (files === undefined) throw new RangeError(`The stage that writes ${file} is no input here.`);
  return JSON.parse(new TextDecoder().decode(await files.read(file))) as T;
}

function numbered(place: number): string {
  return String(place).padStart(2, '0');
}
