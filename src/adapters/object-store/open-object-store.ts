import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { QuenError } from '../../core/errors.ts';
import type { ObjectStore } from '../../jobs/object-store.ts';
import { openFolderStore, type StoreAccess } from './folder-store.ts';

const S3 = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/;
const SCHEME = /^([a-z][a-z0-9+.-]+):\/\//i;

/**
 * Opens the store of an address: `s3://bucket/prefix`, `file:///folder`, or the path of a folder. A bucket's endpoint, region and
 * credentials come from the environment as Amazon's own tools read it (`AWS_ENDPOINT_URL_S3`, `AWS_REGION`, `AWS_ACCESS_KEY_ID`, ...).
 * Throws `CONFIG_INVALID` for another address, `STORE_UNREACHABLE` and `OUTPUT_*`.
 */
export async function openObjectStore(url: string, access: StoreAccess = 'read-write'): Promise<ObjectStore> {
  const [, bucket, prefix = ''] = S3.exec(url) ?? [];
  if (bucket !== undefined) {
    // The SDK takes long to load, and whoever uses a folder needs none of it.
    const { openS3Store } = await import('./s3-store.ts');
    return await openS3Store(bucket, prefix);
  }
  const [, scheme] = SCHEME.exec(url) ?? [];
  if (scheme?.toLowerCase() === 'file') return await openFolderStore(folderOf(url), access);
  if (scheme === undefined && url !== '') return await openFolderStore(resolve(url), access);
  const message = `'${url}' is no address of a store: give a folder, or s3://bucket/prefix.`;
  throw new QuenError('CONFIG_INVALID', message);
}

function folderOf(url: string): string {
  try {
    return fileURLToPath(url);
  } catch (cause) {
    throw new QuenError('CONFIG_INVALID', `'${url}' is no address of a folder on this machine.`, { cause });
  }
}
