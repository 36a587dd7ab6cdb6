import type { RiskCoveragePoint } from '../../core/evaluation-curves.ts';
import { percent } from '../wording.ts';
import type { Plot } from './plot.ts';
import { INK, plotOf } from './plot-theme.ts';
import { rateText } from './rate-text.ts';
import { lowerShares, sharesWithin } from './share-axis.ts';

/** Share of wrong names among the surest answers, by how many are given (El-Yaniv and Wiener 2010). @param points by rising coverage */
export function riskCoveragePlot(points: readonly RiskCoveragePoint[]): Plot {
  const told = [0.25, 0.5, 0.75, 1].flatMap((share) => riskAt(points, share));
  return {
    id: 'risk-coverage',
    title: 'Wrong names among the surest answers',
    explanation:
      'Answers are given from the surest on. The further right, the more photos get a name; the height is how many of those names are wrong, every stranger counted as wrong. Where the line begins to rise, a person should look.',
    label: `Share of names that are wrong: ${told.join('; ') || 'not measurable'}.`,
    spec: plotOf({
      layer: [
        {
          data: { values: points.map(({ coverage, risk }) => ({ coverage, risk })) },
          mark: { type: 'line', color: INK.wrong, interpolate: 'step-after' },
          encoding: {
            x: { field: 'coverage', ...sharesWithin('photos that get a name (coverage)', [0, 1]) },
            y: {
              field: 'risk',
              ...sharesWithin('names that are wrong (risk)', lowerShares(points.map(({ risk }) => risk))),
            },
          },
        },
      ],
    }),
  };
}

function riskAt(points: readonly RiskCoveragePoint[], coverage: number): string[] {
  const point = points.findLast((candidate) => candidate.coverage <= coverage + 1e-9);
  return point === undefined ? [] : [`${rateText(point.risk)} when ${percent(coverage)} are named`];
}
