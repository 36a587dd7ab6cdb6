import type { QuenError } from '../../../core/errors.ts';
import { fileInvalid } from '../byte-reader.ts';

const WHOLE = /^[+-]?\d{1,9}L?$/;

/** The attributes of a node, which MXNet writes as Python prints them. All faults are `NETWORK_FILE_INVALID`. */
export class NodeAttributes {
  readonly #values: ReadonlyMap<string, string>;
  readonly #origin: string;
  readonly #node: string;

  /** @param origin the file, for messages @param node whose they are, for messages */
  constructor(values: ReadonlyMap<string, string>, origin: string, node: string) {
    this.#values = values;
    this.#origin = origin;
    this.#node = node;
  }

  /** Whether there is such an attribute and it is not `None`. */
  has(name: string): boolean {
    return !['None', undefined].includes(this.#values.get(name));
  }

  /** A word such as `max`. @param fallback what MXNet takes where the file says nothing */
  text(name: string, fallback?: string): string {
    const value = (this.has(name) ? this.#values.get(name) : undefined) ?? fallback;
    if (value === undefined) throw this.#fault(name);
    return value;
  }

  /** `True` or `False`, or 1 or 0. */
  flag(name: string, fallback: boolean): boolean {
    const value = this.text(name, fallback ? 'True' : 'False').toLowerCase();
    if (!['true', 'false', '1', '0'].includes(value)) throw this.#fault(name);
    return value === 'true' || value === '1';
  }

  /** Any finite number. */
  number(name: string, fallback?: number): number {
    const text = this.text(name, fallback?.toString());
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value)) throw this.#fault(name);
    return value;
  }

  /** A whole number; Python 2 puts an L after long ones. */
  integer(name: string, fallback?: number): number {
    return this.#whole(name, this.text(name, fallback?.toString()));
  }

  /** A list of whole numbers, `(3, 3)` or `[3,3]`; undefined where it is absent or empty. */
  integers(name: string): readonly number[] | undefined {
    const items = this.text(name, '()').replace(/^[([]|,?\s*[)\]]$/g, '');
    if (items.trim() === '') return undefined;
    return items.split(',').map((item) => this.#whole(name, item));
  }

  /** Height and width. */
  pair(name: string, fallback?: number): readonly [number, number] {
    const list = this.integers(name) ?? (fallback === undefined ? [] : [fallback, fallback]);
    const [height, width] = list;
    if (list.length !== 2 || height === undefined || width === undefined || Math.min(...list) < 0)
      throw this.#fault(name, 'where height and width are due');
    return [height, width];
  }

  #whole(name: string, text: string): number {
    const trimmed = text.trim();
    if (!WHOLE.test(trimmed)) throw this.#fault(name);
    return Number.parseInt(trimmed, 10);
  }

  #fault(name: string, why = 'which cannot be'): QuenError {
    const given = this.#values.get(name)?.slice(0, 100);
    const what = given === undefined ? `does not give '${name}'` : `gives '${name}' as '${given}', ${why}`;
    return fileInvalid(this.#origin, `the node ${this.#node} ${what}`);
  }
}
