// One worker of the peer: @vladmandic/face-api on its WASM backend (SSD detector, 68 landmarks, 128-d descriptor).
// Answers each list of photo paths with the descriptor of the largest face of each, or null.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import sharp from 'sharp';

const require = createRequire(import.meta.url);
const wasm = require('@tensorflow/tfjs-backend-wasm');
wasm.setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
const faceapi = require('@vladmandic/face-api/dist/face-api.node-wasm.js');
await faceapi.tf.setBackend('wasm');
await faceapi.tf.ready();
const model = join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'model');
await faceapi.nets.ssdMobilenetv1.loadFromDisk(model);
await faceapi.nets.faceLandmark68Net.loadFromDisk(model);
await faceapi.nets.faceRecognitionNet.loadFromDisk(model);

parentPort.on('message', async (paths) => {
  const descriptors = [];
  for (const path of paths) descriptors.push(await describe(path));
  parentPort.postMessage(descriptors);
});
parentPort.postMessage('ready');

async function describe(path) {
  const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
  const pixels = faceapi.tf.tensor3d(data, [info.height, info.width, info.channels], 'int32');
  try {
    const faces = await faceapi.detectAllFaces(pixels).withFaceLandmarks().withFaceDescriptors();
    const area = ({ detection }) => detection.box.area;
    const [largest] = faces.sort((a, b) => area(b) - area(a));
    return largest === undefined ? null : largest.descriptor;
  } finally {
    pixels.dispose();
  }
}
