import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KernelWriter } from '../../../src/numerics/elementwise-kernel.ts';

interface Runnable {
  readonly array: Float32Array;
  run(byteCount: number, ...rest: number[]): void;
}

/** A kernel with a memory of its own, whose arrays begin at the addresses that the test chooses. */
function runnable(kernel: KernelWriter): Runnable {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(kernel.module()), { kernel: { memory } });
  return {
    array: new Float32Array(memory.buffer),
    run: instance.exports.run as (byteCount: number, ...rest: number[]) => void,
  };
}

type Operation = 'add' | 'subtract' | 'multiply' | 'divide';
const operations: [Operation, (a: number, b: number) => number][] = [
  ['add', (a, b) => a + b],
  ['subtract', (a, b) => a - b],
  ['multiply', (a, b) => a * b],
  ['divide', (a, b) => a / b],
];

test.each(operations)('%s gives the bits of float32 arithmetic', (name, expected) => {
  const kernel = new KernelWriter({ arrays: ['a', 'b'], scalars: [] });
  kernel.store('a', kernel[name](kernel.load('a'), kernel.load('b')));
  const { array, run } = runnable(kernel);
  const floats = fc.float32Array({ minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(floats, floats, (a, b) => {
      array.set(a, 0);
      array.set(b, 8);
      run(32, 0, 32);
      expect(array.slice(0, 8)).toEqual(a.map((value, i) => expected(value, b[i])));
      expect(array.slice(8, 16)).toEqual(b);
    }),
  );
});

test('a square root, a constant and a scalar are used in every element and nothing past the end is touched', () => {
  const kernel = new KernelWriter({ arrays: ['in', 'out'], scalars: ['unused', 'factor'] });
  const root = kernel.squareRoot(kernel.load('in'));
  kernel.store('out', kernel.multiply(kernel.add(root, kernel.constant(0.5)), kernel.scalar('factor')));
  const { array, run } = runnable(kernel);
  array.set([1, 4, 9, 16, 25, 36, 49, 64, 81]);
  run(32, 0, 400, 7, 2);
  expect(Array.from(array.slice(100, 109))).toEqual([3, 5, 7, 9, 11, 13, 15, 17, 0]);
});

test('a kernel of more than 127 values still encodes', () => {
  const kernel = new KernelWriter({ arrays: ['sum'], scalars: [] });
  let value = kernel.load('sum');
  for (let i = 0; i < 300; i++) value = kernel.add(value, kernel.constant(1));
  kernel.store('sum', value);
  const { array, run } = runnable(kernel);
  run(16, 0);
  expect(Array.from(array.slice(0, 5))).toEqual([300, 300, 300, 300, 0]);
});

test('a name that the kernel was not told of is refused', () => {
  const kernel = new KernelWriter({ arrays: ['a'], scalars: ['s'] });
  expect(() => kernel.load('b')).toThrow("no 'b', only a");
  expect(() => kernel.scalar('a')).toThrow("no 'a', only s");
});
