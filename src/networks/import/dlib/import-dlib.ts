import type { OnnxModel } from '../../onnx/model.ts';
import { fileInvalid } from '../byte-reader.ts';
import type { ImportFile } from '../import-file.ts';
import { readDlibNetwork } from './dlib-network.ts';
import { buildResnet29 } from './resnet29.ts';

/**
 * Turns a network that dlib has written (`.dat`) into ONNX. Throws `NETWORK_FILE_INVALID` and
 * `NETWORK_ARCHITECTURE_MISMATCH`.
 */
export function importDlib(files: readonly ImportFile[], architecture: 'dlib-resnet29'): OnnxModel {
  const [file, ...others] = files;
  if (file === undefined || others.length > 0)
    throw fileInvalid('A dlib network', `it has ${files.length} files, not one`);
  switch (architecture) {
    case 'dlib-resnet29':
      return buildResnet29(readDlibNetwork(file), file.name);
  }
}
