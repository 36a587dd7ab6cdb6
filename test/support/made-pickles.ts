const OBJECT_END = 0x2e;
const MAGIC = '\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.';
const PROTOCOL = '\x80\x02M\xe9\x03.';

/** A pickle of opcodes, one character a byte; what follows a part that is `X`, `U` or `\x8c` is a text and gets its length. */
export function pickle(...parts: readonly string[]): Uint8Array {
  const bytes = parts.flatMap((part, i) => {
    const before = parts[i - 1];
    const length = [part.length & 0xff, part.length >> 8, 0, 0];
    if (before === 'X') return [...length, ...codes(part)];
    return before === '\x8c' || before === 'U' ? [part.length, ...codes(part)] : codes(part);
  });
  return Uint8Array.from([...bytes, OBJECT_END]);
}

/** A file as `torch.save` wrote it before 1.6, around one object's pickle. @param numbers of the storage with the key 0 */
export function legacyFile(object: Uint8Array, numbers?: readonly number[]): Uint8Array {
  const machine = pickle('}', 'X', 'little_endian', '\x88s');
  const keys = numbers ? pickle(']', 'X', '0', 'a') : pickle(']');
  const storage = new Uint8Array(numbers ? 8 + numbers.length * 4 : 0);
  const view = new DataView(storage.buffer);
  if (numbers) view.setBigInt64(0, BigInt(numbers.length), true);
  numbers?.forEach((value, i) => {
    view.setFloat32(8 + i * 4, value, true);
  });
  const parts = [codes(MAGIC), codes(PROTOCOL), machine, object, keys, storage];
  const file = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    file.set(part, offset);
    offset += part.length;
  }
  return file;
}

/** The pickle of a state dict with one tensor `a`, a view of a float storage with the key 0. */
export function tensorPickle(tensor: {
  readonly count: number;
  readonly offset: number;
  readonly dims: readonly number[];
  readonly strides: readonly number[];
}): Uint8Array {
  const storage = [
    '(',
    'X',
    'storage',
    'ctorch\nFloatStorage\n',
    'X',
    '0',
    'X',
    'cpu',
    int(tensor.count),
    'NtQ',
  ];
  const shape = [`(${tensor.dims.map(int).join('')}t`, `(${tensor.strides.map(int).join('')}t`];
  const hooks = '\x89ccollections\nOrderedDict\n)R';
  const rebuild = 'ctorch._utils\n_rebuild_tensor_v2\n';
  return pickle('}', 'X', 'a', rebuild, '(', ...storage, int(tensor.offset), ...shape, hooks, 'tRs');
}

function int(value: number): string {
  return `J${[0, 8, 16, 24].map((shift) => String.fromCharCode((value >> shift) & 0xff)).join('')}`;
}

function codes(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}
