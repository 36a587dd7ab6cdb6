import { bootstrapByPerson } from '../../src/evaluation/bootstrap.ts';
import type { EvaluatedSearch } from '../../src/evaluation/evaluated-search.ts';
import { auroc, dirAtFpir } from '../../src/evaluation/identification.ts';
import { oscrArea } from '../../src/evaluation/oscr.ts';
import { expectedCalibrationError } from '../../src/evaluation/reliability.ts';
import { meanAveragePrecisionAt5 } from '../../src/evaluation/top-five.ts';
import { seededRandom } from '../../src/numerics/random.ts';

const RESAMPLES = 200;
const SEED = 1;

/** Names of the columns of {@link figureCells}. */
export const FIGURES = [
  ...['MAP@5', 'DIR at FPIR 10 %', '1 %', '0.1 %', 'AUROC', 'OSCR area', 'ECE', 'FPIR for 1 % asked'],
] as const;

/** The figures of the searches of a test as text, with 95 % intervals by a bootstrap over people. */
export function figureCells(searches: readonly EvaluatedSearch[]): string[] {
  const strangerCount = searches.filter(({ isMated }) => !isMated).length;
  const dirAt = (rate: number): string =>
    strangerCount * rate >= 3 - 1e-9
      ? withInterval((of) => dirAtFpir(of, rate).dir, searches)
      : 'not measurable';
  return [
    withInterval(meanAveragePrecisionAt5, searches),
    ...[0.1, 0.01, 0.001].map(dirAt),
    auroc(searches).toFixed(4),
    oscrArea(searches).toFixed(4),
    calibrationError(searches),
    withInterval(realisedFpir, searches),
  ];
}

/** Share of strangers' photos that were named. */
function realisedFpir(searches: readonly EvaluatedSearch[]): number {
  const strangers = searches.filter(({ isMated }) => !isMated);
  return strangers.filter(({ labels }) => labels[0] !== 'unknown').length / strangers.length;
}

function calibrationError(searches: readonly EvaluatedSearch[]): string {
  const stated = searches.flatMap(({ probability, found }) =>
    probability === undefined ? [] : [{ probability, isRight: found?.mate?.rank === 1 }],
  );
  return stated.length === 0 ? '' : expectedCalibrationError(stated).toFixed(4);
}

function withInterval(
  statistic: (searches: readonly EvaluatedSearch[]) => number,
  searches: readonly EvaluatedSearch[],
): string {
  const people = searches.map((search) => ({ ...search, person: personOf(search) }));
  const { rate, low, high } = bootstrapByPerson(people, statistic, {
    random: seededRandom(SEED),
    resampleCount: RESAMPLES,
  });
  return `${rate.toFixed(4)} (${low.toFixed(4)}, ${high.toFixed(4)})`;
}

/** Strangers of the test share one label; the folder of a photo says who is in it. */
function personOf({ isMated, person, photo }: EvaluatedSearch): string {
  return isMated ? person : photo.replace(/\/.*/, '');
}
