import { expect, test } from 'vitest';
import { NodeAttributes } from '../../../../../src/networks/import/mxnet/node-attributes.ts';

function attributes(values: Record<string, string>): NodeAttributes {
  return new NodeAttributes(new Map(Object.entries(values)), 'model-symbol.json', 'conv0');
}

test.each(['(3, 5)', '(3,5)', '[3, 5]', '(3L, 5L)', '(3, 5,)'])('%s is a height and a width', (kernel) => {
  expect(attributes({ kernel }).pair('kernel')).toEqual([3, 5]);
});

test.each(['()', '[]', 'None'])('%s leaves the default', (pad) => {
  expect(attributes({ pad }).pair('pad', 0)).toEqual([0, 0]);
});

test.each([
  ['True', true],
  ['1', true],
  ['true', true],
  ['False', false],
  ['0', false],
])('%s as a flag is %s', (flag, expected) => {
  expect(attributes({ flag }).flag('flag', !expected)).toBe(expected);
});

test('what is not given takes its default', () => {
  const none = attributes({});
  expect([none.flag('a', true), none.flag('a', false), none.number('b', 1e-3), none.integer('c', 1)]).toEqual(
    [true, false, 1e-3, 1],
  );
  expect(none.text('d', 'max')).toBe('max');
  expect(none.integers('e')).toBeUndefined();
});

test.each([
  ['a pair of one', () => attributes({ x: '(3,)' }).pair('x')],
  ['a pair of three', () => attributes({ x: '(3, 3, 3)' }).pair('x')],
  ['a pair below 0', () => attributes({ x: '(-1, 3)' }).pair('x')],
  ['a pair of words', () => attributes({ x: '(a, b)' }).pair('x')],
  ['a whole number with a fraction', () => attributes({ x: '1.5' }).integer('x')],
  ['a whole number beyond all use', () => attributes({ x: '99999999999' }).integer('x')],
  ['an endless number', () => attributes({ x: 'inf' }).number('x')],
  ['an empty number', () => attributes({ x: ' ' }).number('x')],
  ['a flag of another word', () => attributes({ x: 'maybe' }).flag('x', true)],
])('%s is refused with the node and the attribute', (_, read) => {
  expect(read).toThrow(/model-symbol\.json .*conv0 gives 'x'/);
});

test('an attribute that must be there is asked for by name', () => {
  expect(() => attributes({}).integer('num_filter')).toThrow(/conv0 does not give 'num_filter'/);
});
