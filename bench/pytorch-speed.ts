// Milliseconds a crop of imported networks in ONNX Runtime and of the same architectures in PyTorch, one thread each, on real
// crops, taking turns. Needs Debian's python3-torch. npx tsx bench/pytorch-speed.ts prints a table.
import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { loadNetwork } from '../src/adapters/onnx/load-network.ts';
import { createSession } from '../src/adapters/onnx/session.ts';
import type { InferenceSession } from '../src/core/tensor.ts';
import { toTensor } from '../src/images/to-tensor.ts';
import { mobilefacenetBubbliiiing } from '../src/networks/cards/mobilefacenet-bubbliiiing.ts';
import { importMxnet } from '../src/networks/import/mxnet/import-mxnet.ts';
import { encodeModel } from '../src/networks/onnx/model.ts';
import { foldBatchNorm } from '../src/networks/rewrite/fold-batch-norm.ts';
import { splitPRelu } from '../src/networks/rewrite/split-prelu.ts';
import { centreCrops } from '../test/support/centre-crops.ts';
import { sharedNetworks } from '../test/support/detector-networks.ts';
import { irResnetFiles } from '../test/support/mxnet-ir-resnet.ts';
import { minAndMedian } from './statistics.ts';

const CROP_COUNT = 16;
const ROUNDS = 12;
const PASSES = { mobilefacenet: 100, 'ir-resnet50': 8 } as const;
type Name = keyof typeof PASSES;

const format = mobilefacenetBubbliiiing.input;
const crops = (await centreCrops(CROP_COUNT)).map((crop) => toTensor(crop, format));
const sessions: Record<Name, InferenceSession> = {
  mobilefacenet: await open((await loadNetwork(mobilefacenetBubbliiiing, sharedNetworks()))[0]),
  'ir-resnet50': await open(irResnet50()),
};
const pytorch = startPytorch();

console.log('| network | PyTorch, ms a crop, min (median) | Quen | median of the ratios, round by round |');
console.log('|---|---|---|---|');
for (const name of Object.keys(PASSES) as Name[]) {
  const theirs: number[] = [];
  const ours: number[] = [];
  for (let round = -1; round < ROUNDS; round++) {
    const pair = [await pytorch.time(name), await timeOurs(name)];
    if (round < 0) continue;
    theirs.push(pair[0]);
    ours.push(pair[1]);
  }
  const ratios = ours.map((ms, i) => ms / theirs[i]);
  console.log(`| ${name} | ${[theirs, ours, ratios].map((values) => minAndMedian(values, 2)).join(' | ')} |`);
}
pytorch.end();

function irResnet50(): Uint8Array {
  const { symbol, params } = irResnetFiles({
    units: [3, 4, 14, 3],
    widths: [64, 64, 128, 256, 512],
    dimension: 512,
  });
  const files = [
    { name: 'model-symbol.json', bytes: symbol },
    { name: 'model-0000.params', bytes: params },
  ];
  return encodeModel(splitPRelu(foldBatchNorm(importMxnet(files, { input: 'data', output: 'fc1' }))));
}

async function open(graph: Uint8Array): Promise<InferenceSession> {
  return await createSession(graph, { threads: 1 });
}

async function timeOurs(name: Name): Promise<number> {
  const session = sessions[name];
  const startedMs = performance.now();
  for (let i = 0; i < PASSES[name]; i++)
    await session.run({ [session.inputNames[0]]: crops[i % CROP_COUNT] });
  return (performance.now() - startedMs) / PASSES[name];
}

function startPytorch(): { time(name: Name): Promise<number>; end(): void } {
  const file = join(mkdtempSync(join(tmpdir(), 'quen-bench-')), 'crops.f32');
  writeFileSync(
    file,
    Buffer.concat(crops.map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength))),
  );
  const child = spawn('/usr/bin/python3', [join(import.meta.dirname, 'pytorch-speed.py'), file], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    time: async (name) => {
      child.stdin.write(`${name} ${PASSES[name]}\n`);
      const { value } = await answers.next();
      return (1000 * Number(value)) / PASSES[name];
    },
    end: () => child.stdin.end(),
  };
}
