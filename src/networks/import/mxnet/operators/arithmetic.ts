import type { OperatorCall, Translate, Value } from '../operator-call.ts';

/** Names of MXNet for two values, in the order new, old and with broadcasting; the last part of each scalar's name. */
const NAMES = {
  Add: ['elemwise_add', '_plus', '_Plus', '_add', 'broadcast_add', 'broadcast_plus'],
  Sub: ['elemwise_sub', '_minus', '_Minus', '_sub', 'broadcast_sub', 'broadcast_minus'],
  Mul: ['elemwise_mul', '_mul', '_Mul', 'broadcast_mul'],
  Div: ['elemwise_div', '_div', '_Div', 'broadcast_div'],
} as const;

const SCALAR_NAMES = {
  Add: ['_plus_scalar', '_PlusScalar'],
  Sub: ['_minus_scalar', '_MinusScalar'],
  Mul: ['_mul_scalar', '_MulScalar'],
  Div: ['_div_scalar', '_DivScalar'],
} as const;

/** Scalars that stand before the value. */
const REVERSED_NAMES = {
  Sub: ['_rminus_scalar', '_RMinusScalar'],
  Div: ['_rdiv_scalar', '_RDivScalar'],
} as const;

/** Sums, differences, products and quotients. */
export const ARITHMETIC: readonly (readonly [string, Translate])[] = [
  ...under(NAMES, combined),
  ...under(SCALAR_NAMES, withScalar),
  ...under(REVERSED_NAMES, fromScalar),
  ...['add_n', 'ElementWiseSum'].map((name) => [name, combined('Sum')] as const),
];

function under(
  names: Readonly<Record<string, readonly string[]>>,
  translate: (operator: string) => Translate,
): (readonly [string, Translate])[] {
  return Object.entries(names).flatMap(([operator, all]) =>
    all.map((name) => [name, translate(operator)] as const),
  );
}

function combined(operator: string): Translate {
  return (call) => {
    const others = operator === 'Sum' ? call.inputs.slice(1) : [call.input(1)];
    const values = [call.input(0), ...others];
    const name = call.graph.node(
      operator,
      values.map((value) => value.name),
    );
    return { name, rank: Math.max(...values.map(({ rank }) => rank)), channels: commonChannels(values) };
  };
}

function withScalar(operator: string): Translate {
  return (call) => {
    const x = call.input(0);
    return { ...x, name: call.graph.node(operator, [x.name, scalarOf(call)]) };
  };
}

function fromScalar(operator: string): Translate {
  return (call) => {
    const x = call.input(0);
    return { ...x, name: call.graph.node(operator, [scalarOf(call), x.name]) };
  };
}

function scalarOf({ attributes, graph }: OperatorCall): string {
  return graph.scalar(attributes.number('scalar'));
}

/** Channels of a result whose operands may be broadcast: one channel meets any number. */
function commonChannels(values: readonly Value[]): Value['channels'] {
  const [first = 'unknown', ...others] = new Set(
    values.map(({ channels }) => channels).filter((channels) => channels !== 1),
  );
  return others.length === 0 ? first : 'unknown';
}
