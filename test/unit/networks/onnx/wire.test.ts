import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bytesField,
  type Field,
  readFields,
  textsOf,
  varintField,
  writeFields,
} from '../../../../src/networks/onnx/wire.ts';

const LARGEST = 2n ** 64n - 1n;

const number = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 2 ** 29 - 1 }));
const fixed = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const field: fc.Arbitrary<Field> = fc.oneof(
  fc.record({
    number,
    wire: fc.constant('varint' as const),
    value: fc.oneof(fc.bigInt({ min: 0n, max: 300n }), fc.bigInt({ min: 0n, max: LARGEST })),
  }),
  fc.record({ number, wire: fc.constant('bytes' as const), value: fc.uint8Array({ maxLength: 300 }) }),
  fc.record({ number, wire: fc.constant('fixed64' as const), value: fixed(8) }),
  fc.record({ number, wire: fc.constant('fixed32' as const), value: fixed(4) }),
);

const DAMAGED = { name: 'QuenError', code: 'NETWORK_UNRUNNABLE' };

function faultOf(bytes: readonly number[]): unknown {
  try {
    readFields(Uint8Array.from(bytes));
  } catch (cause) {
    return cause;
  }
  return undefined;
}

test('fields that are written are read back as they were', () => {
  fc.assert(
    fc.property(fc.array(field, { maxLength: 20 }), (fields) => {
      expect(readFields(writeFields(fields))).toEqual(fields);
    }),
  );
});

test('the bytes are those of the protobuf documentation', () => {
  // "Test1 { a: 150 }" is 08 96 01, "Test2 { b: 'testing' }" is 12 07 74 65 73 74 69 6e 67.
  expect([...writeFields([varintField(1, 150)])]).toEqual([0x08, 0x96, 0x01]);
  const testing = writeFields([bytesField(2, 'testing')]);
  expect([...testing]).toEqual([0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67]);
  expect(textsOf(readFields(testing), 2)).toEqual(['testing']);
});

test('a negative integer takes ten bytes and keeps all 64 bits', () => {
  const bytes = writeFields([varintField(1, -1)]);
  expect(bytes.length).toBe(11);
  expect(readFields(bytes)).toEqual([{ number: 1, wire: 'varint', value: LARGEST }]);
});

test('a length of nearly 2 to the 64 is refused without asking for the memory', () => {
  const length = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];
  expect(faultOf([0x0a, ...length, 0x00])).toMatchObject(DAMAGED);
});

test('a length one past the end is refused', () => {
  expect(faultOf([0x0a, 0x02, 0x41])).toMatchObject(DAMAGED);
});

test('an integer of eleven bytes is refused', () => {
  expect(faultOf([0x08, ...Array.from({ length: 10 }, () => 0x80), 0x01])).toMatchObject(DAMAGED);
});

test('a message that ends inside an integer is refused', () => {
  expect(faultOf([0x08, 0x96])).toMatchObject(DAMAGED);
});

test.each([
  ['field number 0', [0x00, 0x01]],
  ['a group, which ONNX does not have', [0x0b]],
  ['wire type 7, which nothing has', [0x0f]],
  ['a field number above 2^29 - 1', [0x80, 0x80, 0x80, 0x80, 0x10, 0x00]],
])('%s is refused', (_, bytes) => {
  expect(faultOf(bytes)).toMatchObject(DAMAGED);
});

test('bytes of no meaning end in fields or in NETWORK_UNRUNNABLE, nothing else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      try {
        readFields(bytes);
      } catch (cause) {
        expect(cause).toMatchObject(DAMAGED);
      }
    }),
  );
});
