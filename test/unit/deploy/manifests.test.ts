import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { readFlags } from '../../../src/cli/flags.ts';
import {
  composeFaults,
  composeFile,
  type KubernetesDocument,
  kubernetesDocuments,
  kubernetesFault,
  kustomizedFiles,
} from './manifests.ts';

interface Container {
  readonly name: string;
  readonly image: string;
  readonly args?: string[];
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly resources?: unknown;
  readonly readinessProbe?: { readonly httpGet?: { readonly path: string } };
  readonly livenessProbe?: { readonly httpGet?: { readonly path: string } };
}

interface PodSpec {
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly automountServiceAccountToken: boolean;
  readonly initContainers?: Container[];
  readonly containers: Container[];
}

interface ComposeService {
  readonly command?: string[];
  readonly image: string;
  readonly read_only?: boolean;
  readonly user?: string;
  readonly ports?: string[];
}

const documents = kubernetesDocuments();
const compose = composeFile() as { readonly services: Readonly<Record<string, ComposeService>> };

function podOf({ spec }: KubernetesDocument): PodSpec | undefined {
  return (spec as { template?: { spec: PodSpec } } | undefined)?.template?.spec;
}

const pods = documents.flatMap(({ document }) => {
  const pod = podOf(document);
  return pod === undefined ? [] : [{ name: document.metadata.name, pod }];
});

/** A command line of Quen must be one that Quen takes. */
async function expectCommandLine([word = '', ...rest]: readonly string[]): Promise<void> {
  const command = await COMMANDS[word]?.load();
  expect(command, `quen ${word}`).toBeDefined();
  expect(() => readFlags(rest, command?.args ?? {}, ['network', 'host-name'])).not.toThrow();
}

describe('compose.yaml', () => {
  test('fits the schema of the Compose specification', () => {
    expect(composeFaults(compose)).toEqual([]);
  });

  test.each([
    ['a misspelt key', { ...compose.services['serve'], imagee: 'quen' }],
    ['a pause that is no time', { ...compose.services['serve'], stop_grace_period: 'long' }],
    ['a number for a command', { ...compose.services['serve'], command: 5 }],
    ['a health check without its shape', { ...compose.services['serve'], healthcheck: { tests: 'x' } }],
  ])('would not fit with %s', (_, serve) => {
    expect(composeFaults({ ...compose, services: { ...compose.services, serve } })).not.toEqual([]);
  });

  test('runs a database, the service and two workers, by command lines that Quen takes', async () => {
    expect(Object.keys(compose.services)).toEqual(['database', 'serve', 'worker']);
    const quens = Object.values(compose.services).filter(({ image }) => image.startsWith('quen'));
    expect(quens.map(({ command }) => command?.[0])).toEqual(['serve', 'worker']);
    for (const { command } of quens) await expectCommandLine(command ?? []);
    expect(compose.services['worker']).toMatchObject({ deploy: { replicas: 2 } });
  });

  test('opens the service to this machine alone, and writes to no image', () => {
    for (const { image, ports = [], read_only, user } of Object.values(compose.services)) {
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
      if (image.startsWith('quen'))
        expect({ read_only, user }).toEqual({ read_only: true, user: '1000:1000' });
    }
  });
});

describe('deploy/kubernetes', () => {
  test.each(
    documents.map(({ file, document }) => [
      `${document.kind} ${document.metadata.name} of ${file}`,
      document,
    ]),
  )('%s fits the schemas of the Kubernetes API', (_, document) => {
    expect(kubernetesFault(document as KubernetesDocument)).toBeUndefined();
  });

  test.each([
    ['a misspelt number of copies', 'Deployment', { replica: 2 }],
    ['a misspelt field further inside', 'Deployment', { strategy: { rollingUpdte: {} } }],
    ['text for a number', 'Deployment', { replicas: 'two' }],
    ['no selector', 'StatefulSet', { selector: undefined }],
    ['a port that is a list', 'Service', { ports: [{ port: [80] }] }],
    ['no policy types it knows', 'NetworkPolicy', { podSelector: 'all' }],
  ])('a document with %s would not fit', (_, kind, change) => {
    const { document } = documents.find(
      (found) => found.document.kind === kind,
    ) as (typeof documents)[number];
    const spec = { ...(document.spec as object), ...change };
    expect(kubernetesFault({ ...document, spec })).toBeDefined();
  });

  test('a document of a kind that has no schema here, or of another version, would not pass unchecked', () => {
    const { document } = documents[0] as (typeof documents)[number];
    expect(kubernetesFault({ ...document, kind: 'Deploymnet' })).toContain('no schema');
    expect(kubernetesFault({ ...document, apiVersion: 'apps/v1beta1' })).toBeDefined();
  });

  test('the kustomization takes in every file but the template of the secret', () => {
    const files = new Set(documents.map(({ file }) => file));
    expect(new Set([...kustomizedFiles(), 'secret.template.yaml'])).toEqual(files);
  });

  test('the template of the secret holds none', () => {
    const secret = documents.find(({ document }) => document.kind === 'Secret');
    expect(new Set(Object.values(secret?.document.stringData ?? { none: 'x' }))).toEqual(new Set(['']));
  });

  test('containers run as nobody in particular, cannot gain rights, and cannot write to their image', () => {
    expect(pods.map(({ name }) => name).sort()).toEqual(['quen-postgres', 'quen-serve', 'quen-worker']);
    for (const { pod } of pods) {
      expect(pod.securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(pod.automountServiceAccountToken).toBe(false);
      for (const { securityContext } of [...(pod.initContainers ?? []), ...pod.containers])
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
    }
  });

  test('Quen is run by command lines that it takes', async () => {
    const lines = pods.flatMap(({ pod }) =>
      pod.containers.flatMap(({ image, args }) => (image === 'quen' ? [args] : [])),
    );
    expect(lines.map((line) => line?.[0])).toEqual(['serve', 'worker']);
    for (const line of lines) await expectCommandLine(line ?? []);
  });

  test('the service is asked whether it lives and whether it is ready', () => {
    const serve = pods.find(({ name }) => name === 'quen-serve')?.pod.containers[0];
    expect(serve?.livenessProbe?.httpGet?.path).toBe('/healthz');
    expect(serve?.readinessProbe?.httpGet?.path).toBe('/readyz');
  });
});
