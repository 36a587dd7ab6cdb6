import { createHash } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { onTestFinished, vi } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

/** One entry of a made package: a file's content, or a link to elsewhere. */
export type PackageEntry =
  | { readonly path: string; readonly content: Uint8Array | string }
  | { readonly path: string; readonly linkTo: string };

/** What a fake registry does with a tarball. */
export type TarballService = 'whole' | 'cut-short' | 'stalled' | 'other-bytes' | 'absent';

/** A registry on this machine that serves one package, and npm settings of the running test that point to it. */
export interface FakeRegistry {
  readonly url: string;
  readonly integrity: string;
  /** How often the tarball was asked for. */
  readonly tarballCount: number;
  serve(service: TarballService): void;
  close(): Promise<void>;
}

/** Starts a registry that serves a package made of the entries, version 1.0.0. */
export async function startFakeRegistry(
  name: string,
  entries: readonly PackageEntry[],
): Promise<FakeRegistry> {
  const tarball = packageTarball(name, entries);
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  let service: TarballService = 'whole';
  let tarballCount = 0;
  const server = createServer((request, response) => {
    if (request.url?.endsWith('.tgz')) {
      tarballCount += 1;
      sendTarball(response, tarball, service);
    } else {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(packument(name, addressOf(server), integrity)));
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  onTestFinished(close);
  useRegistry(addressOf(server));
  return {
    url: addressOf(server),
    integrity,
    get tarballCount() {
      return tarballCount;
    },
    serve: (wanted) => {
      service = wanted;
    },
    close,
  };
}

/** Points npm's settings to a registry, until the test ends. */
export function useRegistry(url: string): void {
  vi.stubEnv('npm_config_registry', url);
  vi.stubEnv('npm_config_cache', temporaryFolder());
  vi.stubEnv('npm_config_fetch_retries', '0');
  vi.stubEnv('npm_config_userconfig', '/nowhere/npmrc');
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

function packument(name: string, registry: string, integrity: string): unknown {
  const version = '1.0.0';
  const dist = { integrity, tarball: `${registry}${name}/-/${name}-${version}.tgz` };
  return { name, 'dist-tags': { latest: version }, versions: { [version]: { name, version, dist } } };
}

function sendTarball(response: ServerResponse, tarball: Uint8Array, service: TarballService): void {
  if (service === 'absent') {
    response.statusCode = 404;
    response.end();
    return;
  }
  response.setHeader('content-length', tarball.length);
  if (service === 'whole') response.end(tarball);
  else if (service === 'other-bytes') response.end(Uint8Array.from(tarball, (byte) => byte ^ 1));
  else {
    response.write(tarball.subarray(0, tarball.length / 2), () => {
      if (service === 'cut-short') response.destroy();
    });
  }
}

function packageTarball(name: string, entries: readonly PackageEntry[]): Uint8Array {
  const manifest = { path: 'package/package.json', content: JSON.stringify({ name, version: '1.0.0' }) };
  const blocks = [manifest, ...entries].flatMap(tarEntry);
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]), { level: 0 });
}

/** Header and content of one file or symbolic link in the ustar format. */
function tarEntry(entry: PackageEntry): Buffer[] {
  const content = 'content' in entry ? Buffer.from(entry.content) : Buffer.alloc(0);
  const header = Buffer.alloc(512);
  header.write(entry.path, 0);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write('content' in entry ? '0' : '2', 156);
  if ('linkTo' in entry) header.write(entry.linkTo, 157);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
  return [header, content, padding];
}
