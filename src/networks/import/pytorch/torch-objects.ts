import type { QuenError } from '../../../core/errors.ts';
import { fileInvalid } from '../byte-reader.ts';
import type { HostObject, PickleDict, PickleHost, PickleValue } from './pickle.ts';
import { ELEMENT_TYPES, type ElementType } from './storage.ts';

/** A run of numbers that tensors are views of; the numbers lie elsewhere in the file. */
export interface Storage extends HostObject {
  readonly kind: 'storage';
  readonly key: string;
  readonly type: ElementType;
  readonly count: number;
}

/** A tensor as the pickle states it, unchecked. */
export interface StatedTensor extends HostObject {
  readonly kind: 'tensor';
  readonly storage: Storage;
  readonly offset: PickleValue;
  readonly dims: PickleValue;
  readonly strides: PickleValue;
}

interface NamedObject extends HostObject {
  readonly kind: 'named';
  readonly call: (args: readonly PickleValue[]) => PickleValue;
  readonly type?: ElementType;
}

/** Whether a value is a tensor. */
export function isTensor(value: PickleValue | undefined): value is StatedTensor {
  return isHostObject(value) && value.kind === 'tensor';
}

/**
 * The few Python objects that a state dict is made of. Whatever else a pickle names is refused by its name, so that a
 * file can only state tensors.
 */
export class TorchObjects implements PickleHost {
  readonly #storages = new Map<string, Storage>();
  readonly #origin: string;
  readonly #named: ReadonlyMap<string, NamedObject>;
  #copiesLeft: number;

  /** @param origin the file, for messages @param fileBytes bounds how many items of lists are copied */
  constructor(origin: string, fileBytes: number) {
    this.#origin = origin;
    this.#copiesLeft = fileBytes;
    this.#named = new Map([
      ['collections.OrderedDict', named((args) => this.#orderedDict(args))],
      ['torch._utils._rebuild_tensor', named((args) => this.#tensor(args))],
      ['torch._utils._rebuild_tensor_v2', named((args) => this.#tensor(args))],
      ['torch._utils._rebuild_parameter', named((args) => this.#parameter(args))],
    ]);
  }

  /** Storages that were named so far, by their key. */
  get storages(): ReadonlyMap<string, Storage> {
    return this.#storages;
  }

  resolve(module: string, name: string): HostObject {
    const path = `${module}.${name}`;
    const found = this.#named.get(path);
    if (found !== undefined) return found;
    const type = module === 'torch' ? ELEMENT_TYPES.get(name) : undefined;
    if (type !== undefined) return named(() => this.#refuse(path), type);
    if (module === 'numpy' || module.startsWith('numpy.'))
      throw this.#fault(
        'it holds NumPy arrays, not PyTorch tensors; turn them into tensors with torch.from_numpy and save those by name with torch.save',
      );
    return this.#refuse(path);
  }

  persistent(id: PickleValue): Storage {
    const [tag, type, key, , count, view] = Array.isArray(id) ? id : [];
    const elementType = isNamed(type) ? type.type : undefined;
    if (tag !== 'storage' || elementType === undefined || typeof key !== 'string' || !isCount(count))
      throw this.#fault('it refers to numbers in a way that torch.save does not');
    if (view !== undefined && view !== null)
      throw this.#fault('its tensors share numbers as PyTorch before 0.4 wrote them; save it anew');
    const known = this.#storages.get(key);
    if (known !== undefined) return known;
    const storage: Storage = { kind: 'storage', key, type: elementType, count };
    this.#storages.set(key, storage);
    return storage;
  }

  call(callable: PickleValue, argument: PickleValue): PickleValue {
    if (!isNamed(callable) || !Array.isArray(argument))
      throw this.#fault('its pickle calls what is no function');
    return callable.call(argument);
  }

  /** A dictionary's attributes, such as PyTorch's `_metadata`, are not needed; nothing else may have a state. */
  build(target: PickleValue, state: PickleValue): void {
    if (!(target instanceof Map && state instanceof Map))
      throw this.#fault('its pickle sets the state of an object that is no dictionary');
  }

  /** Python 3 calls it without an argument, Python 2 with a list of pairs. */
  #orderedDict([pairs]: readonly PickleValue[]): PickleDict {
    const dict: PickleDict = new Map();
    if (pairs === undefined) return dict;
    if (!Array.isArray(pairs)) throw this.#fault('it has a dictionary without pairs');
    this.#copiesLeft -= pairs.length;
    if (this.#copiesLeft < 0) throw this.#fault('it unfolds to more than its own size');
    for (const pair of pairs) {
      const [key, value] = Array.isArray(pair) ? pair : [];
      if (key === undefined || value === undefined) throw this.#fault('it has a dictionary without pairs');
      dict.set(key, value);
    }
    return dict;
  }

  #tensor([storage, offset = null, dims = null, strides = null]: readonly PickleValue[]): StatedTensor {
    if (!isStorage(storage)) throw this.#fault('it has a tensor without numbers');
    return { kind: 'tensor', storage, offset, dims, strides };
  }

  #parameter([tensor]: readonly PickleValue[]): StatedTensor {
    if (!isTensor(tensor)) throw this.#fault('it has a parameter that is no tensor');
    return tensor;
  }

  #refuse(path: string): never {
    const advice = 'save the weights alone, with torch.save(model.state_dict(), ...)';
    throw this.#fault(`it asks for ${path}, which is refused as weights do not need it; ${advice}`);
  }

  #fault(why: string): QuenError {
    return fileInvalid(this.#origin, why);
  }
}

function named(call: NamedObject['call'], type?: ElementType): NamedObject {
  return type === undefined ? { kind: 'named', call } : { kind: 'named', call, type };
}

function isHostObject(value: PickleValue | undefined): value is HostObject {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

function isNamed(value: PickleValue | undefined): value is NamedObject {
  return isHostObject(value) && value.kind === 'named';
}

function isStorage(value: PickleValue | undefined): value is Storage {
  return isHostObject(value) && value.kind === 'storage';
}

function isCount(value: PickleValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
