/** A size: a number, the free number of images, or unknown until the network runs. */
export type Dim = number | 'batch' | undefined;

/** A result of a node of the ONNX graph. */
export interface TensorValue {
  readonly kind: 'tensor';
  /** Its name in the ONNX graph. */
  readonly name: string;
  /** Sizes in TensorFlow's order, for images [batch, height, width, channels]. */
  readonly dims: readonly Dim[];
  /** Whether the ONNX graph holds it as [batch, channels, height, width]. */
  readonly isImage: boolean;
}

/** A float32 weight of the file. */
export interface ConstantValue {
  readonly kind: 'constant';
  /** Its name in the file. */
  readonly name: string;
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** A list of whole numbers such as a shape, or a single one. */
export interface IntegersValue {
  readonly kind: 'integers';
  readonly values: readonly Dim[];
}

/** What a node of a TensorFlow graph gives. */
export type Value = TensorValue | ConstantValue | IntegersValue;
