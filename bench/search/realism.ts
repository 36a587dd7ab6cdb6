import { innerProducts } from '../../src/numerics/inner-products.ts';
import { type Matrix, row, rowRange } from '../../src/numerics/matrix.ts';
import { largest } from '../../src/numerics/vector.ts';
import type { SearchFaces } from './faces.ts';
import { quantiles } from './figures.ts';
import { madeFacesInto } from './made-faces.ts';

const QUANTILES = [0.1, 0.5, 0.9, 0.99];
const COMPARED = 1500;

/** How much made faces are like real ones: what strangers' nearest of as many real, and made, faces score, and how many directions they fill. */
export function realismTable({ mixed, calibration }: SearchFaces): string {
  const made: Matrix = { ...mixed, data: new Float32Array(mixed.data.length) };
  madeFacesInto(mixed, 0, made.data);
  const lines = [
    `| ${mixed.rows} faces | nearest of strangers: 10 % | 50 % | 90 % | 99 % | effective dimension |`,
    '|---|---|---|---|---|---|',
  ];
  for (const [name, faces] of [
    ['real', mixed],
    ['made', made],
  ] as const) {
    const scores = innerProducts(calibration.probes, faces);
    const nearest = Array.from({ length: scores.rows }, (_, p) => largest(row(scores, p)));
    const shown = quantiles(nearest, QUANTILES).map((value) => value.toFixed(3));
    lines.push(
      `| ${[name, ...shown, effectiveDimension(rowRange(faces, 0, COMPARED)).toFixed(0)].join(' | ')} |`,
    );
  }
  return lines.join('\n');
}

/** Participation ratio of the covariance: squared sum of its eigenvalues over the sum of their squares, by pairs of different faces. */
function effectiveDimension(faces: Matrix): number {
  const mean = new Float64Array(faces.cols);
  for (let n = 0; n < faces.rows; n++)
    for (let i = 0; i < faces.cols; i++)
      mean[i] = (mean[i] as number) + (row(faces, n)[i] as number) / faces.rows;
  const centred = {
    ...faces,
    data: faces.data.map((value, at) => value - (mean[at % faces.cols] as number)),
  };
  const { data } = innerProducts(centred, centred);
  let trace = 0;
  let squares = 0;
  for (let a = 0; a < faces.rows; a++)
    for (let b = 0; b <= a; b++) {
      const product = data[a * faces.rows + b] as number;
      if (a === b) trace += product / faces.rows;
      else squares += (2 * product * product) / (faces.rows * (faces.rows - 1));
    }
  return (trace * trace) / squares;
}
