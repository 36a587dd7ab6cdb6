import type { Gallery } from '../../src/gallery/gallery.ts';
import { type Matrix, stackRows } from '../../src/numerics/matrix.ts';
import { seededRandom } from '../../src/numerics/random.ts';
import { normalised } from '../../src/numerics/vector.ts';

/** People with the same number of photos each, around a point for each person; person `first` is the first of all that are ever made. */
export interface MadePeople {
  readonly people: number;
  readonly photos: number;
  readonly dimension: number;
  /** How far photos of a person lie from its point, coordinate by coordinate. */
  readonly spread: number;
  readonly first?: number;
}

/** Unit vectors of made people, photo by photo, shape [people * photos, dimension]. */
export function madeFaces({ people, photos, dimension, spread, first = 0 }: MadePeople): Matrix {
  const rows = Array.from({ length: people * photos }, (_, n) => {
    const person = first + Math.floor(n / photos);
    const point = seededRandom(person * 7919 + 1);
    const noise = seededRandom(person * 104729 + (n % photos) + 2);
    return normalised(
      Float32Array.from({ length: dimension }, () => {
        const place = point() + point() + point() - 1.5;
        return place + spread * (2 * noise() - 1);
      }),
    );
  });
  return stackRows(rows, dimension);
}

const box = { xPx: 0, yPx: 0, widthPx: 10, heightPx: 10 };

/** A gallery of made people, calibrated on nobody. */
export function madeGallery(made: MadePeople): Gallery {
  const templates = madeFaces(made);
  const digits = String(made.people).length;
  return {
    embedders: [{ name: 'made', sha256: 'aa' }],
    identities: Array.from({ length: made.people }, (_, n) => `p${String(n).padStart(digits, '0')}`),
    faces: Array.from({ length: templates.rows }, (_, n) => ({
      photo: `${n}.jpg`,
      sha256: `${n}`,
      identity: Math.floor(n / made.photos),
      box,
      rung: 'normal' as const,
    })),
    templates,
    nonMated: { rule: 'nearest', setOn: 'strangers', people: [] },
  };
}
