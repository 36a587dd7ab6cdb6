// The parts of @npmcli/config that are used; the package has no types of its own.
declare module '@npmcli/config' {
  interface ConfigOptions {
    readonly npmPath: string;
    readonly definitions: unknown;
    readonly shorthands: unknown;
    readonly flatten: unknown;
    readonly argv: readonly string[];
    readonly cwd: string;
    readonly warn: boolean;
  }
  export default class Config {
    constructor(options: ConfigOptions);
    load(): Promise<void>;
    /** Whether nobody set it. */
    isDefault(key: string): boolean;
    readonly flat: Readonly<Record<string, unknown>>;
  }
}

declare module '@npmcli/config/lib/definitions/index.js' {
  const content: { readonly definitions: unknown; readonly shorthands: unknown; readonly flatten: unknown };
  export default content;
}
