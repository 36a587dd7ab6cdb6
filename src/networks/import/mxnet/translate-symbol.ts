import { QuenError } from '../../../core/errors.ts';
import { GraphWriter } from '../../onnx/graph-writer.ts';
import type { OnnxModel } from '../../onnx/model.ts';
import type { WeightSet } from '../weight-set.ts';
import { type GraphState, OperatorCall, type Value } from './operator-call.ts';
import { OPERATORS } from './operators.ts';
import { Parameters } from './parameters.ts';
import type { MxnetSymbol, SymbolNode } from './symbol-file.ts';

/** Where a graph begins and ends. */
export interface GraphEnds {
  /** Name of the variable that is fed. */
  readonly input: string;
  /** Name of the node whose result is the network's output. */
  readonly output: string;
}

// No name that MXNet or GraphWriter gives holds a colon and these words.
const INPUT = 'quen:input';

/**
 * Translates what the output needs of a graph whose input is a batch of images of any size. Takes the weights the graph
 * has, those of parts the output does not need too. Throws `NETWORK_FILE_INVALID` and `NETWORK_ARCHITECTURE_MISMATCH`.
 */
export function translateSymbol(symbol: MxnetSymbol, weights: WeightSet, ends: GraphEnds): OnnxModel {
  const last = idOf(symbol, ends.output);
  const state: GraphState = {
    origin: symbol.origin,
    graph: new GraphWriter(ends.output),
    parameters: new Parameters(weights, symbol.origin),
    values: new Map(),
    input: { name: INPUT, rank: 4, channels: 'of-input' },
    inputName: ends.input,
    inputChannels: undefined,
    isInputUsed: false,
  };
  for (const id of neededNodes(symbol, last)) {
    const node = symbol.nodes.get(id) as SymbolNode;
    state.values.set(id, translateNode(node, state));
  }
  if (!state.isInputUsed)
    throw mismatch(symbol, `does not compute ${ends.output} from an input ${ends.input}`);
  discardUnneeded(symbol, weights);
  return finished(state, state.values.get(last) as Value, ends);
}

/** Two nodes may share a name; the later one is the network's result. */
function idOf(symbol: MxnetSymbol, name: string): number {
  const [id] = [...symbol.nodes].findLast(([, node]) => node.name === name) ?? [];
  if (id === undefined) throw mismatch(symbol, `has no node ${name} for the output`);
  return id;
}

/** Numbers of the nodes that a node's result depends on and its own, in order. */
function neededNodes({ nodes }: MxnetSymbol, last: number): number[] {
  const needed = new Set([last]);
  for (let id = last; id >= 0; id--) {
    const node = needed.has(id) ? nodes.get(id) : undefined;
    if (node === undefined) continue;
    for (const operand of node.operands.slice(0, OPERATORS.get(node.operator)?.operandCount))
      if (operand.kind === 'result') needed.add(operand.node);
  }
  return [...needed].sort((a, b) => a - b);
}

function translateNode(node: SymbolNode, state: GraphState): Value {
  const call = new OperatorCall(node, state);
  const operator = OPERATORS.get(node.operator);
  if (operator === undefined) throw call.unsupported('Quen does not know this operator');
  return operator.translate(call);
}

/** Drops weights that the graph has where the output does not need them, such as those of the head it was trained with. */
function discardUnneeded({ nodes }: MxnetSymbol, weights: WeightSet): void {
  for (const { operands } of nodes.values())
    for (const operand of operands)
      if (operand.kind === 'variable' && weights.has(operand.name)) weights.take(operand.name);
}

function finished({ graph, inputChannels, ...state }: GraphState, result: Value, ends: GraphEnds): OnnxModel {
  graph.input(INPUT, ['batch', inputChannels ?? 'channels', 'height', 'width']);
  // A node such as Dropout has no operation of its own, so the result may be the input itself.
  const name = result.name === state.input.name ? graph.node('Identity', [result.name]) : result.name;
  const free = Array.from({ length: result.rank - 1 }, (_, i) => `${ends.output}_${i + 1}`);
  const dims = result.rank === 2 && typeof result.channels === 'number' ? [result.channels] : free;
  graph.output(name, ['batch', ...dims]);
  return renamed(renamed(graph.model(), INPUT, ends.input), name, ends.output);
}

/** Gives a value another name; should another value bear that one, the two swap. */
function renamed(model: OnnxModel, from: string, to: string): OnnxModel {
  const swap = (name: string): string => (name === from ? to : name === to ? from : name);
  const swapName = <T extends { readonly name: string }>(value: T): T => ({
    ...value,
    name: swap(value.name),
  });
  return {
    ...model,
    inputs: model.inputs.map(swapName),
    outputs: model.outputs.map(swapName),
    nodes: model.nodes.map((node) => ({
      ...swapName(node),
      inputs: node.inputs.map(swap),
      outputs: node.outputs.map(swap),
    })),
  };
}

function mismatch({ origin }: MxnetSymbol, what: string): QuenError {
  const message = `${origin} ${what}. It does not belong to this card; choose another card.`;
  return new QuenError('NETWORK_ARCHITECTURE_MISMATCH', message);
}
