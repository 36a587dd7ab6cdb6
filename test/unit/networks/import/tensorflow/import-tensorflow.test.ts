import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isQuenError } from '../../../../../src/core/errors.ts';
import { importTensorflow } from '../../../../../src/networks/import/tensorflow/import-tensorflow.ts';
import { bytesField, varintField, writeFields } from '../../../../../src/networks/onnx/wire.ts';
import { floatConst, graphDef, integerConst, tfNode } from '../../../../support/made-graph-def.ts';
import { hasShared, sharedPath } from '../../../../support/shared-photos.ts';
import { importNodes, runNodes, type TfImage } from '../../../../support/tensorflow-operator.ts';

const image: TfImage = { height: 1, width: 1, channels: 2, values: [3, -4] };
const flag = tfNode('phase_train', 'Placeholder', [], { dtype: { type: 10 } });

/** Twice the image in inference, the image less 1 in training; behind Switch and Merge. */
const branches = [
  flag,
  tfNode('pred', 'Identity', ['phase_train']),
  tfNode('switch', 'Switch', ['x', 'pred']),
  tfNode('handle', 'Switch', ['phase_train', 'phase_train']),
  tfNode('in_training', 'Identity', ['handle:1']),
  floatConst('two', [], [2]),
  tfNode('doubled', 'Mul', ['switch', 'two']),
  tfNode('noise', 'RandomUniform', ['switch:1', '^in_training']),
  tfNode('out', 'Merge', ['noise', 'doubled']),
];

function importOf(bytes: Uint8Array, ends = { input: 'x', output: 'out' }) {
  return importTensorflow([{ name: 'made.pb', bytes }], ends);
}

function fault(code: string, why: RegExp) {
  return expect.objectContaining({ code, message: expect.stringMatching(why) });
}

describe('the part of a graph that is run', () => {
  test('training branches are left out', async () => {
    expect([...(await runNodes(branches, image)).data]).toEqual([6, -8]);
  });

  test('a branch on the opposite of the flag goes the other way', async () => {
    const nodes = [
      flag,
      tfNode('is_inference', 'LogicalNot', ['phase_train']),
      tfNode('switch', 'Switch', ['x', 'is_inference']),
      tfNode('less', 'Neg', ['switch']),
      tfNode('more', 'Square', ['switch:1']),
      tfNode('out', 'Merge', ['less', 'more']),
    ];
    expect([...(await runNodes(nodes, image)).data]).toEqual([9, 16]);
  });

  test('what runs only after a step of training is left out', async () => {
    const nodes = [
      ...branches.slice(0, 5),
      floatConst('two', [], [2]),
      tfNode('doubled', 'Mul', ['switch', 'two']),
      tfNode('other', 'Identity', ['x', '^in_training']),
      tfNode('out', 'Merge', ['other', 'doubled']),
    ];
    expect([...(await runNodes(nodes, image)).data]).toEqual([6, -8]);
  });

  test('a branch on something that is computed is refused', () => {
    const nodes = [tfNode('is_large', 'Greater', ['x', 'x']), tfNode('out', 'Switch', ['x', 'is_large'])];
    expect(() => importNodes(nodes, [-1, 1, 1, 2])).toThrow(
      fault('NETWORK_ARCHITECTURE_MISMATCH', /branches at out/),
    );
  });

  test('what lies beyond the output or beside the way from the input is not looked at', async () => {
    const nodes = [tfNode('out', 'Neg', ['x']), tfNode('loss', 'SparseSoftmax', ['out', 'nowhere'])];
    expect([...(await runNodes(nodes, image)).data]).toEqual([-3, 4]);
  });

  test('a chain of a hundred thousand nodes is walked', () => {
    const chain = Array.from({ length: 100_000 }, (_, i) => tfNode(`n${i + 1}`, 'Identity', [`n${i}`]));
    const nodes = [tfNode('n0', 'Neg', ['x']), ...chain, tfNode('out', 'Neg', ['n100000'])];
    expect(importNodes(nodes, [-1, 1, 1, 2]).nodes).toHaveLength(3);
  });

  test('names of input and output are kept as the card gives them', () => {
    const nodes = [
      tfNode('x', 'Placeholder', [], { shape: { shape: [-1, 2, 2, 3] } }),
      tfNode('scope/out', 'Neg', ['x']),
    ];
    const model = importOf(graphDef(nodes), { input: 'x:0', output: 'scope/out:0' });
    expect(model.inputs.map(({ name }) => name)).toEqual(['x:0']);
    expect(model.outputs.map(({ name }) => name)).toEqual(['scope/out:0']);
  });
});

describe('graphs of other networks', () => {
  const conv = tfNode('conv', 'Conv2D', ['x', 'x'], { padding: { text: 'SAME' } });

  test.each([
    ['an operation that is not known', [tfNode('out', 'FFT', ['x'])], /has the FFT out, an operation/],
    ['no output', [tfNode('other', 'Neg', ['x'])], /has no node out/],
    ['a missing input', [tfNode('out', 'Neg', ['nowhere'])], /has no node nowhere/],
    [
      'no way from the input',
      [floatConst('c', [1], [1]), tfNode('out', 'Neg', ['c'])],
      /does not compute out from x/,
    ],
    ['a circle', [tfNode('out', 'Add', ['x', 'b']), tfNode('b', 'Neg', ['out'])], /runs in a circle at out/],
    [
      'a filter that is computed',
      [conv, tfNode('out', 'Neg', ['conv'])],
      /does not have a weight of 4 dimensions/,
    ],
    ['a second result', [tfNode('two', 'Relu', ['x']), tfNode('out', 'Neg', ['two:1'])], /result 1 of two/],
    ['an output of whole numbers', [tfNode('out', 'Shape', ['x'])], /computes no numbers at out/],
  ])('%s is a mismatch', (_, nodes, why) => {
    expect(() => importNodes(nodes, [-1, 4, 4, 3])).toThrow(fault('NETWORK_ARCHITECTURE_MISMATCH', why));
  });

  test('an input of which nothing shows how many channels it has is a mismatch', () => {
    expect(() => importNodes([tfNode('out', 'Neg', ['x'])])).toThrow(/takes no images at x/);
  });
});

describe('damaged and hostile files', () => {
  test('an empty file is refused', () => {
    expect(() => importOf(new Uint8Array())).toThrow(fault('NETWORK_FILE_INVALID', /holds no graph/));
  });

  test('two nodes of one name are refused', () => {
    const bytes = graphDef([tfNode('x', 'Placeholder'), tfNode('x', 'Placeholder')]);
    expect(() => importOf(bytes)).toThrow(fault('NETWORK_FILE_INVALID', /one name/));
  });

  test('a single number that claims to fill a shape larger than the file is refused', () => {
    const nodes = [floatConst('c', [1000, 1000], [1]), tfNode('out', 'Add', ['x', 'c'])];
    expect(() => importNodes(nodes, [-1, 1, 1, 1])).toThrow(
      fault('NETWORK_FILE_INVALID', /constant c has 1 numbers/),
    );
  });

  test('a shape that no memory holds is refused', () => {
    const nodes = [floatConst('c', [2 ** 40, 2 ** 40], [1]), tfNode('out', 'Add', ['x', 'c'])];
    expect(() => importNodes(nodes, [-1, 1, 1, 1])).toThrow(
      fault('NETWORK_FILE_INVALID', /constant c has the shape/),
    );
  });

  test('a filter that is empty along one axis and endless along another is refused at once', () => {
    const filter = floatConst('filter', [2 ** 20, 2 ** 20, 0, 1], []);
    const nodes = [filter, tfNode('out', 'Conv2D', ['x', 'filter'], { padding: { text: 'SAME' } })];
    expect(() => importNodes(nodes, [-1, 4, 4, 3])).toThrow(
      fault('NETWORK_ARCHITECTURE_MISMATCH', /filter for 0 channels/),
    );
  });

  const made = graphDef([
    tfNode('x', 'Placeholder', [], { shape: { shape: [-1, -1, -1, 2] } }),
    ...branches.slice(0, -1),
    tfNode('merged', 'Merge', ['noise', 'doubled']),
    floatConst(
      'filter',
      [3, 3, 2, 2],
      Array.from({ length: 36 }, (_, i) => i),
    ),
    tfNode('conv', 'Conv2D', ['merged', 'filter'], {
      strides: { integers: [1, 2, 2, 1] },
      padding: { text: 'SAME' },
    }),
    floatConst('bias', [2], [1]),
    tfNode('biased', 'BiasAdd', ['conv', 'bias']),
    integerConst('axes', [1, 2]),
    tfNode('mean', 'Mean', ['biased', 'axes']),
    integerConst('shape', [-1, 2]),
    tfNode('flat', 'Reshape', ['mean', 'shape']),
    floatConst('weights', [2, 3], [1, 2, 3, 4, 5, 6]),
    tfNode('out', 'MatMul', ['flat', 'weights']),
  ]);
  const fsrcnnPath = 'models/fsrcnn/FSRCNN_x2.pb';
  const originals = [
    { bytes: made, ends: { input: 'x', output: 'out' } },
    ...(hasShared(fsrcnnPath)
      ? [
          {
            bytes: readFileSync(sharedPath(fsrcnnPath)),
            ends: { input: 'IteratorGetNext', output: 'NHWC_output' },
          },
        ]
      : []),
  ];

  function expectNoOtherFault(bytes: Uint8Array, ends: { input: string; output: string }): void {
    try {
      importOf(bytes, ends);
    } catch (cause) {
      const isExpected =
        isQuenError(cause, 'NETWORK_FILE_INVALID') || isQuenError(cause, 'NETWORK_ARCHITECTURE_MISMATCH');
      if (!isExpected) throw cause;
    }
  }

  const start = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

  test('the undamaged files are imported', () => {
    for (const { bytes, ends } of originals) expect(importOf(bytes, ends).nodes.length).toBeGreaterThan(5);
  });

  test('random bytes end in one of two faults', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expectNoOtherFault(bytes, { input: 'x', output: 'out' });
        expectNoOtherFault(writeFields([bytesField(1, bytes), varintField(9, 1)]), {
          input: 'x',
          output: 'out',
        });
      }),
      { numRuns: 1000 },
    );
  });

  test('truncations end in one of two faults', () => {
    fc.assert(
      fc.property(fc.constantFrom(...originals), start, ({ bytes, ends }, part) => {
        expectNoOtherFault(bytes.subarray(0, Math.floor(part * bytes.length)), ends);
      }),
      { numRuns: 300 },
    );
  });

  test('changed bytes, lengths among them, end in one of two faults or in a network', () => {
    const change = fc.tuple(
      start,
      fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0x7f, 0x80, 0xff)),
    );
    const changes = fc.array(change, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom(...originals), changes, ({ bytes, ends }, places) => {
        const changed = Uint8Array.from(bytes);
        for (const [part, value] of places) changed[Math.floor(part * changed.length)] = value;
        expectNoOtherFault(changed, ends);
      }),
      { numRuns: 1500 },
    );
  });
});
