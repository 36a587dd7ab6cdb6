import { type HeadArchitecture, type ParameterShape, parameterShapes } from './architecture.ts';
import type { Optimiser } from './recipe.ts';

/** What an array of a training is to its parameter: the weights themselves, or a decaying sum of gradients or their squares. */
export type StateRole = 'value' | 'momentum' | 'square';

/** An array that training changes: weights, or what the optimiser keeps beside them. */
export interface StateTensor extends ParameterShape {
  /** Name of the parameter it belongs to; its own name where it holds the weights themselves. */
  readonly parameter: string;
  readonly role: StateRole;
}

/** All that training changes, the weights themselves first. */
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
export function stateName(parameter: string, role: StateRole): string {
  return role === 'value' ? parameter : `${parameter}_${role}`;
}

/** The name under which a training graph gives the gradient of a parameter. */
export function gradientName(parameter: string): string {
  return `${parameter}_gradient`;
}
