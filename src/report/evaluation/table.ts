import { html, type Markup } from '../markup.ts';

/** A table of a page: cells are text unless they are markup already. */
export interface TableParts {
  /** What it is a table of; must be of its own on the page. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (Markup | string)[])[];
  /** Numbers stand to the right and are never broken; text to the left. Numbers unless given. */
  readonly kind?: 'numbers' | 'text';
}

/** A table that scrolls by itself where the page is narrower than it. The first cell of a row is its heading. */
export function table({ name, columns, rows, kind = 'numbers' }: TableParts): Markup {
  const head = columns.map((column) => html`<th scope="col">${column}</th>`);
  const body = rows.map(([first = '', ...cells]) => {
    const rest = cells.map((cell) => html`<td>${cell}</td>`);
    return html`<tr><th scope="row">${first}</th>${rest}</tr>`;
  });
  return html`<div class="scroll" role="region" aria-label="Table: ${name}" tabindex="0"><table class="${kind}"><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>
`;
}

/** A table behind a line that opens it. */
export function foldedTable(summary: string, parts: TableParts): Markup {
  return html`<details class="folded"><summary>${summary}</summary>${table(parts)}</details>
`;
}
