// npx tsx bench/extreme-value-fit.ts [--rounds N]: processor seconds to fit the extreme value machine to 1,000 to 16,000
// photos, three of a person, and the exponent between one size and the next: 1 is linear, 2 quadratic. The photos are
// embeddings of LFW's open-set training photos by the default network, changed at random: once for a new person, and once
// more for a photo of them. Prints Markdown. Needs a build.
import { parseArgs } from 'node:util';
import { openInnerProducts } from '../src/adapters/onnx/inner-products.ts';
import { type Matrix, row, stackRows } from '../src/numerics/matrix.ts';
import { type Random, seededRandom } from '../src/numerics/random.ts';
import { normalised } from '../src/numerics/vector.ts';
import { extremeValueMachineRejector } from '../src/rejection/rejectors/extreme-value-machine.ts';
import { prepareRejectorSet } from '../src/rejection/rejectors/prepare-set.ts';
import { embedOpenSet, type OpenSetPhotos } from './open-set-photos.ts';
import { medianOf } from './statistics.ts';

const SEED = 3;
const SIZES = [1000, 2000, 4000, 8000, 16_000];
const PHOTOS_OF_EACH = 3;
/** Length of what is added to make a new person, and a photo of one: cosines of about 0.7 and 0.8. */
const NEW_PERSON = 1;
const NEW_PHOTO = 0.75;

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const [train] = (await embedOpenSet(['train.csv'])) as [OpenSetPhotos];
await using products = await openInnerProducts({ threads: 2 });
console.log(`| photos | processor s, min | median | exponent |\n|${'---|'.repeat(4)}`);
let before: { readonly count: number; readonly seconds: number } | undefined;
for (const count of SIZES) {
  const set = prepareRejectorSet({ ...madePeople(train.rows, count), innerProducts: products.innerProducts });
  const rounds: number[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    const usage = process.cpuUsage();
    await extremeValueMachineRejector().fit(set);
    const { user, system } = process.cpuUsage(usage);
    rounds.push((user + system) / 1e6);
  }
  const seconds = Math.min(...rounds);
  const exponent = before && Math.log(seconds / before.seconds) / Math.log(count / before.count);
  console.log(
    `| ${count} | ${seconds.toFixed(2)} | ${medianOf(rounds).toFixed(2)} | ${exponent?.toFixed(2) ?? ''} |`,
  );
  before = { count, seconds };
}

function madePeople(rows: Matrix, count: number) {
  const random = seededRandom(SEED);
  const identityCount = Math.floor(count / PHOTOS_OF_EACH);
  const people = Array.from({ length: identityCount }, (_, person) =>
    changed(row(rows, (7 * person) % rows.rows), NEW_PERSON, random),
  );
  const identityOf = Int32Array.from({ length: count }, (_, n) => n % identityCount);
  const photos = [...identityOf].map((person) => changed(people[person] as Float32Array, NEW_PHOTO, random));
  return { templates: stackRows(photos, rows.cols), identityOf, identityCount };
}

/** A unit vector with another of about some length added. */
function changed(vector: Float32Array, length: number, random: Random): Float32Array {
  // Uniform values between -1 and 1 have a mean square of a third.
  const scale = length * Math.sqrt(3 / vector.length);
  return normalised(vector.map((value) => value + scale * (2 * random() - 1)));
}
