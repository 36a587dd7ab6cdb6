import type { OnnxModel } from '../../onnx/model.ts';
import { fileInvalid } from '../byte-reader.ts';
import type { ImportFile } from '../import-file.ts';
import { isParams, readParams } from './params-file.ts';
import { readSymbol } from './symbol-file.ts';
import { type GraphEnds, translateSymbol } from './translate-symbol.ts';

/**
 * Turns an MXNet network into ONNX: of the graph in the `-symbol.json` all that the output needs, with the weights of the
 * `.params`. Throws `NETWORK_FILE_INVALID`, and `NETWORK_ARCHITECTURE_MISMATCH` for operators that Quen does not know, for
 * weights that are missing or of another shape, and for weights that the graph does not have.
 * @param files the two, in either order
 * @param ends names of the graph's input and of the node whose result is the output; the ONNX graph bears the same names
 */
export function importMxnet(files: readonly ImportFile[], ends: GraphEnds): OnnxModel {
  const { symbol, params } = sorted(files);
  const weights = readParams(params);
  const model = translateSymbol(readSymbol(symbol), weights, ends);
  weights.assertAllTaken();
  return model;
}

/** Tells the two files apart by how they begin, for a user may have named them in any way. */
function sorted(files: readonly ImportFile[]): { readonly symbol: ImportFile; readonly params: ImportFile } {
  const params = files.find(({ bytes }) => isParams(bytes));
  const symbol = files.find((file) => file !== params);
  if (files.length === 2 && symbol && params) return { symbol, params };
  const names = files.map(({ name }) => name).join(' and ');
  const why =
    'an MXNet network is a -symbol.json and a .params, and none of the files begins as a .params does';
  throw fileInvalid(names, files.length === 2 ? why : `${files.length} files were given, 2 are due`);
}
