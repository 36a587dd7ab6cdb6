import { QuenError } from '../../core/errors.ts';
import { groupDirections } from '../../numerics/groups.ts';
import { innerProducts } from '../../numerics/inner-products.ts';
import { type Matrix, row } from '../../numerics/matrix.ts';
import { squaredLength } from '../../numerics/vector.ts';
import type {
  HeadEvidence,
  InnerProducts,
  PreparedSet,
  ProbeEvidence,
  RejectorSet,
  RejectorStrangers,
} from './rejector.ts';

/**
 * Checks what rejectors are to learn from and adds what several of them start from. Throws `PEOPLE_EMPTY` without
 * templates, and `DIMENSION_MISMATCH` for arrays that do not fit together, embeddings not of unit length, values that
 * are not finite, and an identity without a template.
 */
export function prepareRejectorSet(set: RejectorSet): PreparedSet {
  const { templates, identityOf, identityCount, strangers } = set;
  if (templates.rows === 0 || identityCount === 0)
    throw new QuenError('PEOPLE_EMPTY', 'Nobody is enrolled. Enrol somebody first.');
  assertNumbers(identityOf, { rowCount: templates.rows, limit: identityCount });
  assertUnitRows(templates, 'template');
  const present = new Set(identityOf);
  for (let identity = 0; identity < identityCount; identity++)
    if (!present.has(identity))
      throw mismatch(`Identity ${identity} has no template. Leave it out, or enrol a photo of it.`);
  if (set.headScores !== undefined)
    assertHeadScores(set.headScores, { rowCount: templates.rows, identityCount });
  if (strangers !== undefined) assertStrangers(strangers, templates, identityCount);
  const means = groupDirections({ rows: templates, groupOf: identityOf, groupCount: identityCount });
  const products = set.innerProducts ?? innerProducts;
  return { ...set, means, innerProducts: products, cosines: set.cosines ?? products };
}

/** Products of probes with operands of rejectors: cosines with embeddings of the set, inner products with all others. */
export function operandProducts(set: PreparedSet): InnerProducts {
  const { templates, means, strangers, cosines, innerProducts: products } = set;
  const ofFaces = new Set([templates, means, strangers?.embeddings]);
  return (probes, operand) => (ofFaces.has(operand) ? cosines(probes, operand) : products(probes, operand));
}

/** Throws `DIMENSION_MISMATCH` for probes that cannot be judged by what was learnt from a set. */
export function assertProbes(probes: ProbeEvidence, { templates, identityCount }: PreparedSet): void {
  const { embeddings, head, proposed } = probes;
  assertSameLength(embeddings, templates, 'probes');
  assertUnitRows(embeddings, 'probe');
  if (head !== undefined) assertHeadScores(head, { rowCount: embeddings.rows, identityCount });
  if (proposed !== undefined) assertNumbers(proposed, { rowCount: embeddings.rows, limit: identityCount });
}

function assertStrangers(
  { embeddings, personOf, headScores }: RejectorStrangers,
  templates: Matrix,
  identityCount: number,
): void {
  if (embeddings.rows === 0)
    throw mismatch('The strangers have no embeddings. Leave them out, or give photos with faces.');
  assertNumbers(personOf, { rowCount: embeddings.rows, limit: Number.POSITIVE_INFINITY });
  assertSameLength(embeddings, templates, 'strangers');
  assertUnitRows(embeddings, 'stranger');
  if (headScores !== undefined) assertHeadScores(headScores, { rowCount: embeddings.rows, identityCount });
}

function assertNumbers(
  numbers: Int32Array,
  { rowCount, limit }: { readonly rowCount: number; readonly limit: number },
): void {
  if (numbers.length !== rowCount)
    throw mismatch(`There are ${rowCount} embeddings but ${numbers.length} numbers of people.`);
  const stray = numbers.find((number) => number < 0 || number >= limit);
  if (stray !== undefined) throw mismatch(`Person ${stray} is not one of 0 to ${limit - 1}.`);
}

function assertSameLength(given: Matrix, templates: Matrix, what: string): void {
  if (given.cols === templates.cols) return;
  const lengths = `The templates have ${templates.cols} values, the ${what} ${given.cols}`;
  throw mismatch(`${lengths}. Embed all photos with the same networks.`);
}

function assertHeadScores(
  { values }: HeadEvidence,
  { rowCount, identityCount }: { readonly rowCount: number; readonly identityCount: number },
): void {
  if (values.rows !== rowCount)
    throw mismatch(`There are ${rowCount} embeddings but ${values.rows} rows of head scores.`);
  if (values.cols !== identityCount && values.cols !== identityCount + 1)
    throw mismatch(
      `The head scores ${values.cols} classes; ${identityCount} people are enrolled. Use a head of the same people.`,
    );
  for (let i = 0; i < values.data.length; i++)
    if (!Number.isFinite(values.data[i]))
      throw mismatch('A head score is not a finite number. Fit the head again.');
}

/** How far from 1 the squared length of a unit embedding may be after float32 rounding and storage. */
const UNIT_TOLERANCE = 1e-3;

function assertUnitRows(m: Matrix, what: string): void {
  for (let n = 0; n < m.rows; n++) {
    const squared = squaredLength(row(m, n));
    if (Math.abs(squared - 1) <= UNIT_TOLERANCE) continue;
    const problem = Number.isFinite(squared)
      ? `is of length ${Math.sqrt(squared)}, not 1`
      : 'holds a value that is not finite';
    throw mismatch(`The embedding of ${what} ${n} ${problem}.`);
  }
}

function mismatch(message: string): QuenError {
  return new QuenError('DIMENSION_MISMATCH', message);
}
