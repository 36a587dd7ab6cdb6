import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isQuenError } from '../../../../../src/core/errors.ts';
import { readStateDict } from '../../../../../src/networks/import/pytorch/state-dict.ts';
import { legacyFile, pickle, tensorPickle } from '../../../../support/made-pickles.ts';

const golden = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../../../golden/${name}`, import.meta.url)));
const read = (bytes: Uint8Array) => readStateDict({ name: 'weights.pth', bytes });
const CONTAINERS = ['pytorch-state-dict-zip.pth', 'pytorch-state-dict-legacy.pth'];

interface Expected {
  readonly weights: Readonly<Record<string, { readonly dims: number[]; readonly data: string[] }>>;
}

const expected = JSON.parse(new TextDecoder().decode(golden('pytorch-state-dict.json'))) as Expected;

describe.each(CONTAINERS)('%s', (name) => {
  test('gives every tensor as PyTorch reads it, whatever its number type and strides', () => {
    const weights = read(golden(name));
    expect(weights.names).toEqual(Object.keys(expected.weights));
    for (const [weight, { dims, data }] of Object.entries(expected.weights)) {
      const numbers = data.map((text) => (text === 'inf' ? Number.POSITIVE_INFINITY : Number(text)));
      expect(weights.take(weight), weight).toEqual({ dims, data: Float32Array.from(numbers) });
    }
  });

  test('is refused with a coded error wherever it is cut', () => {
    const bytes = golden(name);
    for (let length = 0; length < bytes.length; length += 7)
      expectRefused(bytes.subarray(0, length), /weights\.pth is damaged/);
  });

  test('is read or refused, never anything else, whichever bytes are damaged', () => {
    const bytes = golden(name);
    const damage = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(damage, (changes) => {
        const damaged = Uint8Array.from(bytes);
        for (const [place, value] of changes) damaged[place] = value;
        expectReadOrRefused(damaged);
      }),
      { numRuns: 2000 },
    );
  });
});

test('random bytes are refused with a coded error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expectRefused(bytes, /damaged or of another format/);
    }),
  );
});

test('random pickles in a sound container are read or refused', () => {
  const opcode = fc.oneof(fc.constantFrom(...'(012NKMGXU)t]ae}suqhcRbQ.'), fc.nat(255));
  const bytes = fc
    .array(opcode, { maxLength: 200 })
    .map((items) => items.map((item) => (typeof item === 'string' ? item.charCodeAt(0) : item)));
  fc.assert(
    fc.property(bytes, (object) => expectReadOrRefused(legacyFile(Uint8Array.from([...object, 0x2e])))),
    { numRuns: 2000 },
  );
});

describe('a hostile pickle', () => {
  test.each([
    ['os.system', pickle('cos\nsystem\n', 'X', 'touch /tmp/owned', '\x85R')],
    ['builtins.eval', pickle('cbuiltins\neval\n', 'X', '1', '\x85R')],
    ['posix.system', pickle('\x8c', 'posix', '\x8c', 'system', '\x93', 'X', 'ls', '\x85R')],
    ['torch.nn.modules.linear.Linear', pickle('ctorch.nn.modules.linear\nLinear\n)R')],
    ['torch.load', pickle('ctorch\nload\n', 'X', 'x', '\x85R')],
    ['torch.FloatStorage', pickle('ctorch\nFloatStorage\n)R')],
  ])('that calls %s is refused by that name', (name, object) => {
    expectRefused(
      legacyFile(object),
      new RegExp(`it asks for ${name.replaceAll('.', '\\.')}, which is refused`),
    );
  });

  test('that holds NumPy arrays is refused with a way out', () => {
    const object = pickle('cnumpy.core.multiarray\n_reconstruct\n');
    expectRefused(legacyFile(object), /NumPy arrays.*torch\.from_numpy/);
    expectRefused(object, /NumPy arrays.*torch\.from_numpy/);
  });

  test.each([
    ['sets the state of what is no dictionary', pickle('ccollections\nOrderedDict\n}b')],
    ['calls what is no function', pickle('}', ')R')],
    ['has an opcode for making instances', pickle('(cos\nsystem\no')],
    ['states a text far longer than the file', pickle('X\xff\xff\xff\x7f')],
    ['recalls what it never kept', pickle('h\x05')],
    ['takes what is not there', pickle('0')],
    ['names a tensor without its numbers', pickle('}', 'X', 'a', 'ctorch._utils\n_rebuild_tensor_v2\n)Rs')],
  ])('that %s is refused', (_, object) => {
    expectRefused(legacyFile(object), /damaged or of another format/);
  });

  // Time that grew with the square of the depth would end the test.
  test('that nests a million lists is refused without a deep stack', () => {
    const depth = 1_000_000;
    expectRefused(legacyFile(pickle(']'.repeat(depth), 'a'.repeat(depth - 1))), /no tensors by name/);
  });

  test('that copies one long list over and over is refused before it grows', () => {
    const pairs = pickle(']q\x00(', 'NN\x86'.repeat(50_000), 'e').subarray(0, -1);
    const copies = 'ccollections\nOrderedDict\nh\x00\x85R'.repeat(1000);
    expectRefused(legacyFile(Uint8Array.from([...pairs, ...pickle(copies)])), /unfolds to more/);
  });
});

describe('a tensor', () => {
  const tensor = { count: 4, offset: 0, dims: [2, 2], strides: [2, 1] };

  test('within its storage is read', () => {
    const weights = read(legacyFile(tensorPickle(tensor), [1, 2, 3, 4]));
    expect(weights.take('a')).toEqual({ dims: [2, 2], data: Float32Array.of(1, 2, 3, 4) });
  });

  test('is found where Python 2 wrote the dictionary, as a list of pairs', () => {
    const dictionary = 'ccollections\nOrderedDict\n';
    const value = tensorPickle(tensor).subarray(7, -2);
    const before = pickle(`${dictionary}](](`, 'U', 'a').subarray(0, -1);
    const after = pickle('ee\x85R}', 'U', '_metadata', `${dictionary}]\x85Rsb`);
    const weights = read(legacyFile(Uint8Array.from([...before, ...value, ...after]), [1, 2, 3, 4]));
    expect(weights.take('a').data).toEqual(Float32Array.of(1, 2, 3, 4));
  });

  test.each([
    ['reaches outside its storage', { ...tensor, offset: 1 }],
    ['reaches outside its storage', { ...tensor, strides: [3, 1] }],
    ['has more numbers than the file', { ...tensor, dims: [60_000, 60_000], strides: [0, 0] }],
    ['has no whole numbers for a shape', { ...tensor, strides: [1] }],
    ['has no whole numbers for a shape', { ...tensor, dims: [-1, 2] }],
  ])('that %s is refused', (why, stated) => {
    expectRefused(legacyFile(tensorPickle(stated), [1, 2, 3, 4]), new RegExp(`the tensor a ${why}`));
  });

  test('whose storage is shorter than stated is refused', () => {
    expectRefused(legacyFile(tensorPickle({ ...tensor, count: 9 }), [1, 2, 3, 4]), /storage 0 are missing/);
  });
});

test('an archive with a compressed entry is refused', () => {
  const bytes = golden('pytorch-state-dict-zip.pth');
  const directory = new TextDecoder('latin1').decode(bytes).indexOf('PK\x01\x02');
  bytes[directory + 10] = 8;
  expectRefused(bytes, /compressed or encrypted/);
});

function expectRefused(bytes: Uint8Array, message: RegExp): void {
  const fault = faultOf(bytes);
  expect(isQuenError(fault, 'NETWORK_FILE_INVALID'), String(fault)).toBe(true);
  expect(String(fault)).toMatch(message);
}

function expectReadOrRefused(bytes: Uint8Array): void {
  const fault = faultOf(bytes);
  expect(fault === undefined || isQuenError(fault, 'NETWORK_FILE_INVALID'), String(fault)).toBe(true);
}

function faultOf(bytes: Uint8Array): unknown {
  try {
    read(bytes);
    return undefined;
  } catch (fault) {
    return fault;
  }
}
