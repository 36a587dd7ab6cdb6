import { type HeadArchitecture, type ParameterShape, parameterShapes } from './architecture.ts';
import type { Optimiser } from './recipe.ts';
import type { Moving } from './update.ts';

/** An array that a training graph takes in and gives back changed: weights, or what the optimiser keeps beside them. */
export interface StateTensor extends ParameterShape {
  /** Name of the parameter it belongs to; its own name where it holds the weights themselves. */
  readonly parameter: string;
  readonly role: keyof Moving;
}

/** All that training changes, in the order of the graph's inputs; the weights themselves first. */
export function stateTensors(architecture: HeadArchitecture, optimiser: Optimiser): StateTensor[] {
  const roles =
    optimiser.kind === 'adam' ? (['value', 'momentum', 'square'] as const) : (['value', 'momentum'] as const);
  return roles.flatMap((role) =>
    parameterShapes(architecture).map((shape) => ({
      ...shape,
      parameter: shape.name,
      role,
      name: stateName(shape.name, role),
    })),
  );
}

/** The name of the state tensor that plays a role for a parameter. */
export function stateName(parameter: string, role: keyof Moving): string {
  return role === 'value' ? parameter : `${parameter}_${role}`;
}

/** The name under which a training graph gives back a state tensor. */
export function nextName(name: string): string {
  return `${name}_next`;
}

/** The shapes of a tensor's slices; the tensor's own where it is whole. */
export function sliceShapes({ dims, slices }: StateTensor): number[][] {
  if (slices === undefined) return [[...dims]];
  return slices.widths.map((width) => dims.map((dim, axis) => (axis === slices.axis ? width : dim)));
}
