import type { CmcPoint } from '../../core/evaluation-curves.ts';
import { counted } from '../wording.ts';
import type { Plot } from './plot.ts';
import { INK, plotOf } from './plot-theme.ts';
import { intervalText, rateText } from './rate-text.ts';
import { sharesWithin, upperShares } from './share-axis.ts';

/** Share of searches for enrolled people whose mate is among the first candidates, strangers and threshold left aside. */
export function cmcPlot(points: readonly CmcPoint[]): Plot {
  const values = points.map(({ rank, share, low, high }) => ({ rank, share, low, high }));
  const ranks = values.map(({ rank }) => rank);
  const x = {
    field: 'rank',
    type: 'ordinal' as const,
    scale: { domain: ranks },
    axis: {
      title: 'first candidates looked at',
      labelAngle: 0,
      values: ranks.filter((rank) => ranks.length <= 10 || rank === 1 || rank % 5 === 0),
    },
  };
  const y = sharesWithin('the right person is among them', upperShares(values.map(({ low }) => low)));
  const dot = { type: 'point', filled: true, size: 70, color: INK.enrolled, opacity: 1 } as const;
  return {
    id: 'cmc',
    title: 'How far down the right name is',
    explanation:
      'When somebody looks through the first candidates of each photo of an enrolled person, this is how often the right one is among them. Strangers and the threshold are left aside.',
    label: `The right person is first in ${rateText(points[0]?.share ?? 0)} of the searches for enrolled people, and among the first ${counted(points.length, 'candidate')} in ${rateText(points.at(-1)?.share ?? 0)}.`,
    spec: plotOf({
      layer: [
        {
          data: { values },
          mark: { type: 'rule', color: INK.enrolled, strokeWidth: 3, opacity: 0.4 },
          encoding: { x, y: { field: 'low', ...y }, y2: { field: 'high' } },
        },
        { data: { values }, mark: dot, encoding: { x, y: { field: 'share', ...y } } },
      ],
    }),
    table: {
      columns: ['first candidates', 'right person among them', '95 % interval'],
      rows: points.map((point) => [String(point.rank), rateText(point.share), intervalText(point)]),
    },
  };
}
