import { parse as yaml } from "yaml";
import type { Place } from "../../../model.ts";
import { attributeOf } from "./attribute.ts";
import { dictOf, first, membersOf, type Builtin } from "./builtins.ts";
import { callValue, type Arguments } from "./call.ts";
import { parseDocstring } from "./docstring.ts";
import { funcMetadata, readMetadata } from "./func-metadata.ts";
import { fileFunctions } from "./files.ts";
import { createModel, getTypeHints, partsOf, typeHints } from "./introspect.ts";
import { itemsOf, pairs } from "./items.ts";
import { fromJson } from "./json.ts";
import { cleanDocstring, dedent } from "./literal.ts";
import { importModule } from "./modules.ts";
import { fileText, makePath, pathOf } from "./paths.ts";
import { limits, type Run } from "./run.ts";
import { signatureOf } from "./signature.ts";
import {
  choice,
  firstOf,
  isComposite,
  likeliest,
  listOf,
  textOf,
  truth,
  unknown,
  written,
  type Value,
} from "./values.ts";

function kindOf(kinds: string[]): Builtin {
  return (_run, given) => {
    const value = likeliest(first(given));
    return isComposite(value) && kinds.includes(value.kind);
  };
}

function textual(change: (text: string) => string): Builtin {
  return (_run, given) => {
    const text = textOf(first(given));
    return text === undefined ? unknown("a text") : change(text);
  };
}

/** The default of an environment variable, which may be anything. */
const environment: Builtin = (_run, given) =>
  choice([
    firstOf(given.positional[1], given.keywords.get("default"), unknown("an environment variable")),
    unknown("an environment variable"),
  ]);

const itself: Builtin = (_run, given) => first(given);

/** Functions of the standard library and of the SDK that a reader needs the answers of, by path. */
export const library = new Map<string, Builtin>([
  ...funcMetadata.map((path) => [path, readMetadata] as const),
  [
    "docstring_parser.parse",
    (_run, given, at) => {
      const text = textOf(first(given));
      return text === undefined ? unknown("the parts of a docstring") : parseDocstring(text, at);
    },
  ],
  ["textwrap.dedent", textual(dedent)],
  ["inspect.cleandoc", textual(cleanDocstring)],
  ["inspect.getdoc", (run, given) => attributeOf(run, first(given), "__doc__")],
  ["inspect.getmembers", getMembers],
  ["inspect.isfunction", kindOf(["func"])],
  ["inspect.ismethod", kindOf(["func"])],
  ["inspect.isroutine", kindOf(["func"])],
  ["inspect.ismodule", kindOf(["module"])],
  ["inspect.signature", signatureOf],
  [
    "inspect.get_annotations",
    (run, given) =>
      typeHints(run, first(given), false) ?? unknown("the types of what is not known"),
  ],
  ["typing.get_type_hints", getTypeHints],
  ["typing_extensions.get_type_hints", getTypeHints],
  ["typing.get_origin", (_run, given) => partsOf("origin", given)],
  ["typing.get_args", (_run, given) => partsOf("arguments", given)],
  ["pydantic.create_model", createModel],
  ["pkgutil.iter_modules", (run, given, at) => modulesIn(run, given, at, false)],
  ["pkgutil.walk_packages", (run, given, at) => modulesIn(run, given, at, true)],
  [
    "inspect.iscoroutinefunction",
    (_run, given) => {
      const value = likeliest(first(given));
      return isComposite(value) && value.kind === "func"
        ? value.callable.text.startsWith("async")
        : unknown("a check of a function");
    },
  ],
  ["inspect.isclass", kindOf(["class"])],
  ["pathlib.Path", (_run, given, at) => pathFrom(given.positional, at)],
  ["os.path.join", (_run, given, at) => pathFrom(given.positional, at)],
  ["os.path.abspath", itself],
  ["os.fspath", itself],
  ["os.path.realpath", itself],
  [
    "os.path.dirname",
    (_run, given, at) => attributeOf(_run, pathFrom(given.positional, at), "parent"),
  ],
  ["importlib.resources.files", (run, given, at) => packageFolder(run, first(given), at)],
  ["json.load", (run, given) => parseJson(fileText(run, pathOf(first(given))))],
  ["json.loads", (_run, given) => parseJson(first(given))],
  ...["safe_load", "load", "full_load"].map((name): [string, Builtin] => [
    `yaml.${name}`,
    (run, given) => parseYaml(run, first(given)),
  ]),
  ...fileFunctions,
  ["os.getenv", environment],
  ["os.environ.get", environment],
  ["typing.cast", (_run, given) => firstOf(given.positional[1], unknown("a cast"))],
  ["copy.deepcopy", itself],
  ["copy.copy", itself],
  ["types.MappingProxyType", itself],
  ["asyncio.run", itself],
  [
    "anyio.run",
    (run, given, at) =>
      callValue(run, first(given), { ...given, positional: given.positional.slice(1) }, at),
  ],
  ["json.dumps", (_run, given) => written(first(given))?.replaceAll("'", '"') ?? unknown("a text")],
  ["collections.OrderedDict", dictOf],
  ["collections.defaultdict", (): Value => ({ kind: "dict", entries: new Map(), open: true })],
  [
    "itertools.chain",
    (run, given) => {
      const lists = given.positional.map((value) => itemsOf(value));
      return {
        ...listOf(lists.flatMap(({ items }) => items)),
        ...(lists.some(({ open }) => open) && { open: true }),
      };
    },
  ],
  [
    "itertools.chain.from_iterable",
    (run, given) => listOf(itemsOf(first(given)).items.flatMap((value) => itemsOf(value).items)),
  ],
  [
    "importlib.import_module",
    (run, given, at) => {
      const name = textOf(first(given));
      if (name === undefined) return unknown("a module whose name is not known");
      const from = textOf(given.positional[1] ?? given.keywords.get("package"));
      return importModule(run, name.startsWith(".") ? `${from ?? ""}${name}` : name, at.path);
    },
  ],
  ["builtins.__import__", importByName],
  [
    "builtins.dict.fromkeys",
    (run, given) => ({
      kind: "dict",
      entries: new Map(
        itemsOf(first(given)).items.map((key) => [key, given.positional[1] ?? null] as const),
      ),
    }),
  ],
]);

/** `__import__(name, fromlist=[…])`: the module itself only when names of it are wanted. */
function importByName(run: Run, given: Arguments, at: Place): Value {
  const name = textOf(first(given));
  if (name === undefined) return unknown("a module whose name is not known");
  const wanted = given.keywords.get("fromlist") ?? given.positional[3] ?? listOf([]);
  const module = importModule(run, name, at.path);
  return truth(wanted) === false
    ? importModule(run, name.split(".", 1)[0] ?? name, at.path)
    : module;
}

function getMembers(run: Run, given: Arguments, at: Place): Value {
  const predicate = given.positional[1] ?? given.keywords.get("predicate");
  const found = membersOf(run, first(given)).filter(([, value]) => {
    if (predicate === undefined) return true;
    const answer = callValue(
      run,
      predicate,
      { positional: [value], keywords: new Map(), open: false },
      at,
    );
    return truth(answer) === true;
  });
  return pairs(found);
}

function pathFrom(parts: Value[], at: Place): Value {
  const texts = parts.map(pathOf);
  const known = texts.filter((text) => text !== undefined);
  return known.length < texts.length || known.length === 0
    ? unknown("a path")
    : makePath(known.join("/"), at);
}

/** The modules of packages, as `(finder, name, is a package)`: those whose folders are given. */
function modulesIn(run: Run, given: Arguments, at: Place, deep: boolean): Value {
  const folders = itemsOf(given.positional[0] ?? given.keywords.get("path") ?? null);
  const prefix = textOf(given.keywords.get("prefix") ?? given.positional[1]) ?? "";
  const found = new Map<string, boolean>();
  for (const folder of folders.items) {
    const base = pathOf(folder);
    if (base === undefined) return unknown("the modules of a folder that is not known");
    const start = base === "." ? "" : `${base}/`;
    for (const path of run.files.keys()) {
      if (!path.startsWith(start) || !path.endsWith(".py")) continue;
      const names = path.slice(start.length, -".py".length).split("/");
      const isPackage = names.length > 1 && names.at(-1) === "__init__";
      if (isPackage) names.pop();
      if (names.at(-1) === "__init__" || (!deep && names.length > 1)) continue;
      found.set(prefix + names.join("."), isPackage);
    }
  }
  const modules = [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).slice(0, limits.items);
  return {
    ...listOf(
      modules.map(([name, isPackage]) => ({
        ...listOf(
          [
            {
              kind: "made",
              path: "pkgutil.Finder",
              positional: [],
              keywords: new Map(),
              at,
              attributes: new Map(),
            },
            name,
            isPackage,
          ],
          "tuple",
        ),
        fields: ["module_finder", "name", "ispkg"],
      })),
    ),
    ...(folders.open && { open: true }),
  };
}

function packageFolder(run: Run, value: Value, at: Place): Value {
  const name = textOf(value);
  const module = name === undefined ? likeliest(value) : importModule(run, name, at.path);
  if (!isComposite(module) || module.kind !== "module") return unknown("a package's folder");
  return attributeOf(run, makePath(module.path.replace(/\/$/, "/__init__.py"), at), "parent");
}

/** A YAML document, of a text or an opened file; references that multiply are refused. */
function parseYaml(run: Run, value: Value): Value {
  const path = isComposite(value) ? pathOf(value) : undefined;
  const text = textOf(path === undefined ? value : fileText(run, path));
  if (text === undefined || text.length > limits.file) return unknown("a YAML document");
  try {
    return fromJson(yaml(text, { logLevel: "silent", maxAliasCount: 50 }));
  } catch {
    return unknown("a YAML document");
  }
}

function parseJson(value: Value): Value {
  const text = textOf(value);
  if (text === undefined) return unknown("a JSON document");
  try {
    return fromJson(JSON.parse(text));
  } catch {
    return unknown("a JSON document");
  }
}
