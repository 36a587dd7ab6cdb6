import { html, type Markup, verbatim } from '../markup.ts';
import type { Plot } from './plot.ts';

/**
 * Draws a plot as an inline picture for a page: no script, no style of its own, no address, coordinates to a tenth. The same
 * plot gives the same text.
 */
export async function renderPlot({ spec, label }: Pick<Plot, 'spec' | 'label'>): Promise<Markup> {
  // Loaded late: most commands never draw, and the library takes a noticeable part of a second to load.
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: 'none', loader: REFUSING_LOADER });
  try {
    const { viewBox, body } = pageSvg(await view.toSVG());
    return html`<svg class="plot" viewBox="${viewBox}" role="img" aria-label="${label}">${verbatim(body)}</svg>`;
  } finally {
    view.finalize();
  }
}

const refuse = (): Promise<never> => Promise.reject(new TypeError('A plot holds its own data.'));

const REFUSING_LOADER = { load: refuse, sanitize: refuse, http: refuse, file: refuse };

/** What is drawn, without what a picture inside a page does not need. */
function pageSvg(svg: string): { viewBox: string; body: string } {
  const [, viewBox, body] = /^<svg[^>]* viewBox="([\d. -]+)"[^>]*>(.*)<\/svg>$/s.exec(svg) ?? [];
  if (viewBox === undefined || body === undefined) throw new TypeError('The plot is not an SVG.');
  return {
    viewBox,
    body: body
      .replace(/<path [^>]*d="(?:M0,0h0v0h0Z)?"[^>]*\/>/g, '')
      .replace(
        / (?:opacity="1"|pointer-events="none"|(?:aria-|role|class)[a-z]*="[^"]*"|font-family="inherit")/g,
        '',
      )
      .replace(/ (?:d|transform|x|y|x2|y2|width|height)="[^"]*"/g, (attribute) =>
        attribute.replace(/-?\d+\.\d{2,}/g, (number) => String(Number(Number(number).toFixed(1)))),
      ),
  };
}
