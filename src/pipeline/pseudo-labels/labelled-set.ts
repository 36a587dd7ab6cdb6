import type { StrangerRole, Strangers, TrainingSet } from '../../heads/head.ts';
import { type Matrix, selectRows } from '../../numerics/matrix.ts';
import type { Pile } from './pile.ts';
import type { PseudoLabel } from './pseudo-label.ts';

/**
 * A training set with the faces that pseudo-labels name, and those that they call `unknown` as strangers where the way can
 * learn them; the order of the labels does not matter. Labels of identities that the set does not have are passed over.
 */
export function withPseudoLabels(
  set: TrainingSet,
  { pile, labels }: { readonly pile: Pile; readonly labels: readonly PseudoLabel[] },
  strangerRole?: StrangerRole,
): TrainingSet {
  const placeOf = new Map(set.identities.map((name, place) => [name, place]));
  const ordered = [...labels].sort((a, b) => a.face - b.face);
  const named = ordered.flatMap(({ face, named }) => {
    const identity = named.kind === 'identity' ? placeOf.get(named.identity) : undefined;
    return identity === undefined ? [] : [{ face, identity }];
  });
  const unknown = ordered.flatMap(({ face, named }) => (named.kind === 'unknown' ? [face] : []));
  const faces = named.map(({ face }) => face);
  const strangers = strangersOf(set, selectRows(pile.rows, unknown), strangerRole);
  return {
    ...set,
    rows: below(set.rows, selectRows(pile.rows, faces)),
    identityOf: Int32Array.from([...set.identityOf, ...named.map(({ identity }) => identity)]),
    ...(strangers && { strangers }),
  };
}

/** Each face counts as a person of its own: who is who among strangers was not asked. */
function strangersOf(
  { networks, strangers }: TrainingSet,
  rows: Matrix,
  role: StrangerRole | undefined,
): Strangers | undefined {
  if (role === undefined || rows.rows === 0) return strangers;
  return { rows, networks, personOf: Int32Array.from({ length: rows.rows }, (_, n) => n), role };
}

function below(above: Matrix, under: Matrix): Matrix {
  const data = new Float32Array(above.data.length + under.data.length);
  data.set(above.data);
  data.set(under.data, above.data.length);
  return { data, rows: above.rows + under.rows, cols: above.cols };
}
