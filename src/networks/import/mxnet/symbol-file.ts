import { z } from 'zod';
import { fileInvalid } from '../byte-reader.ts';
import type { ImportFile } from '../import-file.ts';
import { NodeAttributes } from './node-attributes.ts';

/** What a node works on: a variable, which is a weight or the graph's input, or the result of a node before it. */
export type Operand =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'result'; readonly node: number; readonly output: number };

/** One operation of an MXNet graph. */
export interface SymbolNode {
  readonly operator: string;
  readonly name: string;
  readonly attributes: NodeAttributes;
  readonly operands: readonly Operand[];
}

/** An MXNet graph. */
export interface MxnetSymbol {
  /** The file, for messages. */
  readonly origin: string;
  /** By their number in the file; those of variables are left out. Every node comes after what it works on. */
  readonly nodes: ReadonlyMap<number, SymbolNode>;
}

const strings = z.record(z.string(), z.string()).optional();

const fileNode = z.object({
  op: z.string(),
  name: z.string(),
  // Files have been written with each of these, the oldest with two at once.
  attr: strings,
  attrs: strings,
  param: strings,
  /** Number of a node, which of its results, and a version in newer files. */
  inputs: z.array(z.array(z.int().nonnegative()).min(2).max(3)),
});

type FileNode = z.infer<typeof fileNode>;

const symbolFile = z.object({ nodes: z.array(fileNode) });

/** Operator that stands for a variable. */
const VARIABLE = 'null';

/** Reads a `-symbol.json`. Throws `NETWORK_FILE_INVALID`. */
export function readSymbol({ name: origin, bytes }: ImportFile): MxnetSymbol {
  const { nodes: fileNodes } = parse(bytes, origin);
  const nodes = new Map<number, SymbolNode>();
  for (const [id, node] of fileNodes.entries()) {
    if (node.op === VARIABLE) continue;
    const attributes = new Map(Object.entries({ ...node.attr, ...node.attrs, ...node.param }));
    nodes.set(id, {
      operator: node.op,
      name: node.name,
      attributes: new NodeAttributes(attributes, origin, node.name),
      operands: [...operandsOf(id, fileNodes, origin), ...unwrittenOperands(node)],
    });
  }
  return { origin, nodes };
}

function parse(bytes: Uint8Array, origin: string): z.infer<typeof symbolFile> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw fileInvalid(origin, 'it is not JSON', cause);
  }
  const result = symbolFile.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw fileInvalid(origin, `it is no MXNet graph, ${issue?.path.join('.')}: ${issue?.message}`);
}

function operandsOf(id: number, nodes: readonly FileNode[], origin: string): Operand[] {
  return (nodes[id]?.inputs ?? []).map(([node = 0, output = 0]): Operand => {
    const source = nodes[node];
    // This also rules out circles.
    if (source === undefined || node >= id)
      throw fileInvalid(origin, `node ${id} works on node ${node}, which does not come before it`);
    return source.op === VARIABLE
      ? { kind: 'variable', name: source.name }
      : { kind: 'result', node, output };
  });
}

/** Files from before MXNet 0.9 leave out what training only keeps count of, the moments of a BatchNorm. */
function unwrittenOperands({ op, name, inputs }: FileNode): Operand[] {
  if (!op.startsWith('BatchNorm') || inputs.length !== 3) return [];
  return ['moving_mean', 'moving_var'].map((part) => ({ kind: 'variable', name: `${name}_${part}` }));
}
