import type { OscrPoint } from '../../core/evaluation-curves.ts';
import type { Plot } from './plot.ts';
import { INK, plotOf } from './plot-theme.ts';
import { rateText } from './rate-text.ts';
import { logShares, sharesWithin, upperShares } from './share-axis.ts';

/**
 * The open-set classification rate curve (Dhamija, Günther and Boult 2018).
 * @param points by rising FPR @param area below the curve, in [0, 1] @param leastFpr with fewer strangers accepted the curve is
 * a guess and is not drawn
 */
export function oscrPlot(points: readonly OscrPoint[], area: number | null, leastFpr: number): Plot {
  const drawn = points.filter(({ fpr }) => fpr > 0 && fpr >= Math.min(leastFpr, 0.1));
  const leftmost = Math.min(drawn[0]?.fpr ?? 0.01, 0.1);
  const [first, last] = [drawn[0], drawn.at(-1)];
  const course = first && last ? ` The curve runs from ${rateText(first.ccr)} to ${rateText(last.ccr)}.` : '';
  return {
    id: 'oscr',
    title: 'Right and accepted, against strangers accepted',
    explanation: `The open-set classification rate (OSCR): how many photos of enrolled people are accepted with the right name, for each share of strangers that is accepted too. The closer to the top left, the better.${area === null ? '' : ` The area below it, over all shares, is ${area.toFixed(4)} of 1.`}`,
    label: `Area below the open-set classification rate curve: ${area === null ? 'not measurable' : area.toFixed(4)}.${course}`,
    spec: plotOf({
      layer: [
        {
          data: { values: drawn.map(({ fpr, ccr }) => ({ fpr, ccr })) },
          mark: { type: 'line', color: INK.enrolled },
          encoding: {
            x: { field: 'fpr', ...logShares('strangers accepted (FPR)', leftmost) },
            y: {
              field: 'ccr',
              ...sharesWithin('right and accepted (CCR)', upperShares(drawn.map(({ ccr }) => ccr))),
            },
          },
        },
      ],
    }),
  };
}
