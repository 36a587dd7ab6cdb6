import type { WeightTensor } from '../../src/networks/import/weight-set.ts';

/** Versions of MXNet's array format: the first one, with 64-bit sizes, and with a word on storage before them. */
export type ArrayVersion = 'legacy' | 'v1' | 'v2';

/** How a `.params` file is written. */
export interface ParamsFormat {
  readonly version?: ArrayVersion;
  /** Bytes of a number. */
  readonly type?: 'float32' | 'float64' | 'float16';
}

const TYPES = { float32: 0, float64: 1, float16: 2 } as const;

/** A `.params` file. @param arrays by their names, `arg:` or `aux:` included; half floats as powers of two only */
export function madeParams(
  arrays: ReadonlyMap<string, WeightTensor>,
  { version = 'v2', type = 'float32' }: ParamsFormat = {},
): Uint8Array {
  const out = new ByteWriter();
  out.uint64(0x112).uint64(0).uint64(arrays.size);
  for (const { dims, data } of arrays.values()) {
    if (version === 'v2') out.uint32(0xf993fac9).uint32(0);
    if (version === 'v1') out.uint32(0xf993fac8);
    out.uint32(dims.length);
    for (const dim of dims) version === 'legacy' ? out.uint32(dim) : out.uint64(dim);
    out.uint32(1).uint32(0).uint32(TYPES[type]);
    out.floats(data, type);
  }
  out.uint64(arrays.size);
  for (const name of arrays.keys()) out.uint64(name.length).text(name);
  return out.bytes();
}

/** Attributes of a node as MXNet writes them. */
export type MadeAttributes = Readonly<Record<string, string>>;

/** Writes a `-symbol.json` node by node; every method returns the number of the node it makes. */
export class MadeSymbol {
  readonly #nodes: { op: string; name: string; inputs: number[][]; [attributes: string]: unknown }[] = [];
  readonly #attributesKey: string;

  /** @param attributesKey what attributes are filed under, which changed over the years */
  constructor(attributesKey: 'attrs' | 'attr' | 'param' = 'attrs') {
    this.#attributesKey = attributesKey;
  }

  variable(name: string): number {
    return this.node('null', name, []);
  }

  node(op: string, name: string, inputs: readonly number[], attributes: MadeAttributes = {}): number {
    this.#nodes.push({
      op,
      name,
      inputs: inputs.map((id) => [id, 0, 0]),
      [this.#attributesKey]: attributes,
    });
    return this.#nodes.length - 1;
  }

  /** A node with variables of its own, named after it. @param parts what each name ends in */
  layer(
    op: string,
    name: string,
    x: number,
    { parts, attributes = {} }: { readonly parts: readonly string[]; readonly attributes?: MadeAttributes },
  ): number {
    const weights = parts.map((part) => this.variable(`${name}_${part}`));
    return this.node(op, name, [x, ...weights], attributes);
  }

  /** The file. */
  bytes(): Uint8Array {
    const last = this.#nodes.length - 1;
    const argumentIds = this.#nodes.flatMap(({ op }, id) => (op === 'null' ? [id] : []));
    const file = { nodes: this.#nodes, arg_nodes: argumentIds, heads: [[last, 0, 0]] };
    return new TextEncoder().encode(JSON.stringify(file, null, 2));
  }
}

class ByteWriter {
  readonly #pieces: Uint8Array[] = [];

  uint32(value: number): this {
    return this.#add(4, (view) => view.setUint32(0, value, true));
  }

  uint64(value: number): this {
    return this.#add(8, (view) => view.setBigUint64(0, BigInt(value), true));
  }

  text(value: string): this {
    this.#pieces.push(new TextEncoder().encode(value));
    return this;
  }

  floats(values: Float32Array, type: NonNullable<ParamsFormat['type']>): this {
    const length = { float16: 2, float32: 4, float64: 8 }[type];
    return this.#add(values.length * length, (view) => {
      values.forEach((value, i) => {
        if (type === 'float32') view.setFloat32(i * length, value, true);
        if (type === 'float64') view.setFloat64(i * length, value, true);
        if (type === 'float16') view.setUint16(i * length, halfBits(value), true);
      });
    });
  }

  bytes(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.#pieces));
  }

  #add(length: number, write: (view: DataView) => void): this {
    const piece = new Uint8Array(length);
    write(new DataView(piece.buffer));
    this.#pieces.push(piece);
    return this;
  }
}

/** Bits of 0 or of a power of two, with its sign. */
function halfBits(value: number): number {
  const exponent = value === 0 ? 0 : Math.log2(Math.abs(value)) + 15;
  return (value < 0 ? 0x8000 : 0) | (exponent << 10);
}
