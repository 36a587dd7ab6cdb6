import { ByteReader, fileInvalid } from '../byte-reader.ts';
import type { ImportFile } from '../import-file.ts';
import { type PickleValue, readPickle } from './pickle.ts';
import { isZip, readStoredZip } from './stored-zip.ts';
import { type Storage, TorchObjects } from './torch-objects.ts';

/** What `torch.save` wrote: one object, and the numbers of its tensors. */
export interface Archive {
  readonly root: PickleValue;
  /** The bytes of a storage, at least as many as it has elements for. Throws `NETWORK_FILE_INVALID`. */
  bytesOf(storage: Storage): Uint8Array;
}

const LEGACY_MAGIC = 0x1950a86a20f9469cfc6cn;
const LEGACY_PROTOCOL = 1001;
const OBJECT_ENTRY = /^(?:[^/]+\/)?data\.pkl$/;

/** Opens a file of `torch.save`, in the container since version 1.6 or in the older one. Throws `NETWORK_FILE_INVALID`. */
export function openArchive(file: ImportFile): Archive {
  return isZip(file.bytes) ? openZip(file) : openLegacy(file);
}

/** A zip archive with the pickle in data.pkl and each storage in data/KEY. */
function openZip({ name, bytes }: ImportFile): Archive {
  const entries = readStoredZip(bytes, name);
  const objectEntry = [...entries.keys()].find((entry) => OBJECT_ENTRY.test(entry));
  if (objectEntry === undefined) throw fileInvalid(name, 'it is a zip archive without data.pkl');
  const folder = objectEntry.slice(0, -'data.pkl'.length);
  const byteOrder = entries.get(`${folder}byteorder`);
  if (byteOrder !== undefined && new TextDecoder().decode(byteOrder) !== 'little')
    throw fileInvalid(name, 'its numbers are big-endian; save it on a little-endian machine');
  const objects = new TorchObjects(name, bytes.length);
  const root = readPickle(new ByteReader(entries.get(objectEntry) ?? new Uint8Array(), name), objects);
  return {
    root,
    bytesOf: (storage) => filled(name, storage, entries.get(`${folder}data/${storage.key}`)),
  };
}

/** Pickles of a magic number, a version, facts on the machine, the object and the keys of the storages; then these. */
function openLegacy({ name, bytes }: ImportFile): Archive {
  const reader = new ByteReader(bytes, name);
  const objects = new TorchObjects(name, bytes.length);
  const next = (): PickleValue => readPickle(reader, objects);
  if (next() !== LEGACY_MAGIC || next() !== LEGACY_PROTOCOL)
    throw fileInvalid(name, 'it does not begin as a file of torch.save does');
  const machine = next();
  if (!(machine instanceof Map) || machine.get('little_endian') !== true)
    throw fileInvalid(name, 'its numbers are big-endian; save it on a little-endian machine');
  const root = next();
  const contents = readStorages(reader, next(), objects.storages);
  return { root, bytesOf: (storage) => filled(name, storage, contents.get(storage.key)) };
}

function readStorages(
  reader: ByteReader,
  keys: PickleValue,
  storages: ReadonlyMap<string, Storage>,
): Map<string, Uint8Array> {
  if (!Array.isArray(keys)) throw reader.fault('it does not list its tensors');
  const contents = new Map<string, Uint8Array>();
  for (const key of keys) {
    const storage = typeof key === 'string' ? storages.get(key) : undefined;
    if (storage === undefined) throw reader.fault('it has numbers that no tensor uses');
    contents.set(storage.key, reader.bytes(reader.size64() * storage.type.byteCount));
  }
  return contents;
}

function filled(origin: string, storage: Storage, bytes: Uint8Array | undefined): Uint8Array {
  if (bytes === undefined || bytes.length < storage.count * storage.type.byteCount)
    throw fileInvalid(origin, `it is cut short, numbers of the storage ${storage.key} are missing`);
  return bytes;
}
