/** A scale and an axis of shares, as vega-lite takes them. */
export interface ShareChannel {
  readonly type: 'quantitative';
  readonly scale: {
    readonly type?: 'log';
    readonly domain: [number, number];
    readonly zero?: false;
    readonly nice: false;
  };
  readonly axis: {
    readonly title: string;
    readonly labelExpr: string;
    readonly tickCount?: number;
    readonly values?: number[];
  };
}

/** Text of a tick: a share in per cent, spaced as the page spaces it. */
const PERCENT_LABEL = "format(100 * datum.value, '~f') + '\u00A0%'";

/** Shares between two of them, on an axis from the one to the other. */
export function sharesWithin(title: string, [low, high]: readonly [number, number]): ShareChannel {
  return {
    type: 'quantitative',
    scale: { domain: [low, high], zero: false, nice: false },
    axis: { title, tickCount: 5, labelExpr: PERCENT_LABEL },
  };
}

const DECADES = [0.000001, 0.00001, 0.0001, 0.001, 0.01, 0.1, 1];

/** Shares from one above 0 up to 1 on a logarithmic axis with a tick a decade. */
export function logShares(title: string, least: number): ShareChannel {
  return {
    type: 'quantitative',
    scale: { type: 'log', domain: [least, 1], nice: false },
    axis: { title, values: DECADES.filter((tick) => tick >= least), labelExpr: PERCENT_LABEL },
  };
}

/** From a round share below all that is drawn up to 1; less than everything where all that is drawn lies near 1. */
export function upperShares(values: readonly number[]): [number, number] {
  const least = values.reduce((low, value) => Math.min(low, value), 1);
  const step = 1 - least > 0.2 ? 0.1 : 1 - least > 0.04 ? 0.05 : 0.01;
  const low = Math.floor((least - step / 10) / step + 1e-9) * step;
  return [Math.max(0, Number(low.toFixed(2))), 1];
}

/** From 0 to a round share above all that is drawn. */
export function lowerShares(values: readonly number[]): [number, number] {
  const [low] = upperShares(values.map((value) => 1 - value));
  return [0, Number((1 - low).toFixed(2))];
}
