import type { Config, TopLevelSpec } from 'vega-lite';

/** What a plot is drawn from: a vega-lite specification. */
export type PlotSpec = TopLevelSpec;

/** Colours by what they stand for. The page's style says what they are, so that light and dark both work. */
export const INK = {
  enrolled: 'var(--identified)',
  stranger: 'var(--unknown)',
  wrong: 'var(--failed)',
  text: 'var(--ink)',
  quiet: 'var(--quiet)',
  line: 'var(--line)',
  muted: 'var(--muted-fill)',
} as const;

/** Size of a plot in its own units; on the page it grows and shrinks with its panel. */
export const PLOT_WIDTH = 400;

/** Height of a plot of curves. */
export const PLOT_HEIGHT = 270;

/** Letters that are still read at 390 px, where a plot is shown at four fifths of its size. */
const FONT_SIZE = 14;

const CONFIG: Config = {
  // The plot as a whole carries its description; its parts are drawing.
  aria: false,
  background: 'transparent',
  font: 'inherit',
  view: { stroke: 'transparent' },
  axis: {
    labelColor: INK.quiet,
    titleColor: INK.quiet,
    labelFontSize: FONT_SIZE,
    titleFontSize: FONT_SIZE,
    titleFontWeight: 'normal',
    titlePadding: 8,
    gridColor: INK.line,
    domainColor: INK.line,
    tickColor: INK.line,
    tickSize: 4,
    labelPadding: 4,
    labelFlush: false,
  },
  legend: {
    orient: 'top',
    title: null,
    labelColor: INK.text,
    labelFontSize: FONT_SIZE,
    labelLimit: 260,
    symbolSize: 120,
    columnPadding: 16,
    columns: 2,
  },
  text: { color: INK.quiet, fontSize: FONT_SIZE },
  line: { strokeWidth: 2, strokeJoin: 'round' },
  rule: { color: INK.quiet },
};

/** What one plot adds to the frame that all share: its data and its layers. */
export type PlotLayers = Pick<Extract<PlotSpec, { layer: unknown }>, 'layer'> & {
  /** Units; {@link PLOT_HEIGHT} unless given. */
  readonly height?: number;
};

/** A specification with the look that all plots share. */
export function plotOf({ layer, height = PLOT_HEIGHT }: PlotLayers): PlotSpec {
  return {
    width: PLOT_WIDTH,
    height,
    autosize: { type: 'fit', contains: 'padding' },
    padding: 6,
    config: CONFIG,
    layer,
  };
}
