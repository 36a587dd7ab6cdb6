import { QuenError } from '../../core/errors.ts';
import type { ExtractedPhoto } from '../../core/photo.ts';
import { primaryFace } from '../../detection/primary-face.ts';
import type { Recipe } from '../../recipes/recipe.ts';
import type { Stage, StageWork } from '../stages.ts';
import {
  listedJson,
  type PhotoUse,
  type RecipeRun,
  type RunPhoto,
  readJson,
  STAGE_NAMES,
  type TablePhoto,
} from './recipe-run.ts';

/** Raised when the same photos give other files. */
const VERSION = 1;

const PHOTOS = 'photos.json';

/**
 * Looks for the face that each photo is about. Throws `PEOPLE_WITHOUT_FACE` where no training photo has one, and
 * `CONFIG_INVALID` where a person bears the label of the unknown.
 */
export function facesStage({ recipe, photos, cardKeys, ports }: RecipeRun): Stage {
  const { faces, unknown } = recipe;
  return {
    name: STAGE_NAMES.faces,
    after: [],
    settings: { VERSION, faces, unknown: unknown.label, detector: cardKeys.get(faces.detector), photos },
    async make({ write }) {
      assertNobodyIsUnknown(photos, unknown.label);
      const found = await ports.detect(photos);
      const used = runPhotos(photos, found, faces);
      if (!used.some(({ part, use }) => part === 'train' && use === 'face'))
        throw new QuenError('PEOPLE_WITHOUT_FACE', 'No training photo shows a face. Check the photos.');
      const rows = used.map((photo, place) => faceRow(photo, found[place]));
      await write('photos.csv', ports.formatTable(FACE_COLUMNS, rows));
      await write(PHOTOS, listedJson(used));
    },
  };
}

/** The photos that have embeddings, in the order of the embeddings, and those that have none. */
export async function readRunPhotos(
  inputs: StageWork['inputs'],
): Promise<{ readonly used: readonly RunPhoto[]; readonly leftOut: readonly RunPhoto[] }> {
  const photos = await readJson<readonly RunPhoto[]>(inputs.get(STAGE_NAMES.faces), PHOTOS);
  const used = photos.filter(({ use }) => use !== 'left-out');
  return { used, leftOut: photos.filter(({ use }) => use === 'left-out') };
}

/** People of the training photos that are used, in a fixed order: the classes of the heads. */
export function classesOf(used: readonly RunPhoto[]): string[] {
  return [...new Set(used.flatMap(({ part, label }) => (part === 'train' ? [label] : [])))].sort();
}

function assertNobodyIsUnknown(photos: readonly TablePhoto[], unknownLabel: string): void {
  if (!photos.some(({ label }) => label === unknownLabel)) return;
  const message = `Somebody in the training table is called '${unknownLabel}', the recipe's word for the unknown. Choose another: --unknown-label.`;
  throw new QuenError('CONFIG_INVALID', message);
}

function runPhotos(
  photos: readonly TablePhoto[],
  found: readonly ExtractedPhoto[],
  { withoutFace }: Recipe['faces'],
): RunPhoto[] {
  const trained = new Map<string, string>();
  for (const { part, sha256, image } of photos)
    if (part === 'train' && sha256 !== '') trained.set(sha256, image);
  return photos.map((photo, place) => {
    const { extraction } = found[place] as ExtractedPhoto;
    const copyOf = photo.part === 'test' ? trained.get(photo.sha256) : undefined;
    const copy = copyOf === undefined ? {} : { copyOf };
    if (extraction.kind === 'faces')
      return {
        ...photo,
        use: 'face',
        face: primaryFace(extraction.faces, extraction),
        isFaceless: false,
        ...copy,
      };
    const isFaceless = extraction.kind === 'no-face';
    // A training photo without a face would teach the heads a background.
    const use: PhotoUse =
      isFaceless && photo.part === 'test' && withoutFace === 'whole-photo' ? 'whole-photo' : 'left-out';
    return { ...photo, use, face: 0, isFaceless, ...copy };
  });
}

const FACE_COLUMNS = [
  'part',
  'image',
  'label',
  'use',
  'rung',
  'score',
  'x',
  'y',
  'width',
  'height',
  'same_as',
  'why',
];

function faceRow(
  { part, image, label, use, face, copyOf }: RunPhoto,
  found: ExtractedPhoto | undefined,
): string[] {
  const extraction = found?.extraction;
  const start = [part, image, label, use];
  if (extraction?.kind === 'faces') {
    const { box, score } = extraction.faces[face] ?? { box: undefined, score: 0 };
    const sides = [box?.xPx, box?.yPx, box?.widthPx, box?.heightPx].map((side) => (side ?? 0).toFixed(1));
    return [...start, extraction.rung, score.toFixed(4), ...sides, copyOf ?? '', ''];
  }
  const why =
    extraction?.kind === 'failed' ? `${extraction.code}: ${extraction.reason}` : 'no face was found';
  return [...start, '', '', '', '', '', '', copyOf ?? '', why];
}
