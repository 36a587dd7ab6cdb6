import { z } from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 is 64 lower-case hexadecimal digits');

// A card may come from a stranger: what npm takes for a git address or a folder is no name of a package.
const npmSource = z.strictObject({
  kind: z.literal('npm'),
  package: z.string().regex(/^(@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/, 'the name of a package'),
  version: z.string().regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'an exact version'),
  /** Below the folder of the package, with forward slashes. */
  path: z
    .string()
    .regex(/^(?!\/)(?!.*(^|[\\/])\.\.([\\/]|$))[^:\\]+$/, 'a path that stays inside the package'),
});

const urlSource = z.strictObject({ kind: z.literal('url'), url: z.url({ protocol: /^https$/ }) });

const fileSource = z.strictObject({
  kind: z.literal('file'),
  /** Absolute, or relative to the folders listed in `QUEN_MODELS`. */
  path: z.string().min(1),
});

const sources = z.array(z.discriminatedUnion('kind', [npmSource, urlSource, fileSource]));

const fileName = z.string().min(1);

const knownFile = z.strictObject({
  /** As its publisher names it. */
  name: fileName,
  sources: sources.min(1),
  sha256,
  bytes: z.int().positive(),
});

const onnxWeights = z.strictObject({ format: z.literal('onnx'), files: z.tuple([knownFile]) });

/** A file that nobody has published a hash of has none until it is imported. */
const importedFile = z.strictObject({
  name: fileName,
  sources,
  sha256: sha256.optional(),
  bytes: z.int().positive().optional(),
});

const imported = {
  files: z.array(importedFile).min(1),
  /** Where a user finds the files. */
  foundAt: z.string().min(1),
};

/** Formats that hold the graph itself: from where to where it is taken. */
const graphWeights = z.strictObject({
  ...imported,
  format: z.enum(['mxnet', 'tensorflow']),
  /** Names of the graph's input and of the value that is the network's output. */
  nodes: z.strictObject({ input: z.string().min(1), output: z.string().min(1) }),
});

/** Networks that Quen can build from bare weights, by the format these come in. */
export const DLIB_ARCHITECTURES = ['dlib-resnet29'] as const;
/** See {@link DLIB_ARCHITECTURES}. */
export const PYTORCH_ARCHITECTURES = [
  'vggface2-resnet50',
  'vggface2-senet50',
  'mobilefacenet',
  'minifasnet-v2',
  'minifasnet-v1se',
  'mtcnn',
  's3fd-fan',
  'eccv16',
] as const;
/** One of {@link PYTORCH_ARCHITECTURES}. */
export type PytorchArchitecture = (typeof PYTORCH_ARCHITECTURES)[number];

const dlibWeights = z.strictObject({
  ...imported,
  format: z.literal('dlib'),
  architecture: z.enum(DLIB_ARCHITECTURES),
});

const pytorchWeights = z.strictObject({
  ...imported,
  format: z.literal('pytorch'),
  architecture: z.enum(PYTORCH_ARCHITECTURES),
});

/** The schema of a network's files: ready ONNX, or weights in another format that are turned into ONNX once. */
export const networkWeightsSchema = z.discriminatedUnion('format', [
  onnxWeights,
  graphWeights,
  dlibWeights,
  pytorchWeights,
]);

/** The files of a network and how they become a graph. */
export type NetworkWeights = z.infer<typeof networkWeightsSchema>;
/** Weights that an importer turns into ONNX. */
export type ImportedWeights = Exclude<NetworkWeights, { format: 'onnx' }>;
/** One file of a network. */
export type WeightsFile = z.infer<typeof importedFile>;
/** A file whose bytes are known beforehand. */
export type KnownFile = z.infer<typeof knownFile>;
/** One place a file can come from. */
export type NetworkSource = WeightsFile['sources'][number];
