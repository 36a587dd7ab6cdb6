import { QuenError } from '../../../../core/errors.ts';
import type { OnnxModel } from '../../../onnx/model.ts';
import type { WeightSet } from '../../weight-set.ts';
import { buildFan } from './fan.ts';
import { buildS3fd } from './s3fd.ts';

/** A detector of boxes and, for each box, a finder of 68 landmarks. @param sets S3FD, FAN */
export function buildS3fdFan(sets: readonly WeightSet[]): OnnxModel[] {
  const [s3fd, fan] = sets;
  if (s3fd && fan) return [buildS3fd(s3fd), buildFan(fan)];
  const message = `S3FD with FAN is made of two files; the card has ${sets.length}. List both, S3FD first.`;
  throw new QuenError('NETWORK_ARCHITECTURE_MISMATCH', message);
}
