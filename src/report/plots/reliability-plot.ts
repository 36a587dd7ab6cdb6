import type { ReliabilityPoint } from '../../core/evaluation-curves.ts';
import { grouped, percent } from '../wording.ts';
import type { Plot } from './plot.ts';
import { INK, plotOf } from './plot-theme.ts';
import { intervalText, rateText } from './rate-text.ts';
import { sharesWithin } from './share-axis.ts';

/** Stated probabilities against what came true; on the diagonal they are honest. @param error ECE, in [0, 1] */
export function reliabilityPlot(bins: readonly ReliabilityPoint[], error: number | null): Plot {
  const x = { field: 'said', ...sharesWithin('said to be right', [0, 1]) };
  const y = sharesWithin('were right', [0, 1]);
  const values = bins.map((bin) => ({
    said: bin.meanProbability,
    right: bin.shareRight,
    low: bin.low,
    high: bin.high,
  }));
  return {
    id: 'reliability',
    title: 'How far probabilities can be believed',
    explanation:
      'Each dot is a group of photos about which nearly the same was said. On the diagonal as many were right as was said; below it the probabilities promise too much, above it too little. The bars are 95\u00A0% intervals.',
    label: `Stated probabilities in ${bins.length} groups of photos${error === null ? '' : ` are ${percent(error)} from what came true on average`}.`,
    spec: plotOf({
      layer: [
        {
          data: { values: [0, 1].map((share) => ({ said: share, right: share })) },
          mark: { type: 'line', color: INK.muted, strokeDash: [4, 3], strokeWidth: 1 },
          encoding: { x, y: { field: 'right', ...y } },
        },
        {
          data: { values },
          mark: { type: 'rule', color: INK.enrolled, strokeWidth: 2, opacity: 0.4 },
          encoding: { x, y: { field: 'low', ...y }, y2: { field: 'high' } },
        },
        {
          data: { values },
          mark: { type: 'point', filled: true, size: 60, color: INK.enrolled, opacity: 1 },
          encoding: { x, y: { field: 'right', ...y } },
        },
      ],
    }),
    table: {
      columns: ['photos', 'said to be right', 'were right', '95 % interval'],
      rows: bins.map((bin) => [
        grouped(bin.count),
        rateText(bin.meanProbability),
        rateText(bin.shareRight),
        intervalText(bin),
      ]),
    },
  };
}
