/** What programs take for granted of V8 and of the newest language, beyond what QuickJS has. */
export function installV8(): void {
  for (const name of ["dispose", "asyncDispose"])
    if (!(name in Symbol)) Object.defineProperty(Symbol, name, { value: Symbol(`Symbol.${name}`) });
  const errors = Error as unknown as {
    prepareStackTrace?: unknown;
    captureStackTrace(into: object): void;
  };
  const holder: { stack?: unknown } = {};
  errors.prepareStackTrace = (_error: unknown, sites: unknown) => sites;
  errors.captureStackTrace(holder);
  const sites = holder.stack;
  // An accessor of the engine's own: taken away, it would go on preparing.
  errors.prepareStackTrace = undefined;
  const [site] = Array.isArray(sites) ? (sites as object[]) : [];
  if (site === undefined) return;
  const prototype = Object.getPrototypeOf(site) as object;
  for (const [name, value] of Object.entries(callSite))
    if (!(name in prototype)) Object.defineProperty(prototype, name, { value: () => value });
}

const callSite = {
  isEval: false,
  isConstructor: false,
  isToplevel: true,
  isAsync: false,
  isPromiseAll: false,
  getThis: undefined,
  getTypeName: "Object",
  getMethodName: null,
  getEvalOrigin: undefined,
  getPromiseIndex: null,
  getScriptNameOrSourceURL: "program.js",
  toString: "program.js",
};
