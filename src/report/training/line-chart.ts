import { html, type Markup } from '../markup.ts';

/** Values over epochs, one line a fold head. */
export interface LineChart {
  readonly title: string;
  /** What the values are, in a few words. */
  readonly unit: string;
  readonly lines: readonly (readonly { readonly epoch: number; readonly value: number }[])[];
  /** Number to text, for the two ends of the axis. */
  readonly format: (value: number) => string;
}

const WIDTH = 360;
const HEIGHT = 200;
const LEFT = 60;
const BOTTOM = 28;
const TOP = 10;

/** A chart of lines; nothing where there is no value. */
export function lineChart({ title, unit, lines, format }: LineChart): Markup | undefined {
  const values = lines.flat().map(({ value }) => value);
  if (values.length === 0) return undefined;
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const lastEpoch = lines.flat().reduce((most, { epoch }) => Math.max(most, epoch), 1);
  const x = (epoch: number): string => (LEFT + (epoch / lastEpoch) * (WIDTH - LEFT - 8)).toFixed(1);
  const y = (value: number): string => {
    const share = high === low ? 0.5 : (value - low) / (high - low);
    return (HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)).toFixed(1);
  };
  const drawn = lines.map((line) => {
    const points = line.map(({ epoch, value }) => `${x(epoch)},${y(value)}`).join(' ');
    return html`<polyline class="line" points="${points}"/>`;
  });
  const summary = `${title}: from ${format(low)} to ${format(high)} over ${lastEpoch + 1} epochs`;
  return html`<figure class="panel"><figcaption><h3>${title}</h3><p class="quiet small">${unit}</p></figcaption>
<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${summary}">
<line class="axis" x1="${LEFT}" x2="${LEFT}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"/>
<line class="axis" x1="${LEFT}" x2="${WIDTH - 8}" y1="${HEIGHT - BOTTOM}" y2="${HEIGHT - BOTTOM}"/>
<text class="tick end" x="${LEFT - 6}" y="${y(high)}" dy="4">${format(high)}</text>
<text class="tick end" x="${LEFT - 6}" y="${y(low)}" dy="4">${format(low)}</text>
<text class="tick" x="${LEFT}" y="${HEIGHT - 8}">epoch 1</text>
<text class="tick end" x="${WIDTH - 8}" y="${HEIGHT - 8}">${lastEpoch + 1}</text>
${drawn}</svg></figure>
`;
}
