import { trainingViews } from '../../dist/toolkit/training-views.js';
import type { ExtractedPhoto } from '../../src/core/photo.ts';
import { primaryFace } from '../../src/detection/primary-face.ts';
import type { Gallery } from '../../src/gallery/gallery.ts';
import { type Matrix, row, stackRows } from '../../src/numerics/matrix.ts';
import { normalised, sum } from '../../src/numerics/vector.ts';
import {
  matedScores,
  nonMatedScores,
  searchStrangers,
  strangerProbes,
} from '../../src/pipeline/calibrate.ts';
import type { LabelledExtraction } from '../../src/pipeline/enrol.ts';
import type { TrainingMaterial } from '../../src/pipeline/training/material.ts';
import { facePasses, VIEW_SEED } from './face-passes.ts';
import type { OpenSetTask, OpenSetTest } from './task.ts';

/** Passes of every enrolled face: the crop, its mirror image, the views; of all networks fused. */
export interface EnrolledPasses {
  /** By row of the gallery. */
  readonly ofFace: readonly (readonly Float32Array[])[];
}

/** Embeds views of the enrolled faces. Throws `RangeError` for a photo that is no longer as it was. */
export async function enrolledPasses(
  { material, people, extraction }: OpenSetTask,
  viewCount: number,
): Promise<EnrolledPasses> {
  const { gallery } = material;
  const made = await trainingViews({ gallery, people }, { extraction, viewCount, seed: VIEW_SEED }, {});
  const ofFace: Float32Array[][] = gallery.faces.map(() => []);
  made?.photoOf.forEach((face: number, n: number) => {
    ofFace[face]?.push(row(made.rows, n));
  });
  if (ofFace.some((passes) => passes.length !== viewCount + 2))
    throw new RangeError('Some enrolled photos have no views. Embed them again.');
  return { ofFace };
}

/** The gallery whose templates are one pass or the mean of several, calibrated anew. */
export function galleryOfPasses(
  { gallery }: Pick<TrainingMaterial, 'gallery'>,
  strangers: readonly LabelledExtraction[],
  templates: readonly (readonly Float32Array[])[],
): TrainingMaterial {
  const rows: Matrix = stackRows(
    templates.map((passes) => normalised(sum(passes))),
    gallery.templates.cols,
  );
  const { rule } = gallery.nonMated;
  const enrolled = { ...gallery, templates: rows };
  const searched = searchStrangers(enrolled, strangers, rule);
  const calibrated: Gallery = {
    ...enrolled,
    nonMated: nonMatedScores(enrolled, searched, rule),
    mated: matedScores(enrolled, rule),
  };
  return { gallery: calibrated, strangers: strangerProbes(strangers, calibrated) };
}

/** Photos whose face that counts is embedded by its crop alone. */
export async function singlePass<Photo extends ExtractedPhoto>(
  photos: readonly Photo[],
  extraction: OpenSetTask['extraction'],
): Promise<Photo[]> {
  const passes = await facePasses(photos, extraction);
  return photos.map((photo, n) => {
    const { extraction: found } = photo;
    const crop = passes[n]?.crop;
    if (found.kind !== 'faces' || crop === undefined) return photo;
    const counted = primaryFace(found.faces, found);
    const faces = found.faces.map((face, place) =>
      place === counted ? { ...face, embeddings: [crop] } : face,
    );
    return { ...photo, extraction: { ...found, faces } };
  });
}

/** A test whose photos are embedded by the crop alone. */
export async function singlePassTest(
  test: OpenSetTest,
  extraction: OpenSetTask['extraction'],
): Promise<OpenSetTest> {
  return { ...test, photos: await singlePass(test.photos, extraction) };
}
