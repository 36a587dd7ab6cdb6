import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openExtraction } from '../dist/toolkit/distributed/open-extraction.js';
import type { LabelledFaces } from '../src/audit/labelled-faces.ts';
import { selectRows } from '../src/numerics/matrix.ts';
import { seededRandom, shuffled } from '../src/numerics/random.ts';
import { gatherSet } from '../src/pipeline/audit/set-of-photos.ts';
import { extractPhotos } from '../src/pipeline/extract-photos.ts';
import { extractionOptionsSchema } from '../src/toolkit/extraction-options.ts';
import { LFW } from './photos.ts';

/** Photos of LFW with the folder each lies in. */
export interface LfwFolders {
  readonly faces: LabelledFaces;
  readonly people: readonly string[];
}

/** Deals people into the half that settings were chosen on and the half that is reported. */
const HALVES_SEED = 1;

/**
 * LFW's people with two photos or more in two halves, embedded by the default networks. Labels of LFW itself are taken as
 * right; `docs/audit.md` lists those that are not.
 */
export async function lfwHalves(): Promise<Record<'tuning' | 'reported', LfwFolders>> {
  const images = join(LFW, 'images');
  const photosOf = new Map(
    readdirSync(images).map((person) => [person, readdirSync(join(images, person)).sort()]),
  );
  const several = [...photosOf.keys()].filter((person) => (photosOf.get(person)?.length ?? 0) >= 2).sort();
  const dealt = shuffled(several, seededRandom(HALVES_SEED));
  const middle = Math.floor(dealt.length / 2);
  await using extraction = await openExtraction(extractionOptionsSchema.parse({}));
  const embed = async (people: readonly string[]): Promise<LfwFolders> => {
    const files = people.flatMap((label) =>
      (photosOf.get(label) ?? []).map((photo) => ({
        path: join(images, label, photo),
        name: `${label}/${photo}`,
        label,
      })),
    );
    const { photos } = await extractPhotos(files, extraction.ports);
    const labelled = photos.map((photo, n) => ({ ...photo, label: files[n]?.label ?? '' }));
    const set = gatherSet({ people: labelled, strangers: [] });
    const copyOf = Int32Array.from(set.faces.personOf.keys());
    return { faces: { ...set.faces, copyOf }, people: set.people };
  };
  return {
    tuning: await embed(dealt.slice(0, middle).sort()),
    reported: await embed(dealt.slice(middle).sort()),
  };
}

/** Faces under other people, numbered anew. @param labels name of the person of each face, undefined to leave it out */
export function relabelled(faces: LabelledFaces, labels: readonly (string | undefined)[]): LfwFolders {
  const kept = [...labels.keys()].filter((face) => labels[face] !== undefined);
  const people = [...new Set(kept.map((face) => labels[face] as string))].sort();
  const places = new Map(people.map((person, place) => [person, place]));
  return {
    faces: {
      templates: selectRows(faces.templates, kept),
      personOf: Int32Array.from(kept, (face) => places.get(labels[face] as string) ?? 0),
      personCount: people.length,
      copyOf: Int32Array.from(kept.keys()),
    },
    people,
  };
}
