/** Parsers of command lines, which answer as if nothing beyond the program had been typed. */

type Options = Record<string, unknown>;

function defaultsOf(options: unknown): Options {
  if (typeof options !== "object" || options === null) return {};
  const found: Options = {};
  for (const [name, option] of Object.entries(options)) {
    const value: unknown =
      typeof option === "object" && option !== null && "default" in option
        ? option.default
        : undefined;
    if (value === undefined) continue;
    found[name] = value;
    found[name.replace(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase())] = value;
  }
  return found;
}

/** `yargs`: options give their defaults, and a default command is run. */
function createYargs(callback: (run: unknown) => void) {
  const values: Options = { _: [], $0: "app" };
  let standard: ((values: Options) => unknown) | undefined;
  const parse = () => {
    const run = standard;
    standard = undefined;
    run?.(values);
    return values;
  };
  const own: Options = {
    option: (name: unknown, option: unknown) => {
      Object.assign(values, defaultsOf(typeof name === "string" ? { [name]: option } : name));
      return self;
    },
    default: (name: string, value: unknown) => {
      values[name] = value;
      return self;
    },
    command: (name: unknown, _about: unknown, builder: unknown, handler: unknown) => {
      const command = typeof name === "object" && name !== null ? (name as Options) : undefined;
      const names = [command?.["command"] ?? name].flat().map(String);
      const build = command?.["builder"] ?? builder;
      const run = command?.["handler"] ?? handler;
      if (typeof run !== "function") return self;
      const start = () => {
        if (typeof build === "function") build(self);
        else Object.assign(values, defaultsOf(build));
        return run(values) as unknown;
      };
      if (names.some((each) => /^(?:\$0|\*)/.test(each))) standard = start;
      else callback(start);
      return self;
    },
    parse,
    parseSync: parse,
    parseAsync: async () => parse(),
  };
  own["options"] = own["option"];
  own["positional"] = own["option"];
  const self: object = new Proxy(() => self, {
    get: (_target, key) => {
      if (key === "argv") return parse();
      if (key === "then" || key === "__esModule" || typeof key === "symbol") return undefined;
      return own[key] ?? (key === "default" ? self : () => self);
    },
  });
  return self;
}

/** The modules, by name. */
export function createParsers(callback: (run: unknown) => void): Record<string, () => unknown> {
  const flat = (_argv: unknown, options: { default?: Options; boolean?: unknown } = {}) => ({
    _: [],
    ...Object.fromEntries([options.boolean ?? []].flat().map((name) => [String(name), false])),
    ...options.default,
  });
  const flags = (options: Options = {}) => ({
    flags: defaultsOf(options["flags"]),
    unknownFlags: {},
    input: [],
    pkg: {},
    _: Object.assign([], defaultsOf(options["parameters"])),
    showHelp: () => undefined,
    showVersion: () => undefined,
  });
  const meow = (first: unknown, second: unknown) =>
    flags((typeof first === "string" ? second : first) as Options);
  const run = (command: { run?: (context: object) => unknown; args?: unknown }) =>
    command.run?.({ args: { _: [], ...defaultsOf(command.args) }, rawArgs: [] });
  return {
    yargs: () => createYargs(callback),
    "yargs/yargs": () => () => createYargs(callback),
    "yargs/helpers": () => ({ hideBin: () => [] }),
    minimist: () => flat,
    mri: () => flat,
    "yargs-parser": () => flat,
    arg: () => () => ({ _: [] }),
    meow: () => meow,
    cleye: () => ({
      cli: (options: Options, action?: (argv: unknown) => unknown) => {
        const found = flags(options);
        void action?.(found);
        return found;
      },
      command: (options: Options, action?: (argv: unknown) => unknown) => {
        callback(() => action?.(flags(options)));
        return options;
      },
    }),
    citty: () => ({ defineCommand: (each: unknown) => each, runMain: run, runCommand: run }),
  };
}

/** `util.parseArgs`. */
export function parseArgs({ options }: { options?: unknown } = {}) {
  return { values: defaultsOf(options), positionals: [], tokens: [] };
}
