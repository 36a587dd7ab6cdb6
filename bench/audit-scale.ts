// npx tsx bench/audit-scale.ts [PHOTOS] [PHOTOS_PER_PERSON]: time and memory of the audit's work on embeddings, by stage, for
// made embeddings of 512 dimensions of which 1 % lie in the wrong folder. Reading and embedding photos is not in it. Prints
// Markdown.
import { cpus } from 'node:os';
import { openInnerProducts } from '../src/adapters/onnx/inner-products.ts';
import { COPY_SCORE } from '../src/audit/copies.ts';
import { believeLabels } from '../src/audit/label-beliefs.ts';
import { nearPairs } from '../src/audit/near-pairs.ts';
import { pairPeople } from '../src/audit/same-person.ts';
import { splitPeople } from '../src/audit/two-people.ts';
import { matrix, row } from '../src/numerics/matrix.ts';
import { seededRandom } from '../src/numerics/random.ts';
import { norm } from '../src/numerics/vector.ts';

const [count = 100_000, perPerson = 5] = process.argv.slice(2).map(Number);
const DIMENSION = 512;
const WRONG_SHARE = 0.01;
const random = seededRandom(1);
const personCount = Math.ceil(count / perPerson);
const faces = {
  templates: madeTemplates(),
  personOf: Int32Array.from({ length: count }, (_, n) =>
    random() < WRONG_SHARE ? Math.floor(random() * personCount) : Math.floor(n / perPerson),
  ),
  personCount,
  copyOf: Int32Array.from({ length: count }, (_, n) => n),
};
await using session = await openInnerProducts({ threads: cpus().length });
const ports = { products: session.innerProducts };
const trust = new Float64Array(count).fill(1);
const stages: Record<string, () => Promise<unknown>> = {
  'near copies': () => nearPairs(faces.templates, { score: COPY_SCORE, perFace: 32 }, ports),
  'folders of two people': async () => splitPeople(faces),
  labels: () => believeLabels(faces, ports),
  'folders of one person': () => pairPeople({ faces, trust }, ports),
};
console.log(
  `${count} photos of ${personCount} people\n\n| stage | seconds | peak memory so far, MiB |\n|---|---|---|`,
);
for (const [name, run] of Object.entries(stages)) {
  const startedMs = performance.now();
  await run();
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  console.log(`| ${name} | ${seconds} | ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} |`);
}

/** A direction a person, and a shift a photo that leaves a cosine of about 0.65 between photos of one person. */
function madeTemplates() {
  const data = new Float32Array(count * DIMENSION);
  const centre = new Float32Array(DIMENSION);
  for (let n = 0; n < count; n++) {
    if (n % perPerson === 0) for (let k = 0; k < DIMENSION; k++) centre[k] = random() - 0.5;
    for (let k = 0; k < DIMENSION; k++)
      data[n * DIMENSION + k] = (centre[k] as number) + 0.73 * (random() - 0.5);
  }
  const templates = matrix(data, count, DIMENSION);
  for (let n = 0; n < count; n++) {
    const values = row(templates, n);
    const length = norm(values);
    for (let k = 0; k < DIMENSION; k++) values[k] = (values[k] as number) / length;
  }
  return templates;
}
