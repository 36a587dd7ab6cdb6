import type { PlotSpec } from './plot-theme.ts';

/** A plot of a page: what is drawn, and what is said of it to those who see it and to those who do not. */
export interface Plot {
  /** Of the plot within its page: lower case letters, digits and hyphens. */
  readonly id: string;
  readonly title: string;
  /** What to look for, in a sentence or two. */
  readonly explanation: string;
  /** A sentence with the key numbers, read out in place of the picture. */
  readonly label: string;
  readonly spec: PlotSpec;
  /** The numbers that were drawn; absent where another part of the page has them. */
  readonly table?: PlotTable;
}

/** Numbers as text: a heading a column, and rows as long as that. */
export interface PlotTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
