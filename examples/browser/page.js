import { loadExport, nameEmbedding } from './exported-heads.js';

const [loadedLine, form, field, make, answer, table] = [
  'loaded',
  'form',
  'embedding',
  'make',
  'answer',
  'candidates',
].map((id) => document.getElementById(id));

try {
  const loaded = await loadExport('export/');
  const { identities, embedding, decision } = loaded.description;
  loadedLine.textContent = `${identities.length} people, embeddings of ${embedding.dimension} numbers. ${decision.threshold.statement}`;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      show(await nameEmbedding(loaded, readEmbedding(field.value, embedding.dimension)));
    } catch (fault) {
      answer.textContent = fault.message;
      table.hidden = true;
    }
  });
  make.addEventListener('click', () => {
    field.value = JSON.stringify(madeEmbedding(embedding.dimension));
  });
  for (const button of form.querySelectorAll('button')) button.disabled = false;
} catch (fault) {
  loadedLine.textContent = `The heads could not be loaded: ${fault.message}`;
}

function readEmbedding(text, dimension) {
  const values = JSON.parse(text);
  const isEmbedding =
    Array.isArray(values) &&
    values.length === dimension &&
    values.every(Number.isFinite) &&
    values.some((value) => value !== 0);
  if (!isEmbedding) throw new Error(`An embedding is a list of ${dimension} numbers, not all of them 0.`);
  return Float32Array.from(values);
}

/** A direction that belongs to nobody. */
function madeEmbedding(dimension) {
  const values = Array.from({ length: dimension }, () => Math.random() + Math.random() - 1);
  const length = Math.hypot(...values);
  return values.map((value) => Number((value / length).toFixed(6)));
}

function show({ name, candidates }) {
  answer.textContent = name ?? 'unknown';
  const rows = candidates.map(({ identity, score }) => {
    const row = document.createElement('tr');
    for (const text of [identity, score.toFixed(4)]) row.insertCell().textContent = text;
    return row;
  });
  table.tBodies[0].replaceChildren(...rows);
  table.hidden = false;
}
