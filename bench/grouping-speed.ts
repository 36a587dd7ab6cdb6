// npx tsx bench/grouping-speed.ts [sizes]: how long it takes to find which of so many unknown faces are alike, with ONNX Runtime's products and with
// plain ones. Faces are made: random directions of 512 numbers, of which none are alike. Prints Markdown.
import { cpus } from 'node:os';
import { openInnerProducts } from '../src/adapters/onnx/inner-products.ts';
import { innerProducts } from '../src/numerics/inner-products.ts';
import { type Matrix, stackRows } from '../src/numerics/matrix.ts';
import { seededRandom } from '../src/numerics/random.ts';
import { normalised } from '../src/numerics/vector.ts';
import { likenessLinks } from '../src/rejection/likeness-links.ts';
import { timed } from './statistics.ts';

const DIMENSION = 512;
/** Above what random directions reach. */
const THRESHOLD = 0.4;
/** More take minutes with plain products. */
const PLAIN_MOST = 10_000;

await using session = await openInnerProducts({ threads: cpus().length });
const sizes = (process.argv[2] ?? '5000,10000,20000,40000').split(',').map(Number);
console.log('| faces | ONNX Runtime, s | plain, s |\n|---|---|---|');
for (const size of sizes) {
  const faces = madeFaces(size);
  const fast = await timed(() => likenessLinks(faces, THRESHOLD, session.innerProducts));
  const plain = async (a: Matrix, b: Matrix): Promise<Matrix> => innerProducts(a, b);
  const slow =
    size > PLAIN_MOST ? '' : (await timed(() => likenessLinks(faces, THRESHOLD, plain))).toFixed(1);
  console.log(`| ${size} | ${fast.toFixed(1)} | ${slow} |`);
}

function madeFaces(count: number): Matrix {
  const random = seededRandom(1);
  const face = (): Float32Array => Float32Array.from({ length: DIMENSION }, () => random() - 0.5);
  return stackRows(
    Array.from({ length: count }, () => normalised(face())),
    DIMENSION,
  );
}
