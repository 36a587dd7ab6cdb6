import { grouped } from '../wording.ts';
import type { Plot } from './plot.ts';
import { INK, plotOf } from './plot-theme.ts';
import { intervalText, rateText } from './rate-text.ts';
import { sharesWithin, upperShares } from './share-axis.ts';

/** One rate of several that are compared, in [0, 1]. Bounds are null where no interval is known. */
export interface NamedRate {
  readonly name: string;
  readonly rate: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Photos it was counted over. */
  readonly count?: number;
}

/** What a plot of named rates says of itself. */
export interface RateRowsWording extends Pick<Plot, 'id' | 'title' | 'explanation'> {
  /** What is compared, such as `network`; heads the table. */
  readonly of: string;
  /** What the rates are; on the axis. */
  readonly rates: string;
}

const ROW_HEIGHT = 42;
const FRAME_HEIGHT = 60;

/** How far above its dot a row says what it is and what its rate is. */
const TEXT_RISE = 15;

/** Room for a name before its rate is in the way, by the guess of a width that letters are given here. */
const NAME_LIMIT = 330;

/**
 * A row each with a dot and its interval, of networks alone and together or of slices. Dots, for bars must begin at 0, where
 * rates that lie close together look all the same.
 */
export function rateRowsPlot(rows: readonly NamedRate[], wording: RateRowsWording): Plot {
  const { of, rates, ...said } = wording;
  const values = rows.map(({ name, rate, low, high }) => ({
    name,
    rate,
    low: low ?? rate,
    high: high ?? rate,
    said: rateText(rate),
  }));
  const x = sharesWithin(rates, upperShares(values.map(({ low }) => low)));
  const y = {
    field: 'name',
    type: 'nominal' as const,
    sort: null,
    axis: null,
    scale: { paddingOuter: 0.35 },
  };
  const text = { type: 'text', dy: -TEXT_RISE, color: INK.text } as const;
  const dot = { type: 'point', filled: true, size: 90, color: INK.enrolled, opacity: 1 } as const;
  const isCounted = rows.some(({ count }) => count !== undefined);
  return {
    ...said,
    label: `${rates}: ${rows.map(({ name, rate }) => `${name} ${rateText(rate)}`).join(', ')}.`,
    spec: plotOf({
      height: rows.length * ROW_HEIGHT + FRAME_HEIGHT,
      layer: [
        {
          data: { values },
          mark: { type: 'rule', color: INK.enrolled, strokeWidth: 3, opacity: 0.4 },
          encoding: { y, x: { field: 'low', ...x }, x2: { field: 'high' } },
        },
        { data: { values }, mark: dot, encoding: { y, x: { field: 'rate', ...x } } },
        {
          data: { values },
          mark: { ...text, align: 'left', limit: NAME_LIMIT },
          encoding: { y, x: { value: 0 }, text: { field: 'name', type: 'nominal' } },
        },
        {
          data: { values },
          mark: { ...text, align: 'right' },
          encoding: { y, x: { value: 'width' }, text: { field: 'said', type: 'nominal' } },
        },
      ],
    }),
    table: {
      columns: [of, ...(isCounted ? ['photos'] : []), rates, '95 % interval'],
      rows: rows.map((row) => [
        row.name,
        ...(isCounted ? [grouped(row.count ?? 0)] : []),
        rateText(row.rate),
        intervalText(row),
      ]),
    },
  };
}
