import type { GraphWriter } from '../../networks/onnx/graph-writer.ts';

/** Columns of a value in numbered groups. */
export interface ColumnGroups {
  /** Group of each column, from 0, shape [N]. */
  readonly groupOf: ArrayLike<number>;
  /** Each of them has at least one column; columns of groups beyond them are passed over. */
  readonly groupCount: number;
}

/**
 * Adds the largest value of each group of columns, [B, N] to [B, groupCount]. The operator set has no scattered maximum
 * yet, so columns are brought in the order of their groups and each takes the larger of itself and a column of its group
 * 1, 2, 4, ... places on: the first of each group then has met them all.
 */
export function addGroupMaxima(writer: GraphWriter, values: string, groups: ColumnGroups): string {
  const order = columnsInOrder(groups);
  const groupAt = order.map((column) => groups.groupOf[column]);
  let maxima = addColumns(writer, values, { columns: order, name: 'columns_in_order' });
  for (let step = 1; step < longestRun(groupAt); step *= 2) {
    const partners = order.map((_, place) =>
      groupAt[place + step] === groupAt[place] ? place + step : place,
    );
    const further = addColumns(writer, maxima, { columns: partners, name: `columns_${step}_on` });
    maxima = writer.node('Max', [maxima, further]);
  }
  const firsts = [...groupAt.keys()].filter((place) => groupAt[place] !== groupAt[place - 1]);
  return addColumns(writer, maxima, { columns: firsts, name: 'first_of_each' });
}

function columnsInOrder({ groupOf, groupCount }: ColumnGroups): number[] {
  const of = (column: number): number => groupOf[column] ?? groupCount;
  const columns = Array.from(groupOf, (_, column) => column).filter((column) => of(column) < groupCount);
  return columns.sort((a, b) => of(a) - of(b) || a - b);
}

function longestRun(groups: readonly (number | undefined)[]): number {
  const lengths = new Map<number | undefined, number>();
  for (const group of groups) lengths.set(group, (lengths.get(group) ?? 0) + 1);
  return Math.max(...lengths.values());
}

function addColumns(
  writer: GraphWriter,
  values: string,
  { columns, name }: { readonly columns: readonly number[]; readonly name: string },
): string {
  return writer.node('Gather', [values, writer.integers(columns, name)], { axis: 1 });
}
