import type { Gallery } from '../gallery/gallery.ts';
import { identityMeans } from '../gallery/identity-scores.ts';
import { addInnerProducts } from '../heads/graphs/closed-form.ts';
import { addGroupMaxima } from '../heads/graphs/group-maxima.ts';
import { addUnitRows } from '../heads/training/cosine-step.ts';
import { GraphWriter } from '../networks/onnx/graph-writer.ts';
import { encodeModel } from '../networks/onnx/model.ts';

/**
 * A gallery's scores as an ONNX file, by its own rule: `embedding` [batch, D], of any length above 0, to `scores`
 * [batch, identities].
 */
export function galleryGraph(gallery: Gallery): Uint8Array {
  const { templates, identities } = gallery;
  const writer = new GraphWriter('gallery');
  const rows = addUnitRows(writer, writer.input('embedding', ['batch', templates.cols]));
  writer.node('Identity', [addScores(writer, rows, gallery)], {}, 'scores');
  writer.output('scores', ['batch', identities.length]);
  return encodeModel(writer.model());
}

function addScores(writer: GraphWriter, rows: string, gallery: Gallery): string {
  const { templates, faces, identities, nonMated } = gallery;
  const identityOf = Int32Array.from(faces, ({ identity }) => identity);
  const identityCount = identities.length;
  if (nonMated.rule === 'nearest') return addNearest();
  const { data, rows: count, cols } = identityMeans({ templates, identityOf, identityCount });
  const ofMeans = addInnerProducts(writer, rows, writer.weight('means', [count, cols], data));
  if (nonMated.rule === 'mean') return ofMeans;
  return writer.node('Mul', [writer.node('Add', [addNearest(), ofMeans]), writer.scalar(0.5)]);

  function addNearest(): string {
    const all = writer.weight('templates', [templates.rows, templates.cols], templates.data);
    const cosines = addInnerProducts(writer, rows, all);
    return addGroupMaxima(writer, cosines, { groupOf: identityOf, groupCount: identityCount });
  }
}
