/** The photo formats Quen reads, by the bytes they begin with. */
export type PhotoFormat = 'jpeg' | 'png' | 'webp' | 'heif' | 'gif' | 'tiff';

const EXTENSIONS = /\.(jpe?g|jpe|jfif|png|webp|avif|heic|heif|gif|tiff?)$/i;

/** Whether a file name ends as a photo of a format Quen reads. */
export function hasPhotoExtension(fileName: string): boolean {
  return EXTENSIONS.test(fileName);
}

/** The format a file's first bytes announce, whatever its name says; undefined for anything else. */
export function sniffPhotoFormat(bytes: Uint8Array): PhotoFormat | undefined {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'jpeg';
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'webp';
  if (ascii(bytes, 4, 8) === 'ftyp' && isHeifBrand(ascii(bytes, 8, 12))) return 'heif';
  if (ascii(bytes, 0, 4) === 'GIF8') return 'gif';
  if (startsWith(bytes, [0x49, 0x49, 0x2a, 0x00]) || startsWith(bytes, [0x4d, 0x4d, 0x00, 0x2a]))
    return 'tiff';
  return undefined;
}

function isHeifBrand(brand: string): boolean {
  return ['avif', 'avis', 'heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'].includes(brand);
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((value, index) => bytes[index] === value);
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
