import { normalised } from '../../../../src/numerics/vector.ts';
import type { LabelledExtraction } from '../../../../src/pipeline/enrol.ts';
import { madeNumbers } from '../../../support/made-numbers.ts';

/** A photo of one face, as several networks of four numbers see it: each person around a point of their own. */
export function madeFace(
  label: string,
  name: string,
  /** How far each network's photos lie from the person's point; 100 makes it blind. */
  spreads: readonly number[],
): LabelledExtraction {
  const embeddings = spreads.map((spread, network) => {
    const point = madeNumbers(`${label} ${network}`, 4, [-1, 1]);
    const noise = madeNumbers(`${label} ${name} ${network}`, 4, [-spread, spread]);
    return normalised(point.map((value, i) => value + (noise[i] ?? 0)));
  });
  const box = { xPx: 0, yPx: 0, widthPx: 9, heightPx: 9 };
  const face = { box, landmarks: new Float32Array(10), score: 1, embeddings };
  return {
    photo: { path: `${label}/${name}`, name: `${label}/${name}` },
    sha256: `${label}/${name}`,
    label,
    extraction: { kind: 'faces', widthPx: 9, heightPx: 9, rung: 'normal', faces: [face] },
  };
}

/** Some photos of each of some people. */
export function madeFaces(
  who: string,
  peopleCount: number,
  how: { readonly photos: number; readonly spreads: readonly number[] },
): LabelledExtraction[] {
  return Array.from({ length: peopleCount * how.photos }, (_, n) =>
    madeFace(`${who} ${Math.floor(n / how.photos)}`, `${n % how.photos}.jpg`, how.spreads),
  );
}
