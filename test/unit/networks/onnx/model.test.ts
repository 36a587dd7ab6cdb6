import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSession } from '../../../../src/adapters/onnx/session.ts';
import { decodeModel, encodeModel, type OnnxModel } from '../../../../src/networks/onnx/model.ts';
import { bytesField, varintField, writeFields } from '../../../../src/networks/onnx/wire.ts';
import { freeInputSize } from '../../../../src/networks/rewrite/free-input-size.ts';
import { splitPRelu } from '../../../../src/networks/rewrite/split-prelu.ts';
import { madeInput, outputsOf, realNetworkPaths } from '../../../support/real-networks.ts';

const DAMAGED = { name: 'QuenError', code: 'NETWORK_UNRUNNABLE' };
const paths = realNetworkPaths();

/** A model whose only weight has these fields besides its name. */
function modelWithWeight(...fields: ReturnType<typeof varintField>[]): Uint8Array {
  const tensor = writeFields([bytesField(8, 'slope'), ...fields]);
  return writeFields([bytesField(7, writeFields([bytesField(5, tensor)]))]);
}

test('a model without a graph is an empty model', () => {
  expect(decodeModel(new Uint8Array())).toMatchObject({ opset: 1, nodes: [], inputs: [] });
});

test('a network whose weights lie in another file is refused with the cure', () => {
  expect(() => decodeModel(modelWithWeight(varintField(14, 1)))).toThrow(/slope.*one file/);
});

test('a weight inside the file is kept byte for byte', () => {
  const bytes = modelWithWeight(varintField(1, 1), varintField(2, 1));
  expect([...encodeModel(decodeModel(bytes))]).toEqual([...bytes]);
});

describe.skipIf(paths.length === 0)('real networks', () => {
  test.each(paths.map((path) => [basename(path), path]))(
    '%s written anew gives the same outputs',
    async (_, path) => {
      const bytes = readFileSync(path);
      const input = madeInput(bytes, 320);
      expect(await outputsOf(encodeModel(decodeModel(bytes)), input)).toEqual(await outputsOf(bytes, input));
    },
  );

  test('a network cut short anywhere is refused by the reader or by ONNX Runtime', {
    timeout: 120_000,
  }, async () => {
    const bytes = readFileSync(smallest(paths));
    for (const share of [0, 0.1, 0.5, 0.9, 0.999]) {
      const cut = bytes.subarray(0, Math.floor(bytes.length * share));
      await expect(loaded(cut)).rejects.toMatchObject(DAMAGED);
    }
  });

  test('changed bytes end in a model or in NETWORK_UNRUNNABLE, soon and in little memory', {
    timeout: 120_000,
  }, () => {
    const bytes = readFileSync(smallest(paths));
    const change = fc.record({
      at: fc.oneof(fc.nat(2000), fc.nat(bytes.length - 1)),
      to: fc.uint8Array({ minLength: 1, maxLength: 12 }),
    });
    const startedBytes = process.memoryUsage().arrayBuffers;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const changed = Uint8Array.from(bytes);
        for (const { at, to } of changes) changed.set(to.subarray(0, bytes.length - at), at);
        const startedMs = performance.now();
        try {
          rewritten(decodeModel(changed));
        } catch (cause) {
          expect(cause).toMatchObject(DAMAGED);
        }
        expect(performance.now() - startedMs).toBeLessThan(2000);
      }),
      { numRuns: 300 },
    );
    expect(process.memoryUsage().arrayBuffers - startedBytes).toBeLessThan(1000 * bytes.length);
  });
});

function rewritten(model: OnnxModel): Uint8Array {
  return encodeModel(splitPRelu(freeInputSize(model, 'NCHW')));
}

async function loaded(bytes: Uint8Array): Promise<void> {
  const session = await createSession(rewritten(decodeModel(bytes)), { threads: 1 });
  // A network that lost its tail may load: it must not run as if nothing had happened.
  await session.run({ [session.inputNames[0] ?? 'input']: { data: new Float32Array(1), dims: [1] } });
}

function smallest(candidates: readonly string[]): string {
  return [...candidates].sort((a, b) => readFileSync(a).length - readFileSync(b).length)[0];
}
