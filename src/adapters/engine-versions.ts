import { env } from 'onnxruntime-node';
import sharp from 'sharp';

/** Versions of the engines whose numbers decide results. */
export function engineVersions(): Record<string, string> {
  return {
    node: process.versions.node,
    'onnxruntime-node': env.versions.node ?? 'unknown',
    sharp: sharp.versions['sharp'] ?? 'unknown',
    libvips: sharp.versions.vips,
    platform: `${process.platform}-${process.arch}`,
  };
}
