import { cholesky, invertLower } from './linear-algebra.ts';

/** A function at one point. */
export interface Curvature {
  readonly value: number;
  /** Shape [n]. */
  readonly gradient: Float64Array;
  /** Positive semidefinite, of which the lower triangle is read, shape [n, n]. */
  readonly hessian: Float64Array;
}

/** A smooth convex function of n variables. */
export interface ConvexFunction {
  valueAt(point: Float64Array): number;
  curvatureAt(point: Float64Array): Curvature;
}

const STEP_COUNT = 100;
const HALVING_COUNT = 40;
/** A step is taken when it wins this share of what its slope promises. */
const SUFFICIENT = 1e-4;
const TOLERANCE = 1e-11;
/** Added to the diagonal, relative to its mean: directions that change nothing are left alone. */
const RIDGE = 1e-10;

/**
 * The least value of a convex function where some variables may not be negative, by the projected Newton method (Bertsekas
 * 1982): variables that stand at 0 and would go below it are held, the others take a Newton step that is cut off at 0 and
 * halved until it lowers the value.
 * @param start within bounds, shape [n] @param isBounded whether each variable may not be negative, shape [n]
 */
export function minimiseNonNegative(
  f: ConvexFunction,
  start: Float64Array,
  isBounded: readonly boolean[],
): Float64Array {
  let point = start;
  let here = f.curvatureAt(point);
  for (let step = 0; step < STEP_COUNT; step++) {
    const free = freeVariables(point, here.gradient, isBounded);
    const move = newtonMove(here, free);
    const next = lowerPoint(f, { point, value: here.value, gradient: here.gradient, move, isBounded });
    if (next === undefined) break;
    const gain = here.value - next.value;
    if (gain <= TOLERANCE * Math.max(1, Math.abs(here.value))) return next.point;
    point = next.point;
    here = f.curvatureAt(point);
  }
  return point;
}

/** At 0 and pushed below it. */
function freeVariables(point: Float64Array, gradient: Float64Array, isBounded: readonly boolean[]): number[] {
  return [...point.keys()].filter((i) => !(isBounded[i] && point[i] <= 0 && gradient[i] > 0));
}

/** The Newton step in the free variables, 0 in the others, shape [n]. */
function newtonMove({ gradient, hessian }: Curvature, free: readonly number[]): Float64Array {
  const n = gradient.length;
  const m = free.length;
  const move = new Float64Array(n);
  if (m === 0) return move;
  const part = new Float64Array(m * m);
  let trace = 0;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j <= i; j++) part[i * m + j] = hessian[free[i] * n + free[j]];
    trace += part[i * m + i];
  }
  const ridge = RIDGE * (trace / m) + Number.MIN_VALUE;
  for (let i = 0; i < m; i++) part[i * m + i] += ridge;
  const inverse = invertLower(cholesky(part, m), m);
  for (let row = 0; row < m; row++) {
    let half = 0;
    for (let j = 0; j <= row; j++) half += inverse[row * m + j] * gradient[free[j]];
    for (let j = 0; j <= row; j++) move[free[j]] -= inverse[row * m + j] * half;
  }
  return move;
}

interface LineSearch {
  readonly point: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly move: Float64Array;
  readonly isBounded: readonly boolean[];
}

function lowerPoint(f: ConvexFunction, { point, value, gradient, move, isBounded }: LineSearch) {
  let share = 1;
  for (let halving = 0; halving < HALVING_COUNT; halving++, share /= 2) {
    const tried = point.map((x, i) => {
      const moved = x + share * move[i];
      return isBounded[i] ? Math.max(0, moved) : moved;
    });
    const promised = tried.reduce((sum, x, i) => sum + gradient[i] * (point[i] - x), 0);
    if (!(promised > 0)) continue;
    const found = f.valueAt(tried);
    if (value - found >= SUFFICIENT * promised) return { point: tried, value: found };
  }
  return undefined;
}
