import { QuenError } from '../../../core/errors.ts';
import { ELEMENT_TYPES, typeAttribute } from './attributes.ts';
import type { Reference, TfGraph, TfNode } from './graph-def.ts';

/** The part of a graph that is run to get its output. */
export interface InferencePart {
  /** In an order in which each node comes after those it needs; the input comes first. */
  readonly nodes: readonly TfNode[];
  /** The result that a reference means, past nodes that only hand on. */
  resolve(reference: Reference): Reference;
}

const HANDING_ON = new Set(['Identity', 'StopGradient', 'CheckNumerics', 'Switch']);

/**
 * Walks a graph from its output to its input. Branches between training and inference (Switch, Merge) are followed as if
 * every yes-or-no placeholder were no. Throws `NETWORK_ARCHITECTURE_MISMATCH`.
 * @param ends the output, and the name of the input node
 * @param origin the file, for messages
 */
export function inferencePart(
  graph: TfGraph,
  ends: { readonly input: string; readonly output: Reference },
  origin: string,
): InferencePart {
  const order = orderOf(graph, ends, origin);
  const branches = new Branches(ends.input, origin);
  for (const node of order) branches.follow(node);
  const needed = new Set([branches.resolve(ends.output).node]);
  for (const node of order.toReversed())
    if (needed.has(node.name) && node.name !== ends.input)
      for (const input of node.inputs) needed.add(branches.resolve(input).node);
  if (branches.isDead(ends.output) || !needed.has(ends.input))
    throw unfit(origin, `does not compute ${ends.output.node} from ${ends.input}`);
  return {
    nodes: order.filter(({ name }) => needed.has(name)),
    resolve: (reference) => branches.resolve(reference),
  };
}

/** The fault of a graph that is none of the networks Quen imports. @param what follows the file's name */
export function unfit(origin: string, what: string): QuenError {
  const message = `${origin} ${what}. It does not belong to this network; choose another card.`;
  return new QuenError('NETWORK_ARCHITECTURE_MISMATCH', message);
}

/** All nodes the output depends on, those that come first in front. A stack of its own: graphs are deeper than calls may be. */
function orderOf(graph: TfGraph, ends: { input: string; output: Reference }, origin: string): TfNode[] {
  const order: TfNode[] = [];
  const isDone = new Map<string, boolean>();
  const open: { node: TfNode; needs: readonly string[]; next: number }[] = [];
  const enter = (name: string): void => {
    const node = graph.get(name);
    if (node === undefined) throw unfit(origin, `has no node ${name}`);
    if (isDone.get(name) === false) throw unfit(origin, `runs in a circle at ${name}`);
    if (isDone.get(name)) return;
    isDone.set(name, false);
    const needs = name === ends.input ? [] : [...node.inputs.map((input) => input.node), ...node.controls];
    open.push({ node, needs, next: 0 });
  };
  enter(ends.output.node);
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const need = top.needs[top.next];
    top.next += 1;
    if (need !== undefined) {
      enter(need);
      continue;
    }
    isDone.set(top.node.name, true);
    order.push(top.node);
    open.pop();
  }
  return order;
}

/** Follows nodes in order and keeps which results are never computed in inference, and where the others come from. */
class Branches {
  readonly #input: string;
  readonly #origin: string;
  /** Nodes that never run; for a Switch, the port that is never taken. */
  readonly #dead = new Map<string, number | 'all'>();
  readonly #flags = new Map<string, boolean>();
  readonly #sources = new Map<string, Reference>();

  constructor(input: string, origin: string) {
    this.#input = input;
    this.#origin = origin;
  }

  isDead({ node, port }: Reference): boolean {
    const dead = this.#dead.get(node);
    return dead === 'all' || dead === port;
  }

  resolve(reference: Reference): Reference {
    return this.#sources.get(reference.node) ?? reference;
  }

  follow(node: TfNode): void {
    if (node.name === this.#input) return;
    this.#followFlag(node);
    if (node.operator === 'Merge') {
      const live = node.inputs.find((input) => !this.isDead(input));
      if (live === undefined) this.#dead.set(node.name, 'all');
      else this.#sources.set(node.name, this.resolve(live));
      return;
    }
    const isUnreached =
      node.inputs.some((input) => this.isDead(input)) ||
      node.controls.some((control) => this.isDead({ node: control, port: 0 }));
    const [first] = node.inputs;
    if (isUnreached) this.#dead.set(node.name, 'all');
    else if (node.operator === 'Switch') this.#dead.set(node.name, this.#deadPort(node));
    if (HANDING_ON.has(node.operator) && first !== undefined)
      this.#sources.set(node.name, this.resolve(first));
  }

  #followFlag(node: TfNode): void {
    const isFlag = typeAttribute(node, 'dtype') === ELEMENT_TYPES.boolean;
    if (isFlag && node.operator.startsWith('Placeholder')) this.#flags.set(node.name, false);
    const [first] = node.inputs;
    const flag = first && this.#flags.get(this.resolve(first).node);
    if (node.operator === 'LogicalNot' && flag !== undefined) this.#flags.set(node.name, !flag);
  }

  /** The port of a Switch that is never taken. */
  #deadPort(node: TfNode): number {
    const flag = node.inputs[1] && this.#flags.get(this.resolve(node.inputs[1]).node);
    if (flag === undefined) throw unfit(this.#origin, `branches at ${node.name} by what it computes`);
    return flag ? 0 : 1;
  }
}
