import { html, type Markup } from './markup.ts';

/** A count with its noun: `1 face`, `1,204 faces`. The plural is the noun with an s unless given. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`;
}

/** A whole number with commas between thousands. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A score or margin with as many decimals as tell neighbours apart. */
export function scoreText(score: number): string {
  const text = score.toFixed(3);
  return text === '-0.000' ? '0.000' : text.replace('-', '\u2212');
}

/** A share in per cent with two significant digits: `0.83 %`. */
export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))}\u00A0%`;
}

/** A probability in whole per cent, which never claims certainty: `83 %`, `over 99 %`. */
export function surenessText(probability: number): string {
  if (probability >= 0.995) return 'over 99\u00A0%';
  if (probability < 0.005) return 'under 1\u00A0%';
  return `${Math.round(100 * probability)}\u00A0%`;
}

/** A name or path from outside, kept from turning the writing direction of what surrounds it. */
export function named(text: string): Markup {
  return html`<bdi>${text}</bdi>`;
}
