import type { DirFpirPoint } from '../../core/evaluation-curves.ts';
import { percent } from '../wording.ts';
import type { Plot } from './plot.ts';
import { INK, plotOf } from './plot-theme.ts';
import { rateText } from './rate-text.ts';
import { logShares, sharesWithin, upperShares } from './share-axis.ts';

/** Where the threshold of a run lies on its curve. */
export interface AtThreshold {
  readonly fpir: number;
  readonly dir: number;
}

/**
 * DIR at rank 1 over FPIR with its 95 % interval, where there are strangers enough to say; where there are too few
 * everywhere, the whole line, which then says so. A point at FPIR 0 has no place on a logarithmic axis.
 * @param points by rising FPIR @param atThreshold absent where it is not known
 */
export function dirFpirPlot(points: readonly DirFpirPoint[], atThreshold?: AtThreshold): Plot {
  const sure = points.filter(({ fpir, isMeasurable }) => isMeasurable && fpir > 0);
  const drawn = sure.length > 0 ? sure : points.filter(({ fpir }) => fpir > 0);
  const leftmost = Math.min(drawn[0]?.fpir ?? 0.1, 0.1);
  const domain = upperShares(drawn.map(({ dir }) => dir));
  const x = { field: 'fpir', ...logShares('strangers named (FPIR)', leftmost) };
  const y = sharesWithin('enrolled people named right (DIR)', domain);
  const isShown = atThreshold !== undefined && atThreshold.fpir >= leftmost && atThreshold.dir >= domain[0];
  return {
    id: 'dir-fpir',
    title: 'Named right, against strangers named',
    explanation: `A stricter threshold lies further left: fewer strangers are taken for somebody, but fewer photos of enrolled people get their name. The band is where the line could as well lie with other people. ${sure.length > 0 ? 'It ends where fewer than three photos of strangers are left to go by.' : 'There are too few photos of strangers to rely on any of it.'}${isShown ? ' The dot is the threshold of this run.' : ''}`,
    label: labelOf(drawn, atThreshold),
    spec: plotOf({
      layer: [
        {
          // An interval may reach below all that is drawn.
          data: {
            values: drawn.map(({ fpir, low, high }) => ({ fpir, low: Math.max(low, domain[0]), high })),
          },
          mark: { type: 'area', color: INK.enrolled, opacity: 0.22, interpolate: 'step-after' },
          encoding: { x, y: { field: 'low', ...y }, y2: { field: 'high' } },
        },
        {
          data: { values: drawn.map(({ fpir, dir }) => ({ fpir, dir })) },
          mark: { type: 'line', color: INK.enrolled, interpolate: 'step-after' },
          encoding: { x, y: { field: 'dir', ...y } },
        },
        {
          data: { values: isShown ? [{ ...atThreshold }] : [] },
          mark: { type: 'point', filled: true, size: 90, color: INK.text, opacity: 1 },
          encoding: { x, y: { field: 'dir', ...y } },
        },
      ],
    }),
  };
}

function labelOf(points: readonly DirFpirPoint[], atThreshold: AtThreshold | undefined): string {
  const told = [0.001, 0.01, 0.1].flatMap((wanted) => {
    const point = points.findLast(({ fpir }) => fpir <= wanted + 1e-12);
    if (point === undefined || !point.isMeasurable) return [];
    return [`${rateText(point.dir)} with at most ${percent(wanted)} of strangers named`];
  });
  const here = atThreshold
    ? [`${rateText(atThreshold.dir)} at the threshold of this run, which named ${percent(atThreshold.fpir)}`]
    : [];
  return `Share of enrolled people named right: ${[...told, ...here].join('; ') || 'no point could be measured'}.`;
}
