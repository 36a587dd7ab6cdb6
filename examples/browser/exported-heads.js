import * as ort from './ort/ort.wasm.bundle.min.mjs';

ort.env.wasm.wasmPaths = new URL('ort/', import.meta.url).href;
// More threads need a page that is isolated from other origins; one head takes well under a millisecond.
ort.env.wasm.numThreads = 1;

const CANDIDATES_SHOWN = 5;

/**
 * Loads what `quen export --onnx` wrote.
 * @param {string} folder address of the export, with a slash at its end
 */
export async function loadExport(folder) {
  const description = await (await fetched(`${folder}export.json`)).json();
  const open = async ({ name }) =>
    await ort.InferenceSession.create(await (await fetched(folder + name)).arrayBuffer());
  const heads = [];
  for (const head of description.heads) heads.push({ ...head, session: await open(head) });
  const templates = description.templates && (await open(description.templates));
  return { description, heads, templates };
}

/**
 * Names one embedding, as `export.json` says: the identity that the heads put first, or nobody.
 * @param {Awaited<ReturnType<typeof loadExport>>} loaded
 * @param {Float32Array} embedding
 */
export async function nameEmbedding({ description, heads, templates }, embedding) {
  const order = await headScores({ description, heads }, embedding);
  const scores = templates === undefined ? order : await scoresOf(templates, embedding);
  const candidates = description.identities
    .map((identity, column) => ({ identity, score: scores[column], order: order[column] }))
    .sort((a, b) => b.order - a.order)
    .slice(0, CANDIDATES_SHOWN);
  const [best] = candidates;
  const isNamed = best.score >= description.decision.threshold.value;
  return { name: isNamed ? best.identity : undefined, candidates };
}

/** The weighted sum of the heads' scores, without the column of strangers. */
export async function headScores({ description, heads }, embedding) {
  const sums = new Float32Array(description.identities.length);
  for (const { session, weight } of heads) {
    const scores = await scoresOf(session, embedding);
    for (let column = 0; column < sums.length; column++) sums[column] += weight * scores[column];
  }
  return sums;
}

async function scoresOf(session, embedding) {
  const tensor = new ort.Tensor('float32', embedding, [1, embedding.length]);
  const { scores } = await session.run({ embedding: tensor });
  return scores.data;
}

async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} is not there (${response.status}).`);
  return response;
}
